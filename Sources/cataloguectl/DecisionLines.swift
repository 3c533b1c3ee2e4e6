import ControlAPI

/// The lines that `export --edits` wrote, read and checked.
struct DecisionLines {
  struct Entry {
    /// From 1.
    var line: Int
    /// How long it is, in bytes.
    var size: Int
    var decision: PortableDecisionInfo
  }

  /// How many decisions go to the daemon at once.
  static let mostInPiece = 200
  /// How many bytes of lines go at once, unless one alone is longer.
  static let mostBytesInPiece = 200_000
  /// The daemon takes no longer body than 4 MiB.
  static let mostBytesInLine = 4_000_000
  /// All lines are checked before the first goes: so many bytes of them are kept at most.
  static let mostBytes = 256_000_000

  private(set) var entries: [Entry] = []
  /// What the bytes are of, for people.
  private let name: String
  /// The line that is being read, as far as it is there, and its number.
  private var line: [UInt8] = []
  private var number = 1
  private var size = 0

  init(of name: String) { self.name = name }

  /// Reads on; throws what is wrong with the first line that is none.
  mutating func read(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    size += bytes.count
    guard size <= Self.mostBytes else { throw refused("the file is longer than 256 MB: import it in parts") }
    var left = bytes
    while let end = left.firstIndex(of: 0x0A) {
      line += left[..<end]
      try take()
      left = left[(end + 1)...]
    }
    line += left
    try checkLength()
  }

  /// To be called behind the last bytes: the last line need not be ended.
  mutating func finish() throws(Failure) { try take() }

  private func refused(_ why: String) -> Failure {
    Failure(code: .failed, message: "\(name):\(number): \(why); nothing was imported")
  }

  private func checkLength() throws(Failure) {
    guard line.count <= Self.mostBytesInLine else { throw refused("the line is longer than 4 MB") }
  }

  /// Takes the line that is read now.
  private mutating func take() throws(Failure) {
    try checkLength()
    if line.contains(where: { !" \t\r".utf8.contains($0) }) {
      let decision: PortableDecisionInfo
      do { decision = try JSON.decode(PortableDecisionInfo.self, from: line) } catch {
        throw refused(Self.words(error))
      }
      // The daemon refuses them all, without a place.
      guard decision.number >= 0 else {
        throw refused("“number” is \(decision.number): numbers are 0 or more")
      }
      guard decision.at >= 0 else { throw refused("“at” is \(decision.at): numbers are 0 or more") }
      if let record = decision.records.first(where: { $0.number < 0 }) {
        throw refused("“number” of a record is \(record.number): numbers are 0 or more")
      }
      entries.append(Entry(line: number, size: line.count, decision: decision))
    }
    line.removeAll(keepingCapacity: true)
    number += 1
  }

  /// What goes to the daemon at once.
  var pieces: [ArraySlice<Entry>] {
    var pieces: [ArraySlice<Entry>] = []
    var first = 0
    var bytes = 0
    for (index, entry) in entries.enumerated() {
      let isFull = index - first == Self.mostInPiece || bytes + entry.size > Self.mostBytesInPiece
      if isFull, index > first {
        pieces.append(entries[first..<index])
        (first, bytes) = (index, 0)
      }
      bytes += entry.size
    }
    if first < entries.count { pieces.append(entries[first...]) }
    return pieces
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "there is no “\(key.stringValue)”: no line of export --edits"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.codingPath.last.map { "“\($0.stringValue)” is not what export --edits writes there" }
        ?? "that is no line of export --edits"
    default: "that is no JSON"
    }
  }
}

extension PortableDecisionInfo {
  /// What of `numbers` it may mean: every number in it could be that of an earlier decision.
  func mentioned(of numbers: [String: Int64]) -> [String: Int64] {
    var found: [String: Int64] = [:]
    JSONValue.members(decision).eachInteger { number in
      if let here = numbers["\(number)"] { found["\(number)"] = here }
    }
    return found
  }
}

extension JSONValue {
  fileprivate func eachInteger(_ body: (Int64) -> Void) {
    switch self {
    case .integer(let number): body(number)
    case .array(let values): for value in values { value.eachInteger(body) }
    case .members(let values): for value in values.values { value.eachInteger(body) }
    case .null, .string, .number, .boolean: break
    }
  }
}
