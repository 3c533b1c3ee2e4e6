import Catalogue
import Reconciliation
import Storage

/// A report as it was.
public struct PastReport: Sendable {
  /// A record as it was then.
  public struct Record: Sendable {
    /// The last state that it had then.
    public var revision: RevisionRow
    /// How many states it had had.
    public var revisions: Int
  }

  public var number: Int64
  public var isWithdrawn: Bool
  public var report: Report
  public var records: [Record]
}

extension Library {
  /// What one revision of a report's records said; nothing where it is a deletion.
  public func revision(_ number: Int64, of reference: String) throws(LibraryError) -> PastReport {
    let now = try report(reference)
    let found = try reading { (connection) throws(StorageError) -> PastReport? in
      guard let row = try connection.revision(number),
        now.records.contains(where: { $0.record == row.record })
      else { return nil }
      return PastReport(
        number: now.report.number, isWithdrawn: row.report == nil, report: row.report ?? Report(),
        records: [PastReport.Record(revision: row, revisions: try connection.stateCount(until: row.number))])
    }
    guard let found else {
      throw .notFound(
        "report \(now.report.number) has no revision \(number); cataloguectl history \(now.report.number) lists those that it has"
      )
    }
    return found
  }

  /// A report as it was at a moment: computed from the states that its records had then, and what persons had decided
  /// until then. Priorities and policies are those of today.
  ///
  /// - Parameter moment: Seconds since 1970; what came to pass in that second counts.
  public func report(_ reference: String, at moment: Int64) throws(LibraryError) -> PastReport {
    let answer = try report(reference)
    let now = answer.report.number
    let (past, isTrimmed) = try reading { (connection) throws(StorageError) in
      let past = try Self.past(now, reference, moment, connection)
      return (
        past,
        past == nil ? try connection.isFirstStateTrimmed(ofReports: answer.records.map(\.record)) : false
      )
    }
    if let past { return past }
    throw .notFound(
      isTrimmed
        ? "nothing is kept of report \(now) as it was then: its earlier states were trimmed; "
          + "cataloguectl history \(now) lists those that are left"
        : "report \(now) was not there yet; cataloguectl history \(now) says since when it is")
  }

  private static func past(
    _ report: Int64, _ reference: String, _ moment: Int64, _ connection: Connection
  ) throws(StorageError) -> PastReport? {
    let reader = try ViewReader(connection)
    let clusters = try reader.clusters(touched: try connection.reports(everOneWith: report))
    let numbers = clusters.flatMap(\.records)
    var states: [Int64: RevisionRow] = [:]
    var members: [ViewRecord] = []
    for number in numbers {
      guard let row = try reader.row(number),
        let last = try last(from: row.revision, connection, where: { $0.at <= moment })
      else { continue }
      let live =
        last.report == nil ? try Self.last(from: last.previous, connection) { $0.report != nil } : last
      guard let live, let said = live.report else { continue }
      states[number] = last
      members.append(
        ViewRecord(
          number: number, catalogue: reader.names[row.catalogue] ?? "", isLive: last.report != nil,
          liveRevision: live.number, lastRevision: last.number, report: said))
    }
    let decisions = try connection.decisions(touching: numbers).filter { $0.since <= moment }
    let view = View(
      of: members, silent: clusters.reduce(into: []) { $0.formUnion($1.silent) },
      decisions: decisions.map { NumberedDecision($0.number, $0.decision) }, settings: reader.settings)
    // The record that was named, where it was there; else the first of those that the report has now.
    var wanted = try candidates(reference, connection)
    wanted += try connection.records(ofReport: report).map(\.record)
    guard let record = wanted.first(where: { states[$0] != nil }),
      let shown = view.reports.first(where: { $0.records.contains(record) }),
      let first = members.first(where: { $0.number == shown.records.first })
    else { return nil }
    var records: [PastReport.Record] = []
    for number in shown.records {
      guard let state = states[number] else { continue }
      records.append(
        PastReport.Record(revision: state, revisions: try connection.stateCount(until: state.number)))
    }
    return PastReport(
      number: shown.number, isWithdrawn: shown.isWithdrawn, report: shown.report(first: first.report),
      records: records)
  }

  /// The last state of a record that is as wanted, from one on.
  private static func last(
    from revision: Int64?, _ connection: Connection, where isWanted: (RevisionRow) -> Bool
  ) throws(StorageError) -> RevisionRow? {
    var next = revision
    while let number = next, let row = try connection.revision(number) {
      if isWanted(row) { return row }
      next = row.previous
    }
    return nil
  }
}
