import Catalogue

/// Dublin Core as catalogues send it: its fifteen elements, and those refinements of DCMI Metadata Terms that say
/// something about a report. Collects the values of one record and makes a report of them.
struct DublinCore {
  enum Element: String, CaseIterable {
    case title, creator, subject, description, publisher, contributor, date, type, format, identifier, source
    case language, relation, coverage, rights
    // DCMI Metadata Terms
    case abstract, alternative, issued, created, extent, isPartOf, bibliographicCitation, accessRights,
      license
    case tableOfContents
  }

  private var values: [(element: Element, text: String)] = []

  mutating func add(_ element: Element, _ text: String) { values.append((element, text)) }

  mutating func removeAll() { values.removeAll(keepingCapacity: true) }

  /// What all values together say.
  ///
  /// - Parameter isOwn: Whether Catalogued wrote them: each subject and each name is one then, a relation a series, a
  ///   source an address that names something else, and what has a digit and is no other identifier a report's number.
  func report(isOwn: Bool = false) -> Report {
    var report = Report()
    var dates: [String] = []
    var descriptions: [String] = []
    var abstracts: [String] = []
    var related: [String] = []
    for (element, text) in values {
      switch element {
      case .title:
        if report.title.isEmpty { report.title = text }
      case .creator:
        report.contributors += Self.contributors(text, .author, isOwn)
      case .contributor:
        report.contributors += Self.contributors(text, .contributor, isOwn)
      case .subject:
        if isOwn { report.add(subject: text) } else { report.add(subjects: text) }
      case .description:
        descriptions.append(text)
      case .abstract:
        abstracts.append(text)
      case .publisher:
        if report.publisher == nil { report.publisher = text }
      case .date, .issued, .created:
        dates.append(text)
      case .type:
        report.add(type: text)
      case .format, .extent:
        if report.pageCount == nil { report.pageCount = Extent.pages(in: text) }
      case .identifier:
        IdentifierReading.read(text, isOwn: isOwn, into: &report)
      case .language:
        report.add(languages: text)
      case .rights, .accessRights, .license:
        report.add(rights: text)
      case .relation where isOwn:
        report.add(Self.ownSeries(text))
      case .source where isOwn && WebText.isAddress(text):
        report.add(link: text, .landingPage)
      case .relation, .source, .isPartOf, .bibliographicCitation:
        related.append(text)
      case .coverage, .alternative, .tableOfContents:
        break
      }
    }
    report.published = PartialDate.published(among: dates)
    addDescriptions(descriptions, abstracts: abstracts, to: &report)
    IdentifierReading.readRelated(related, into: &report)
    return report
  }

  private static func contributors(_ text: String, _ role: Contributor.Role, _ isOwn: Bool) -> [Contributor] {
    isOwn ? [Contributor(printed: text, role: role)] : Contributor.parse(text, role: role)
  }

  /// Its title, behind it its number, as Catalogued itself writes them.
  private static func ownSeries(_ text: String) -> Series {
    let parts = OwnExport.values(in: text)
    let number = parts.dropFirst().joined(separator: OwnExport.separator)
    return Series(title: parts[0], number: number.isEmpty ? nil : number)
  }

  /// DSpace mixes abstracts with extents and notes: the abstract is the first that is long enough to be one, else the
  /// longest.
  private func addDescriptions(_ descriptions: [String], abstracts: [String], to report: inout Report) {
    var texts: [String] = []
    for text in descriptions {
      if Extent.isExtent(text) {
        if report.pageCount == nil { report.pageCount = Extent.pages(in: text) }
      } else {
        texts.append(text)
      }
    }
    let candidates = abstracts + texts
    report.abstract =
      candidates.first { $0.utf8.count >= 80 } ?? candidates.max { $0.utf8.count < $1.utf8.count }
  }
}
