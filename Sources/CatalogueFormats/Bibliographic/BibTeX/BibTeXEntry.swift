import Catalogue

/// The parts of one entry of BibTeX, as ranges of its bytes.
struct BibTeXEntry {
  struct Field {
    /// In lower case.
    var name: String
    /// What `#` joins.
    var pieces: [Piece]
  }

  enum Piece {
    /// What stands in braces or quotes, and digits.
    case text(Range<Int>)
    /// The name of a macro.
    case macro(Range<Int>)
  }

  /// In lower case: `techreport`.
  let type: String
  /// As written; empty where there is none.
  let key: String
  private(set) var fields: [Field] = []
  let bytes: Bytes
  /// Behind its closing brace.
  private(set) var end = 0
  private(set) var repairs: [String: Int] = [:]

  /// No honest entry has so many.
  static let fieldLimit = 5000

  /// Why an entry cannot be read, with its key as far as it could be.
  struct Fault: Error {
    var reason: String
    var key: String?
  }

  /// Reads the entry that begins at `start` with its `@`.
  init(_ bytes: Bytes, from start: Int = 0) throws(Fault) {
    self.bytes = bytes
    guard start < bytes.count, bytes[start] == UInt8(ascii: "@") else {
      throw Fault(reason: "what may be left of an entry has no @ before it", key: nil)
    }
    guard let opening = BibTeXOpening(bytes, at: start) else {
      throw Fault(reason: "the entry has neither type nor brace", key: nil)
    }
    type = String(decoding: bytes.part(opening.name), as: UTF8.self).lowercased()
    var reader = BibTeXReader(bytes, at: opening.body, close: opening.close)
    key = type == "string" ? "" : reader.key()
    do throws(Fault) {
      guard type != "preamble" || opening.hasKey(bytes) else { return }
      while let field = try reader.field(&repairs) {
        guard fields.count < Self.fieldLimit else {
          throw Fault(reason: "the entry has more than 5000 fields", key: nil)
        }
        fields.append(field)
      }
    } catch {
      throw Fault(reason: error.reason, key: key.isEmpty ? nil : key)
    }
    end = reader.at
  }

  /// Whether it is called something that has no fields, and has a key and some all the same.
  var isMistaken: Bool {
    BibTeXType.isNone(type) && !key.isEmpty && !key.utf8.contains(0x20) && !fields.isEmpty
      && self["entryset"] == nil
  }

  /// Whether it has two different titles; or two authors, and something else twice of which an entry has one.
  var isRunTogether: Bool {
    if differs("title") { return true }
    return differs("author")
      && Self.single.contains { name in fields.lazy.filter { $0.name == name }.prefix(2).count > 1 }
  }

  private static let single = ["title", "year", "date", "url", "doi", "institution", "publisher", "number"]

  /// Whether a field stands there twice, and says something else: braces and capitals do not count.
  private func differs(_ name: String) -> Bool {
    let all = fields.filter { $0.name == name }
    guard all.count > 1 else { return false }
    var unused: [String: Int] = [:]
    let texts = all.map { field in
      field.pieces.map { piece in
        switch piece {
        case .text(let place): TeXText.plain(bytes.part(place), &unused)
        case .macro(let place): Windows1252.text(bytes.part(place))
        }
      }.joined()
    }
    return Set(texts.map { Fold.text($0) }).count > 1
  }

  /// A field's first value.
  subscript(name: String) -> Field? { fields.first { $0.name == name } }

  /// The text of a field whose pieces are all written out; nil where macros stand in it.
  func plain(_ name: String) -> String? {
    guard let field = self[name] else { return nil }
    var text = ""
    for piece in field.pieces {
      guard case .text(let range) = piece else { return nil }
      text += Windows1252.text(bytes.part(range))
    }
    return text
  }

  /// The names of the macros in it, in lower case.
  var macros: Set<String> {
    var names: Set<String> = []
    for field in fields {
      for case .macro(let range) in field.pieces {
        names.insert(Windows1252.text(bytes.part(range)).lowercased())
      }
    }
    return names
  }
}

/// Steps through an entry.
private struct BibTeXReader {
  private let p: Bytes
  private(set) var at: Int
  private let close: UInt8

  typealias Fault = BibTeXEntry.Fault

