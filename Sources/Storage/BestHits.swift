import CSQLite

/// The best of many hits, out of which only some are wanted.
final class BestHits {
  private let wanted: Int
  private var found: [(rank: Double, number: Int64)] = []
  /// A hit that ranks behind this is not among the best.
  private(set) var threshold = Double.infinity

  /// - Parameter wanted: How many are wanted.
  init(_ wanted: Int) {
    self.wanted = wanted
  }

  func add(_ number: Int64, rank: Double) {
    guard rank <= threshold else { return }
    found.append((rank, number))
    if found.count >= 2 * wanted + 64 { cut() }
  }

  /// The numbers of the best, the best first; of equal ones the lowest.
  func inOrder() -> [Int64] {
    cut()
    return found.map(\.number)
  }

  private func cut() {
    found.sort { ($0.rank, $0.number) < ($1.rank, $1.number) }
    guard found.count >= wanted else { return }
    found.removeLast(found.count - wanted)
    threshold = found.last?.rank ?? threshold
  }

  // MARK: Inside SQLite

  /// By what a function of SQLite's knows that a pointer is to one of these.
  static let pointerName: StaticString = "catalogued_best"

  /// The threshold of the one that an argument points to; infinite where it points to none.
  static func threshold(_ argument: OpaquePointer?) -> Double {
    pointerName.withUTF8Buffer { name in
      name.withMemoryRebound(to: CChar.self) { name in
        guard let pointer = sqlite3_value_pointer(argument, name.baseAddress) else { return .infinity }
        return Unmanaged<BestHits>.fromOpaque(pointer).takeUnretainedValue().threshold
      }
    }
  }
}
