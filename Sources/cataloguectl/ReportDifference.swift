import Catalogue

/// A field in which two reports differ.
struct ReportDifference {
  var name: String
  var old: [String]
  var new: [String]

  static func between(_ old: Report, _ new: Report) -> [ReportDifference] {
    zip(old.fields, new.fields).compactMap { old, new in
      old.values == new.values ? nil : ReportDifference(name: old.name, old: old.values, new: new.values)
    }
  }
}

extension Report {
  /// All fields, by their names in the API, with their values in words.
  fileprivate var fields: [(name: String, values: [String])] {
    func one(_ text: String?) -> [String] { text.flatMap { $0.isEmpty ? nil : [$0] } ?? [] }
    return [
      ("title", one(title)), ("subtitle", one(subtitle)),
      ("contributors", contributors.map { $0.inWords(always: true) }), ("published", one(published?.printed)),
      ("publisher", one(publisher)), ("page_count", one(pageCount.map(String.init))),
      ("identifiers", identifiers.map { "\($0.scheme.name):\($0.value)" }), ("abstract", one(abstract)),
      ("subjects", subjects), ("languages", languages),
      ("series", series.map { $0.title + ($0.number.map { "; \($0)" } ?? "") }),
      ("links", links.map { "\($0.kind.rawValue) \($0.url)" }), ("rights", rights),
      ("access", one(access?.rawValue)), ("types", types), ("sections", sections.map(\.inWords)),
    ]
  }
}

extension Section {
  /// In a line, with all that it says.
  fileprivate var inWords: String {
    let names = contributors.map { $0.inWords(always: false) }.joined(separator: "; ")
    let parts: [String?] = [
      label, title, names.isEmpty ? nil : names, pages.map { "p. \($0.printed)" }, excerpt,
    ]
    return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
