import Catalogue

/// MLA Handbook, 9th edition: the entry in the list of works cited (5.3 to 5.99).
enum MLAStyle {
  static func reference(_ citation: Citation) -> String {
    let report = citation.report
    var prose = Prose()
    // A body that publishes itself is named as the publisher alone (5.19).
    let authors = citation.isPublishedByItself ? [] : citation.authors
    let isEdited = authors.isEmpty && citation.section == nil && !citation.editors.isEmpty
    if !authors.isEmpty {
      prose.sentence(names(authors))
    } else if isEdited {
      prose.sentence(names(citation.editors))
      prose.clause(citation.editors.count == 1 ? "editor" : "editors")
    }
    if citation.section != nil {
      prose.sentence(citation.title.isEmpty ? "Chapter" : Prose.quoted(citation.title, "."))
    }
    prose.sentence(citation.containerTitle)
    var container = Container()
    // Of a report, what follows its title begins a sentence; of a chapter, it belongs to the title of its book.
    let isSentence = citation.section == nil
    if !isEdited { container.add(editing(citation.editors, "edited by"), beginsSentence: isSentence) }
    container.add(editing(citation.containerAuthors, "by"), beginsSentence: isSentence)
    container.add(editing(citation.translators, "translated by"), beginsSentence: isSentence)
    container.add(report.first(.reportNumber).map(Prose.isolated))
    container.add(citation.publisher)
    container.add(report.published.map(date))
    if let pages = citation.section?.pages {
      container.add((pages.isPlural ? "pp. " : "p. ") + pages.cited(dash: "–", .twoDigits, open: "+"))
    }
    container.add(report.citedAddress)
    if isSentence { prose.sentence(container.text) } else { prose.clause(container.text) }
    if let series = report.series.first {
      prose.sentence(Prose.isolated([series.title, series.number].compactMap { $0 }.joined(separator: " ")))
    }
    prose.stop()
    return prose.text
  }

  /// Elements with commas between them.
  private struct Container {
    var text = ""

    /// - Parameter beginsSentence: Whether a capital is its first letter where it stands first: of words that are the
    ///   style's, not of names and addresses.
    mutating func add(_ element: String?, beginsSentence: Bool = false) {
      guard let element, !element.isEmpty else { return }
      if text.isEmpty, beginsSentence {
        text = element.prefix(1).uppercased() + element.dropFirst()
      } else {
        text += (text.isEmpty ? "" : ", ") + element
      }
    }
  }

  /// One, two, or the first of more (5.6 to 5.8).
  private static func names(_ contributors: [Contributor]) -> String {
    switch contributors.count {
    case 1: contributors[0].inverted()
    case 2: "\(contributors[0].inverted()), and \(contributors[1].inOrder)"
    default: contributors[0].inverted() + ", et al."
    }
  }

  private static func editing(_ contributors: [Contributor], _ words: String) -> String? {
    switch contributors.count {
    case 0: nil
    case 1, 2: "\(words) \(Prose.list(contributors.map(\.inOrder)))"
    default: "\(words) \(contributors[0].inOrder) et al."
    }
  }

  /// "1 Nov. 2007".
  private static func date(_ date: PartialDate) -> String {
    [date.day.map { "\($0)" }, date.month.map { months[$0 - 1] }, "\(date.year)"].compactMap { $0 }
      .joined(separator: " ")
  }

  private static let months = [
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
  ]
}
