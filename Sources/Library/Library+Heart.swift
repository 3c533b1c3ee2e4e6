import Catalogue
import Reconciliation
import Storage

@_exported import struct Reconciliation.Conflict
@_exported import enum Reconciliation.Decision
@_exported import typealias Reconciliation.DecisionNumber
@_exported import enum Reconciliation.EditPolicy
@_exported import struct Reconciliation.EditRequest
@_exported import enum Reconciliation.Field
@_exported import struct Reconciliation.FieldValue
@_exported import struct Reconciliation.ReportView
@_exported import struct Reconciliation.Suggestion
@_exported import struct Reconciliation.ViewRecord
@_exported import struct Storage.ConflictFilter
@_exported import struct Storage.ConflictRow
@_exported import struct Storage.DecisionRow
@_exported import struct Storage.HistoryPlace
@_exported import struct Storage.OpenConflicts

/// A report with the sources of all that it shows (P5).
public struct Provenance: Sendable {
  public var report: ReportRow
  public var view: ReportView
  /// In the order in which their values count.
  public var records: [ViewRecord]
  /// All decisions that concern it, in order, and which of them are undone.
  public var decisions: [DecisionRow]
  public var undone: Set<DecisionNumber>
}

/// Two reports that might be one.
public struct SuggestionAnswer: Sendable {
  public var suggestion: Suggestion
  /// The reports of the pair's records, with what they show.
  public var reports: [SearchRow]
}

extension Library {
  /// Where everything that a report shows comes from, and what the others say.
  public func provenance(_ reference: String) throws(LibraryError) -> Provenance {
    let report = try report(reference).report
    return try reading { (connection) throws(StorageError) in
      let reader = try ViewReader(connection)
      guard let cluster = try reader.clusters(touched: [report.number]).first,
        let view = try reader.view(of: cluster).reports.first(where: { $0.records.contains(report.number) })
      else { throw StorageError(.damaged, "report \(report.number) has no records") }
      var records: [ViewRecord] = []
      for number in view.records {
        if let record = try reader.record(number) { records.append(record) }
      }
      let decisions = try connection.decisions(touching: view.records)
      return Provenance(
        report: report, view: view, records: records, decisions: decisions,
        undone: Standing.undone(decisions.map { NumberedDecision($0.number, $0.decision) }))
    }
  }

  /// What persons decided, the latest first; `before` continues a list.
  public func decisions(before: DecisionNumber?, limit: Int) throws(LibraryError) -> AnswerPage<DecisionRow> {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.decisions(before: before ?? .max, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
  }

  /// What persons decided, the first first; `after` continues a list.
  public func decisions(after: DecisionNumber, limit: Int) throws(LibraryError) -> AnswerPage<DecisionRow> {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.decisions(after: after, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
  }

  /// The report that a decision concerns, by its first record; nil where that was purged.
  public func report(ofDecision number: DecisionNumber) throws(LibraryError) -> Int64? {
    try reading { (connection) throws(StorageError) in
      for record in try connection.records(touchedBy: number) {
        if let report = try RecordLookup(connection).record(record)?.report { return report }
      }
      return nil
    }
  }

  /// Which decisions of some were taken back, and which count no more without that (`Standing.fallen`).
  public func ended(_ rows: [DecisionRow]) throws(LibraryError)
    -> (undone: Set<DecisionNumber>, fallen: Set<DecisionNumber>)
  {
    try reading { (connection) throws(StorageError) in
      var touched: Set<Int64> = []
      for row in rows { touched.formUnion(try connection.records(touchedBy: row.number)) }
      let all = try connection.decisions(touching: touched).map { NumberedDecision($0.number, $0.decision) }
      return (Standing.undone(all), Standing.fallen(all))
    }
  }

  /// The edits, amendments and pins that stand over a report's records, in order.
  public func standingEdits(of reference: String) throws(LibraryError) -> [DecisionNumber] {
    let records = try report(reference).records.map(\.record)
    let standing = try reading { (connection) throws(StorageError) in
      Standing(
        try connection.decisions(touching: records).map { NumberedDecision($0.number, $0.decision) })
    }
    let edits = standing.edits.filter { records.contains($0.edit.anchor) }.map(\.number)
    let amendments = standing.amendments.filter { records.contains($0.amendment.anchor) }.map(\.number)
    let pins = standing.pins.filter { records.contains($0.record) }.map(\.number)
    return (edits + amendments + pins).sorted()
  }

  /// Conflicts, the latest first; `before` continues a list.
  public func conflicts(_ filter: ConflictFilter, before: Int64?, limit: Int) throws(LibraryError)
    -> AnswerPage<ConflictRow>
  {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.conflicts(filter, before: before ?? .max, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
  }

  public func conflict(_ number: Int64) throws(LibraryError) -> ConflictRow {
    let found = try reading { (connection) throws(StorageError) in try connection.conflict(number) }
    guard let found else { throw .notFound("there is no conflict \(number)") }
    return found
  }

  /// The conflicts that wait for a person, by catalogue, and how many suggestions.
  public func waitingForPersons() throws(LibraryError) -> (
    conflicts: [Int64: OpenConflicts], suggestions: Int
  ) {
    try reading { (connection) throws(StorageError) in
      (try connection.openConflicts(), try connection.suggestionCount())
    }
  }

  /// Reports that might be one, in order; `after` continues a list.
  public func suggestions(after: (Int64, Int64)?, limit: Int) throws(LibraryError) -> [SuggestionAnswer] {
    try reading { (connection) throws(StorageError) in
      try connection.suggestions(after: after.map { RecordPair($0.0, $0.1) }, limit: limit).map {
        (suggestion) throws(StorageError) in
        var reports: [SearchRow] = []
        for record in [suggestion.pair.a, suggestion.pair.b] {
          guard let report = try connection.report(addressedBy: record) else { continue }
          reports += try connection.reports(catalogue: nil, from: report.number, limit: 1)
        }
        return SuggestionAnswer(suggestion: suggestion, reports: reports)
      }
    }
  }
}
