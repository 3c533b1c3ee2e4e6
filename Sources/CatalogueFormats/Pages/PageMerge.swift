import Catalogue

/// Puts together what the sources on one page say.
///
/// The order of trust is that of `PageSource`: what was made for catalogues before what was made for search engines, and
/// that before what is printed for people; what holds for every page of a site comes last. Of each field the first
/// source that says anything gives the value, but:
///
/// * title: a source that gives the subtitle apart wins over one that has the two in one line, where they agree;
/// * contributors: JSON-LD and microdata come before `citation_author`, because they have roles and parts of names; and
///   what is printed wins over a list without roles that has the same names;
/// * access: what JSON-LD, microdata or Dublin Core state wins over a login that the page asks for;
/// * abstract: a text that another source gives at greater length, from the same beginning, is one that was cut;
/// * sections: of the sources that list any, the one with the most entries, then the first;
/// * identifiers, links, rights and types are those of all sources together, Open Graph's apart where there are others.
struct PageMerge {
  private let readings: [(source: PageSource, report: Report)]
  private(set) var report = Report()
  private(set) var origins: [PageReport.FieldOrigin] = []

  /// Takes the sources' reports in the order of `PageSource.allCases`.
  init(_ readings: [(source: PageSource, report: Report)]) {
    let nothing = Report()
    self.readings = readings.filter { $0.report != nothing }
    mergeTitle()
    mergeContributors()
    single("published", \.published)
    single("publisher", \.publisher)
    single("page_count", \.pageCount)
    union("identifiers", \.identifiers)
    mergeAbstract()
    first("subjects", \.subjects)
    first("languages", \.languages)
    first("series", \.series)
    mergeLinks()
    union("rights", \.rights)
    single("access", \.access)
    union("types", \.types)
    mergeSections()
  }

  private mutating func note(_ field: String, _ source: PageSource) {
    origins.append(.init(field: field, source: source))
  }

  private mutating func single<Value>(_ field: String, _ path: WritableKeyPath<Report, Value?>) {
    for (source, reading) in readings {
      guard let value = reading[keyPath: path] else { continue }
      report[keyPath: path] = value
      note(field, source)
      return
    }
  }

  private mutating func first<Value>(_ field: String, _ path: WritableKeyPath<Report, [Value]>) {
    for (source, reading) in readings where !reading[keyPath: path].isEmpty {
      report[keyPath: path] = reading[keyPath: path]
      note(field, source)
      return
    }
  }

  private mutating func union<Value: Hashable>(_ field: String, _ path: WritableKeyPath<Report, [Value]>) {
    for (source, reading) in readings {
      let new = reading[keyPath: path].filter { !report[keyPath: path].contains($0) }
      guard !new.isEmpty else { continue }
      report[keyPath: path] += new
      note(field, source)
    }
  }

  // MARK: Fields with a rule of their own

  private mutating func mergeTitle() {
    guard let (source, reading) = readings.first(where: { !$0.report.title.isEmpty }) else { return }
    let whole = Fold.title(reading.title, subtitle: reading.subtitle)
    // The whole of the first title, in two parts.
    let apart = readings.first { _, other in
      other.subtitle != nil && !other.title.isEmpty
        && Fold.title(other.title, subtitle: other.subtitle) == whole
    }
    let chosen = apart ?? (source, reading)
    report.title = chosen.report.title
    note("title", chosen.source)
    if let subtitle = chosen.report.subtitle {
      report.subtitle = subtitle
      note("subtitle", chosen.source)
    }
  }

  private mutating func mergeContributors() {
    let order: [PageSource] = [.jsonLD, .microdata, .highwire, .dublinCore, .coins, .shape, .openGraph]
    let lists = order.compactMap { source in
      readings.first { $0.source == source && !$0.report.contributors.isEmpty }
    }
    guard var chosen = lists.first else { return }
    let hasRoles = chosen.report.contributors.contains { $0.role != .author }
    if !hasRoles, let printed = lists.first(where: { $0.source == .shape }) {
      let names = Set(printed.report.contributors.map { Fold.name($0.name) })
      let isSame = Set(chosen.report.contributors.map { Fold.name($0.name) }) == names
      if isSame, printed.report.contributors.contains(where: { $0.role != .author }) { chosen = printed }
    }
    report.contributors = chosen.report.contributors
    note("contributors", chosen.source)
  }

  private mutating func mergeAbstract() {
    guard
      var (source, text) = readings.lazy.compactMap({ reading in
        reading.report.abstract.map { (reading.source, $0) }
      }).first
    else { return }
    let beginning = Fold.text(String(text.prefix(60)))
    for (other, reading) in readings where other != source {
      guard let longer = reading.abstract, longer.utf8.count > text.utf8.count,
        Fold.text(String(longer.prefix(60))) == beginning
      else { continue }
      (source, text) = (other, longer)
    }
    report.abstract = text
    note("abstract", source)
  }

  private mutating func mergeLinks() {
    for (source, reading) in readings {
      var isNew = false
      for link in reading.links where !report.links.contains(where: { $0.url == link.url }) {
        // What is printed is only asked for the file where no source states it.
        if source == .shape, link.kind == .fullText, report.links.contains(where: { $0.kind == .fullText }) {
          continue
        }
        report.links.append(link)
        isNew = true
      }
      if isNew { note("links", source) }
    }
  }

  private mutating func mergeSections() {
    let lists = readings.filter { !$0.report.sections.isEmpty }
    guard var chosen = lists.first else { return }
    for list in lists where list.report.sections.count > chosen.report.sections.count { chosen = list }
    report.sections = chosen.report.sections
    note("sections", chosen.source)
  }
}
