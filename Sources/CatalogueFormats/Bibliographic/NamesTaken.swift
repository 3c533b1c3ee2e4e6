import Catalogue

extension RecordFault {
  /// A record that holds two titles, or two names: where what stood between two records was lost, they read as one. It has
  /// no name, so that no list is complete with it, as the second's is lost.
  static let runTogether = RecordFault(
    reason: "it has two titles or names: two records may have run into one", identifier: nil)
}

/// The names of a list's records, by which two different ones that are called the same are told from one that stands twice.
///
/// Of the second one its own name may be lost. It becomes a reject without a name, so that no list is complete with it:
/// what it should have been called must not be gone.
struct NamesTaken: Sendable {
  /// So many names are remembered; what comes with a further one is not compared with others.
  static let limit = 1 << 20

  /// The hash of what a record says, by that of its name.
  private var known: [Int: Int] = [:]

  /// Marks a record that is called as another one was, and says something else.
  mutating func check(_ record: inout RecordBytes, called name: String) {
    let content = Self.hash(record.bytes, record.context)
    guard let first = known[name.hashValue] else {
      if known.count < Self.limit { known[name.hashValue] = content }
      return
    }
    guard first != content else { return }
    record.context = Self.mark + Array(Printable.line(name).utf8)
    record.identifier = nil
  }

  private static func hash(_ parts: [UInt8]...) -> Int {
    var hasher = Hasher()
    for part in parts { part.withUnsafeBytes { hasher.combine(bytes: $0) } }
    return hasher.finalize()
  }

  // MARK: In a record's context

  private static let mark = Array("% the name of another record of this list: ".utf8)

  /// Throws where the record was marked.
  static func check(context: [UInt8]) throws(RecordFault) {
    guard context.starts(with: mark) else { return }
    let name = String(decoding: context.dropFirst(mark.count), as: UTF8.self)
    throw RecordFault(
      reason: "a record before it in the list is called “\(name)”, too, and says something else",
      identifier: nil)
  }
}
