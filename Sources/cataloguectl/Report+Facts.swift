import Catalogue

extension Report {
  /// What is said of a report in a word or two, in the order in which people ask for it.
  var facts: [(name: String, value: String)] {
    var facts: [(String, String?)] = [
      ("Published", published?.printed), ("Publisher", publisher), ("Pages", pageCount.map(String.init)),
      ("Language", list(languages)),
    ]
    facts += series.map { ("Series", $0.title + ($0.number.map { ", \($0)" } ?? "")) }
    facts.append(("Type", list(types)))
    facts += identifiers.map { ($0.scheme.label, $0.value) }
    facts += links.map { ($0.kind.label, $0.url) }
    facts.append(("Subjects", list(subjects)))
    facts.append(("Access", access.map { $0 == .open ? "open" : "login needed" }))
    facts.append(("Rights", list(rights)))
    return facts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : (name, $0) } }
  }

  private func list(_ values: [String]) -> String? { values.isEmpty ? nil : values.joined(separator: "; ") }
}

extension Identifier.Scheme {
  fileprivate var label: String {
    switch self {
    case .doi: "DOI"
    case .isbn: "ISBN"
    case .issn: "ISSN"
    case .handle: "Handle"
    case .ark: "ARK"
    case .repec: "RePEc"
    case .reportNumber: "Report no."
    case .stableURL: "Stable URL"
    case .upstream: "Identifier"
    }
  }
}

extension Link.Kind {
  fileprivate var label: String {
    switch self {
    case .landingPage: "Page"
    case .fullText: "Full text"
    case .related: "Related"
    }
  }
}