  init(_ bytes: Bytes, at start: Int, close: UInt8) {
    p = bytes
    at = start
    self.close = close
  }

  /// Passes over white space, and over lines that are comments.
  private mutating func skipSpace() {
    while at < p.count {
      if ASCII.isSpace(p[at]) {
        at += 1
      } else if p[at] == UInt8(ascii: "%") {
        while at < p.count, p[at] != 0x0A, p[at] != 0x0D { at += 1 }
      } else {
        return
      }
    }
  }

  /// The key, up to its comma. Empty where a field stands in its place.
  mutating func key() -> String {
    let start = p.skippingSpace(from: at)
    var end = start
    while end < p.count, p[end] != UInt8(ascii: ","), p[end] != close, !"{\"=".utf8.contains(p[end]) {
      end += 1
    }
    guard end < p.count, p[end] == UInt8(ascii: ",") || p[end] == close else { return "" }
    at = end
    return Printable.line(Windows1252.text(p.part(start..<end).trimmed), limit: 1000)
  }

  /// The next field; nil at the entry's end, behind which the reader stands then.
  mutating func field(_ repairs: inout [String: Int]) throws(Fault) -> BibTeXEntry.Field? {
    skipSpace()
    while at < p.count, p[at] == UInt8(ascii: ",") {
      at += 1
      skipSpace()
    }
    guard at < p.count else { throw Fault(reason: "the entry is not closed", key: nil) }
    if p[at] == close {
      at += 1
      return nil
    }
    let name = try name()
    var pieces = [try piece()]
    skipSpace()
    while at < p.count, p[at] == UInt8(ascii: "#") {
      at += 1
      pieces.append(try piece())
      skipSpace()
    }
    guard at < p.count else { throw Fault(reason: "the entry is not closed", key: nil) }
    if p[at] != UInt8(ascii: ","), p[at] != close {
      // Only where the next field can be told.
      var next = self
      guard (try? next.name()) != nil else {
        throw Fault(
          reason:
            "behind the value of \(name) stands “\(Printable.line(p.part(at..<min(at + 20, p.count)), limit: 20))”, "
            + "neither a comma nor the entry's end", key: nil)
      }
      repairs["comma missing between fields", default: 0] += 1
    }
    return BibTeXEntry.Field(name: name, pieces: pieces)
  }

  /// A field's name and its equals sign.
  private mutating func name() throws(Fault) -> String {
    let start = at
    while at < p.count, !ASCII.isSpace(p[at]), !"=,{}\"#()%".utf8.contains(p[at]) { at += 1 }
    let name = Printable.line(p.part(start..<at), limit: 60)
    skipSpace()
    guard at > start, !name.isEmpty, at < p.count, p[at] == UInt8(ascii: "=") else {
      throw Fault(
        reason: at < p.count
          ? "where a field was expected stands “\(Printable.line(p.part(start..<min(start + 20, p.count)), limit: 20))”"
          : "the entry is not closed", key: nil)
    }
    at += 1
    return name.lowercased()
  }

  private mutating func piece() throws(Fault) -> BibTeXEntry.Piece {
    skipSpace()
    guard at < p.count else { throw Fault(reason: "the entry is not closed", key: nil) }
    let start = at + 1
    switch p[at] {
    case UInt8(ascii: "{"):
      var depth = 1
      at = start
      while at < p.count {
        if p[at] == UInt8(ascii: "{") { depth += 1 }
        if p[at] == UInt8(ascii: "}") { depth -= 1 }
        at += 1
        if depth == 0 { return .text(start..<at - 1) }
      }
      throw Fault(reason: "a brace is not closed", key: nil)
    case UInt8(ascii: "\""):
      var depth = 0
      at = start
      while at < p.count {
        let byte = p[at]
        at += 1
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
        if depth < 0 { break }
        if byte == UInt8(ascii: "\""), depth == 0 { return .text(start..<at - 1) }
      }
      throw Fault(reason: "a quote is not closed", key: nil)
    default:
      let first = at
      while at < p.count, !ASCII.isSpace(p[at]), !"\"#%'(),={}".utf8.contains(p[at]) { at += 1 }
      guard at > first else { throw Fault(reason: "a field has no value", key: nil) }
      return p.part(first..<at).allSatisfy(ASCII.isDigit) ? .text(first..<at) : .macro(first..<at)
    }
  }
}
