import Catalogue

/// The Chicago Manual of Style, 17th edition, author-date: the entry in the reference list (15.5 to 15.54).
///
/// The place of publication is left out, as catalogues do not say it. A particle stands behind the given name, by which
/// Dutch names are sorted (16.71).
enum ChicagoStyle {
  static func reference(_ citation: Citation) -> String {
    let report = citation.report
    var prose = Prose()
    let year = report.published.map { "\($0.year)" } ?? "n.d."
    let title =
      citation.section == nil
      ? citation.containerTitle : citation.title.isEmpty ? nil : Prose.quoted(citation.title, ".")
    let authors = citation.authors
    let isEdited = authors.isEmpty && citation.section == nil && !citation.editors.isEmpty
    if !authors.isEmpty {
      prose.sentence(names(authors))
    } else if isEdited {
      prose.sentence(names(citation.editors) + (citation.editors.count == 1 ? ", ed" : ", eds"))
    } else {
      prose.sentence(title)
    }
    prose.sentence(year)
    if !authors.isEmpty || isEdited { prose.sentence(title) }
    if let section = citation.section {
      prose.sentence((citation.title.isEmpty ? "Chapter in " : "In ") + citation.containerTitle)
      prose.clause(editing(citation.editors, "edited by"))
      prose.clause(editing(citation.containerAuthors, "by"))
      prose.clause(section.pages?.cited(dash: "–", .chicago))
    } else if !isEdited {
      prose.sentence(editing(citation.editors, "Edited by"))
    }
    prose.sentence(editing(citation.translators, "Translated by"))
    if let series = report.series.first {
      prose.sentence(Prose.isolated([series.title, series.number].compactMap { $0 }.joined(separator: " ")))
    }
    if citation.section == nil { prose.sentence(report.first(.reportNumber).map(Prose.isolated)) }
    prose.sentence(citation.publisher)
    prose.sentence(report.citedAddress)
    prose.stop()
    return prose.text
  }

  /// Up to ten are named; of more, the first seven (14.76).
  private static func names(_ contributors: [Contributor]) -> String {
    let named = contributors.count > 10 ? 7 : contributors.count
    let names = contributors.prefix(named).enumerated().map { index, one in
      index == 0 ? one.inverted(particleBehind: true) : one.inOrder
    }
    if named < contributors.count { return names.joined(separator: ", ") + ", et al." }
    // The first is turned round, so that a comma ends it, even of two.
    return names.count == 2 ? "\(names[0]), and \(names[1])" : Prose.list(names)
  }

  private static func editing(_ contributors: [Contributor], _ words: String) -> String? {
    guard !contributors.isEmpty else { return nil }
    let names = contributors.map(\.inOrder)
    return "\(words) " + (names.count > 3 ? names[0] + " et al." : Prose.list(names))
  }
}
