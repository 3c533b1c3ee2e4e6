/// Which addresses the lists of a run have named, as far as can be kept: hashes only.
struct ListedAddresses: Sendable {
  private var names: Set<Int> = []
  /// Of the last parts of their paths, and of those that several have.
  private var endings: Set<Int> = []
  private var shared: Set<Int> = []
  private static let limit = 200_000

  /// - Parameter address: As `PageAddress.normal` has it.
  mutating func add(_ address: String) {
    guard names.count < Self.limit, names.insert(Self.name(address)).inserted else { return }
    let ending = Self.ending(address)
    if !endings.insert(ending).inserted { shared.insert(ending) }
  }

  /// Whether it is named, with a `/` behind it or without.
  func contains(_ address: String) -> Bool { names.contains(Self.name(address)) }

  private static func name(_ address: String) -> Int {
    (address.hasSuffix("/") ? address.dropLast() : address[...]).hashValue
  }

  /// Whether another address ends in the same way (`PageName`).
  func holdsTwin(of address: String) -> Bool { shared.contains(Self.ending(address)) }

  /// Whether two addresses end in the same way.
  static func areTwins(_ a: String, _ b: String) -> Bool { ending(a) == ending(b) }

  private static func ending(_ address: String) -> Int {
    PageName(address, depth: 1)?.tails[0].hashValue ?? 0
  }
}
