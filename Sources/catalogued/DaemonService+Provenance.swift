import Catalogue
import CatalogueFormats
import ControlAPI
import Library
import Reconciliation

/// Where values come from.
extension DaemonService {
  func provenance(of reference: String) throws(Problem) -> ProvenanceInfo {
    let found = try asking { () throws(LibraryError) in try library.provenance(reference) }
    let revisions = Set(found.records.map(\.liveRevision))
    let origins = try asking { () throws(LibraryError) in try library.origins(ofRevisions: revisions) }
    let pages = try asking { () throws(LibraryError) in try library.pageSources(ofRevisions: revisions) }
    let conflicts = try openConflicts(of: found.report.number)
    let standing = Standing(found.decisions.map { NumberedDecision($0.number, $0.decision) })
    let sources = Sources(found, origins, pages)
    var fields: [FieldProvenance] = []
    for field in Field.allCases {
      guard let first = found.records.first else { continue }
      let shown = found.view.shown(field, first: first)
      let voices = found.view.voices(field, records: found.records)
      guard !shown.items.isEmpty || voices.contains(where: { !$0.value.isEmpty }) else { continue }
      fields.append(
        FieldProvenance(
          field: field.rawValue,
          items: shown.items.map { SourcedValue(ValueInfo($0.item), from: sources.answer($0.source, field)) },
          voices: voices.map(FieldProvenance.Voice.init),
          edits: standing.edits(of: field, found.view.records),
          overruled: found.view.conflicts.filter { $0.field == field && $0.policy == .upstream }.compactMap(
            \.edit),
          pin: standing.pins.last { $0.field == field && found.view.records.contains($0.record) }
            .flatMap { pin in
              found.records.first { $0.number == pin.record }.map {
                FieldProvenance.Pin(catalogue: $0.catalogue, record: $0.number, decision: pin.number)
              }
            },
          conflicts: conflicts.filter { $0.conflict.field == field }.map(\.number)))
    }
    return ProvenanceInfo(
      number: found.report.number, title: found.report.report.title, withdrawn: found.report.isWithdrawn,
      fields: fields)
  }

  private func openConflicts(of report: Int64) throws(Problem) -> [ConflictRow] {
    var filter = ConflictFilter()
    filter.report = report
    return try asking { () throws(LibraryError) in
      try library.conflicts(filter, before: nil, limit: 1000).items.reversed()
    }
  }
}

/// What there is to say of sources.
private struct Sources {
  private var catalogues: [RecordNumber: String] = [:]
  private var decisions: [DecisionNumber: DecisionRow] = [:]
  private var origins: [Int64: RevisionOrigin]
  private var pages: [Int64: [PageReport.FieldOrigin]]

  init(
    _ found: Provenance, _ origins: [Int64: RevisionOrigin], _ pages: [Int64: [PageReport.FieldOrigin]]
  ) {
    for record in found.records { catalogues[record.number] = record.catalogue }
    for decision in found.decisions { decisions[decision.number] = decision }
    self.origins = origins
    self.pages = pages
  }

  private func ways(of field: Field, _ revision: Int64) -> [String]? {
    let ways = (pages[revision] ?? []).filter { $0.field == field.rawValue }.map(\.source.rawValue)
    return ways.isEmpty ? nil : ways
  }

  func answer(_ source: Source, _ field: Field) -> ValueSource {
    switch source {
    case .revision(let record, let revision):
      let origin = origins[revision]
      return .revision(
        ValueSource.Revision(
          catalogue: catalogues[record] ?? "", record: record, revision: revision, run: origin?.run,
          at: origin.map { Timestamp(seconds: $0.at) },
          page: ways(of: field, revision)))
    case .edit(let number):
      let row = decisions[number]
      return .decision(
        ValueSource.Decision(
          decision: number, by: row?.by ?? "", at: Timestamp(seconds: row?.at ?? 0), reason: row?.reason))
    }
  }
}

extension Standing {
  /// The decisions that edit a field of a report with these records.
  fileprivate func edits(of field: Field, _ records: [RecordNumber]) -> [DecisionNumber] {
    let edits = edits.filter { $0.edit.field == field && records.contains($0.edit.anchor) }
    let amendments = amendments.filter {
      $0.amendment.field == field && records.contains($0.amendment.anchor)
    }
    return (edits.map(\.number) + amendments.map(\.number)).sorted()
  }
}

extension FieldProvenance.Voice {
  init(_ voice: Voice) {
    self.init(
      catalogue: voice.catalogue, record: voice.record, revision: voice.revision, live: voice.isLive,
      texts: voice.value.items.map(\.printed), agrees: voice.agrees)
  }
}
