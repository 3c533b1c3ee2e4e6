import Catalogue

/// A harvest's place as text: what wrote it (`oai1`), then `name=value` words, their values percent-encoded.
struct Checkpoint {
  private let version: String
  private var words: [(name: String, value: String)] = []

  /// Begins one. `version` changes where the words' meaning does.
  init(_ version: String) { self.version = version }

  /// Reads one; nil for a text that is none, or one of another version.
  init?(_ text: String, version: String) {
    self.init(version)
    let parts = text.split(separator: " ")
    guard parts.first == version[...] else { return nil }
    for part in parts.dropFirst() {
      let word = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard word.count == 2, let value = Query.decode(word[1]) else { return nil }
      words.append((String(word[0]), value))
    }
  }

  var text: String {
    ([version] + words.map { "\($0.name)=\(Query.encode($0.value))" }).joined(separator: " ")
  }

  // MARK: Writing

  mutating func add(_ name: String, _ value: String?) {
    if let value { words.append((name, value)) }
  }

  mutating func add(_ name: String, _ value: (some BinaryInteger)?) { add(name, value.map { "\($0)" }) }

  mutating func add(_ name: String, _ value: Bool) { add(name, value ? "1" : "0") }

  mutating func add(_ name: String, _ value: Datestamp?) { add(name, value?.seconds) }

  // MARK: Reading

  subscript(name: String) -> String? { words.last { $0.name == name }?.value }

  /// The values of a word that may stand several times.
  func all(_ name: String) -> [String] { words.filter { $0.name == name }.map(\.value) }

  func flag(_ name: String) -> Bool { self[name] == "1" }

  func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  func count(_ name: String) -> Int { number(name) ?? 0 }

  func date(_ name: String) -> Datestamp? {
    self[name].flatMap { Int64($0) }.map(Datestamp.init(seconds:))
  }
}
