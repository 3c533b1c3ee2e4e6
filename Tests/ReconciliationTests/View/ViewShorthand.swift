import Catalogue

@testable import Reconciliation

// Short forms, so that a table of a rule's cases reads as the rule.

func person(_ name: String, _ role: Contributor.Role = .author, at affiliation: String? = nil) -> Contributor
{
  Contributor(name: Name.parse(name), role: role, affiliation: affiliation)
}

func id(_ text: String) -> Identifier {
  // The short ones of tables, that no scheme would recognise.
  if let colon = text.firstIndex(of: ":"), let scheme = Identifier.Scheme(name: String(text[..<colon])) {
    return Identifier(scheme: scheme, value: String(text[text.index(after: colon)...]))
  }
  return Identifier.recognise(text) ?? Identifier(scheme: .upstream, value: text)
}

func report(
  _ title: String = "", subtitle: String? = nil, by contributors: [Contributor] = [], year: Int? = nil,
  publisher: String? = nil, ids: [String] = [], subjects: [String] = [], series: [Series] = [],
  sections: [Section] = [], links: [Link] = []
) -> Report {
  Report(
    title: title, subtitle: subtitle, contributors: contributors,
    published: year.map { PartialDate(year: $0, printed: String($0)) }, publisher: publisher,
    identifiers: ids.map(id), subjects: subjects, series: series, links: links, sections: sections)
}

/// A record of catalogue A unless said, whose revision is ten times its number.
func stored(_ number: RecordNumber, live: Bool = true, _ report: Report) -> ViewRecord {
  stored(number, "A", live: live, report)
}

func stored(_ number: RecordNumber, _ catalogue: String, live: Bool = true, _ report: Report) -> ViewRecord {
  ViewRecord(
    number: number, catalogue: catalogue, isLive: live, liveRevision: number * 10,
    lastRevision: live ? number * 10 : number * 10 + 1, report: report)
}

func text(_ value: String) -> FieldValue { FieldValue(value.isEmpty ? nil : .text(value)) }
func people(_ contributors: Contributor...) -> FieldValue {
  FieldValue(contributors.map(FieldItem.contributor))
}

extension ViewSettings {
  /// A before B before C, unless said.
  static func order(
    _ names: String..., policies: [Field: EditPolicy] = [:]
  ) -> ViewSettings {
    let names = names.isEmpty ? ["A", "B", "C"] : names
    return ViewSettings(
      catalogues: Dictionary(
        uniqueKeysWithValues: names.enumerated().map {
          ($1, CatalogueTerms(priority: $0, policies: policies))
        }))
  }
}

extension View {
  /// Of a whole small world: silent is what is silent in it.
  init(
    all records: [ViewRecord], _ decisions: [Decision] = [], _ settings: ViewSettings = .order()
  ) {
    self.init(
      of: records, silent: silentKeys(of: records), decisions: numbered(decisions), settings: settings)
  }

  /// The records of each report, sorted.
  var groups: [[RecordNumber]] { reports.map { $0.records.sorted() } }

  func home(_ record: RecordNumber) -> ReportView? { reports.first { $0.records.contains(record) } }
}

func numbered(_ decisions: [Decision]) -> [NumberedDecision] {
  decisions.enumerated().map { NumberedDecision(DecisionNumber($0 + 1), $1) }
}

func silentKeys(of records: [ViewRecord]) -> Set<LinkKey> {
  var bearers: [LinkKey: [LinkKey.Bearer]] = [:]
  for record in records {
    for key in LinkKey.keys(of: record.report, isLive: record.isLive) {
      bearers[key, default: []].append(
        LinkKey.Bearer(record: record.number, catalogue: record.catalogue, isLive: record.isLive))
    }
  }
  return Set(bearers.filter { !$1.isEmpty && !$0.speaks(among: $1) }.keys)
}

extension ReportView {
  func value(_ field: Field, _ records: [ViewRecord]) -> FieldValue {
    guard let first = records.first(where: { $0.number == self.records[0] }) else { return .empty }
    return shown(field, first: first).value
  }
}
