import Catalogue

/// Makes a report of a page's `DC.…` and `DCTERMS.…` elements (DCMI, Expressing Dublin Core metadata using HTML), with
/// the qualifiers that repositories write: `DC.date.issued`, `DC.contributor.editor`.
enum DublinCoreReading {
  static func report(_ content: PageContent) -> Report {
    var core = DublinCore()
    var editors: [Contributor] = []
    let elements = content.metas.compactMap { meta in Self.words(meta.name).map { ($0, meta.content) } }
    let saysIssued = elements.contains { $0.0.last == "issued" }
    for (words, content) in elements {
      let text = PlainText.clean(content)
      guard !text.isEmpty else { continue }
      switch (words[0], words.last ?? "") {
      case ("contributor", "editor"), ("editor", _): editors += Contributor.parse(text, role: .editor)
      case ("contributor", "author"): core.add(.creator, text)
      case (_, "issued"): core.add(.issued, text)
      // Days of accession and change are none of publication.
      case ("date", let word):
        if !saysIssued, ["date", "created", "published", "copyright"].contains(word) {
          core.add(.date, text)
        }
      case ("created", _): if !saysIssued { core.add(.created, text) }
      case (_, "abstract"): core.add(.abstract, text)
      case (_, "extent"): core.add(.extent, text)
      case (_, "ispartof"), (_, "ispartofseries"): core.add(.isPartOf, text)
      case (_, "bibliographiccitation"): core.add(.bibliographicCitation, text)
      case (let word, _):
        if let element = Self.names[word] { core.add(element, text) }
      }
    }
    var report = core.report()
    report.contributors += editors
    return report
  }

  /// "dc.date.issued", "dcterms:issued" -> its words behind the vocabulary's; nil for other elements.
  private static func words(_ name: String) -> [String]? {
    let words = name.split(whereSeparator: { ".:".contains($0) }).map(String.init)
    guard words.count > 1, words[0] == "dc" || words[0] == "dcterms" else { return nil }
    return Array(words.dropFirst())
  }

  private static let names = Dictionary(
    uniqueKeysWithValues: DublinCore.Element.allCases.map { ($0.rawValue.lowercased(), $0) })
}
