/// What an entry says, field by field, macros replaced, and what it takes from the entries that it names: all of `xdata`,
/// and of `crossref` what is a part's as well as the whole's (BibLaTeX's manual, appendix B).
struct BibTeXFields {
  private var values: [String: [[UInt8]]] = [:]
  /// How many names in it are no macro's.
  private(set) var undefined = 0
  /// How many values are a further one of a field of which a report has one.
  private(set) var repeated = 0

  /// Those that may stand several times, each with more of a list. No honest entry has one so often as the limit.
  private static let lists: Set = [
    "author", "editor", "translator", "illustrator", "compiler", "commentator", "annotator", "editora",
    "editorb",
    "editorc", "keywords", "keyword", "isbn", "issn", "url",
  ]
  private static let listLimit = 100

  /// So many bytes all fields of an entry may have, macros replaced.
  static let limit = 4 << 20

  init(_ entry: BibTeXEntry, _ context: BibTeXContext) throws(RecordFault) {
    values = try Self.own(entry, context, &undefined, &repeated)
    try inherit(entry, context, depth: 4)
  }

  /// A field's TeX, of several the first; nil where there is none, or an empty one.
  subscript(name: String) -> [UInt8]? { values[name]?.first }

  /// A field's TeX, as often as it stands there with another.
  func all(_ name: String) -> [[UInt8]] { values[name] ?? [] }

  func contains(_ name: String) -> Bool { values[name] != nil }

  private static func own(
    _ entry: BibTeXEntry, _ context: BibTeXContext, _ undefined: inout Int, _ repeated: inout Int
  ) throws(RecordFault) -> [String: [[UInt8]]] {
    var values: [String: [[UInt8]]] = [:]
    var room = limit
    for field in entry.fields {
      guard let value = context.macros.value(of: field, in: entry, limit: room, &undefined) else {
        throw RecordFault(
          reason: "the entry's fields, or the macros in them, are too long", identifier: entry.key)
      }
      room -= value.count
      guard !value.allSatisfy({ $0 <= 0x20 }) else { continue }
      let known = values[field.name, default: []]
      guard !known.contains(value) else { continue }
      if known.count < (lists.contains(field.name) ? listLimit : 1) {
        values[field.name, default: []].append(value)
      } else {
        repeated += 1
      }
    }
    return values
  }

  /// Parents' parents as far as `depth`.
  private mutating func inherit(_ entry: BibTeXEntry, _ context: BibTeXContext, depth: Int)
    throws(RecordFault)
  {
    let isPart = BibTeXType.isPart(entry.type)
    // The parent's own record counts its own.
    var (unused, alsoUnused) = (0, 0)
    var next = entry.parents.map { (key: $0, isData: $0 != entry.parent) }
    var met: Set<String> = []
    for _ in 0..<depth {
      var further: [(key: String, isData: Bool)] = []
      for (key, isData) in next where met.count < 32 && met.insert(key).inserted {
        guard let bytes = context.parents[key] else { continue }
        let (values, parents) = try bytes.withUnsafeBufferPointer { (bytes) throws(RecordFault) in
          guard let parent = try? BibTeXEntry(bytes) else {
            return ([String: [[UInt8]]](), [(String, Bool)]())
          }
          // What a whole takes from its own data is data of the whole.
          return (
            try Self.own(parent, context, &unused, &alsoUnused),
            parent.parents.map { ($0, isData && $0 != parent.parent) }
          )
        }
        for (name, value) in values {
          guard let name = isData ? name : Self.name(of: name, inPart: isPart) else { continue }
          if self.values[name] == nil { self.values[name] = value }
        }
        further += parents.map { (key: $0.0, isData: $0.1) }
      }
      if further.isEmpty { return }
      next = further
    }
  }

  /// What a field of a whole is called in its part; nil where it is the whole's alone. What names or shows the whole
  /// itself must not pass for the part's.
  private static func name(of field: String, inPart isPart: Bool) -> String? {
    switch field {
    case "title": isPart ? "booktitle" : "maintitle"
    case "subtitle": isPart ? "booksubtitle" : "mainsubtitle"
    case "author": isPart ? "bookauthor" : "author"
    case "crossref", "xdata", "xref", "ids", "doi", "url", "urldate", "eprint", "eprinttype", "archiveprefix",
      "pages", "pagetotal", "abstract", "keywords", "note", "type", "file", "shorttitle", "titleaddon",
      "annotation",
      "annote", "entryset", "execute", "label", "options", "presort", "related", "shorthand", "sortkey",
      "key":
      nil
    default: field
    }
  }
}

/// What an entry needs to be read alone, as its record's context holds it.
struct BibTeXContext {
  private(set) var macros = BibTeXMacros()
  /// The bytes of the entries that others take from, by their keys in lower case.
  private(set) var parents: [String: [UInt8]] = [:]

  init(_ context: [UInt8]) {
    context.withUnsafeBufferPointer { p in
      var scanner = BibTeXScanner()
      _ = scanner.scan(p, isLast: true) { found in
        guard let entry = try? BibTeXEntry(p.part(found.entry)) else { return }
        if entry.type == "string" {
          _ = macros.define(entry)
        } else if entry.type == BibTeXMacros.leftOutType {
          macros.leaveOut(entry.key)
        } else {
          parents[entry.key.lowercased()] = Array(p.part(found.entry))
        }
      }
    }
  }
}
