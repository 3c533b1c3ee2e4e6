/// Which list a cursor is of. A place in one list says nothing in another, and is refused there.
///
///     let list = ListMark(.runs, catalogue)
///     list.cursor("17")           // "17-8c2f01ab"
///     list.place("17-8c2f01ab")   // "17"
public struct ListMark: Hashable, Sendable {
  private let text: String

  /// What a regular expression of cursors ends with.
  public static let pattern = "-[0-9a-f]{8}"

  /// - Parameters:
  ///   - list: Who answers.
  ///   - narrowing: What the list was narrowed by, each in its place; nil and "" mean the same. (How many are asked for
  ///     at a time is no part of it.)
  public init(_ list: Operation, _ narrowing: String?...) {
    // FNV-1a: the same in every daemon.
    var hash: UInt32 = 0x811c_9dc5
    for part in [list.rawValue] + narrowing.map({ $0 ?? "" }) {
      for byte in Array(part.utf8) + [0x1F] { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    }
    let digits = String(hash, radix: 16)
    text = "-" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// The cursor of a place in this list.
  public func cursor(_ place: String) -> String { place + text }

  /// The place that a cursor means; nil where this list did not give it.
  public func place(_ cursor: String) -> String? {
    cursor.hasSuffix(text) ? String(cursor.dropLast(text.count)) : nil
  }
}
