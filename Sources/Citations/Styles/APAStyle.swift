import Catalogue

/// Publication Manual of the American Psychological Association, 7th edition: the entry in the reference list (9.7 to
/// 9.37; 10.3 and 10.4).
enum APAStyle {
  static func reference(_ citation: Citation) -> String {
    let report = citation.report
    var prose = Prose()
    let year = "(\(report.published.map { "\($0.year)" } ?? "n.d."))"
    let authors = citation.authors
    let isEdited = authors.isEmpty && citation.section == nil && !citation.editors.isEmpty
    let title = self.title(citation, isEdited: isEdited)
    if !authors.isEmpty {
      prose.sentence(names(authors))
      prose.clause(year, behind: ending(prose) + " ")
      prose.sentence(title)
    } else if isEdited {
      prose.sentence("\(names(citation.editors)) \(editors(citation.editors))")
      prose.sentence(year)
      prose.sentence(title)
    } else {
      prose.sentence(title)
      prose.clause(year, behind: ending(prose) + " ")
    }
    if let section = citation.section { prose.sentence(container(citation, section)) }
    if !citation.isPublishedByItself { prose.sentence(citation.publisher) }
    prose.stop()
    if let address = report.citedAddress { prose.clause(address, behind: " ") }
    return prose.text
  }

  private static func ending(_ prose: Prose) -> String {
    var ended = prose
    ended.stop()
    return String(ended.text.dropFirst(prose.text.count))
  }

  /// With what stands in brackets behind it: the editors and translators of a work that has authors, its number.
  private static func title(_ citation: Citation, isEdited: Bool) -> String {
    guard citation.section == nil else {
      let title = citation.title.isEmpty ? "[Chapter]" : Prose.isolated(citation.title)
      return title + (translators(citation).map { " (\($0))" } ?? "")
    }
    var parts: [String] = []
    if !isEdited, !citation.editors.isEmpty {
      parts.append(
        Prose.list(citation.editors.map(\.initialsInOrder), "&")
          + (citation.editors.count == 1 ? ", Ed." : ", Eds."))
    }
    if let translators = translators(citation) { parts.append(translators) }
    if let number = citation.report.first(.reportNumber) {
      parts.append(Prose.isolated(number))
    } else if let series = citation.report.series.first {
      parts.append(Prose.isolated(series.title + (series.number.map { " No. \($0)" } ?? "")))
    }
    return citation.containerTitle + (parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))")
  }

  private static func translators(_ citation: Citation) -> String? {
    guard !citation.translators.isEmpty else { return nil }
    return Prose.list(citation.translators.map(\.initialsInOrder), "&") + ", Trans."
  }

  private static func container(_ citation: Citation, _ section: Section) -> String {
    var text = "In "
    if !citation.editors.isEmpty {
      text += "\(Prose.list(citation.editors.map(\.initialsInOrder), "&")) \(editors(citation.editors)), "
    } else if !citation.containerAuthors.isEmpty {
      text += Prose.list(citation.containerAuthors.map(\.initialsInOrder), "&") + ", "
    }
    text += citation.containerTitle
    if let pages = section.pages {
      text += " (\(pages.isPlural ? "pp." : "p.") \(pages.cited(dash: "–")))"
    }
    return text
  }

  private static func editors(_ editors: [Contributor]) -> String {
    editors.count == 1 ? "(Ed.)" : "(Eds.)"
  }

  /// Up to twenty are named; of more, the first nineteen and the last (9.8).
  private static func names(_ contributors: [Contributor]) -> String {
    var names = contributors.map(\.invertedInitials)
    if names.count > 20 {
      return names.prefix(19).joined(separator: ", ") + ", … " + names[names.count - 1]
    }
    guard names.count > 1, let last = names.popLast() else { return names.first ?? "" }
    return names.joined(separator: ", ") + ", & " + last
  }
}
