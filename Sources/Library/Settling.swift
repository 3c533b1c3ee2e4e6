import Catalogue
import Reconciliation
import Storage

/// Why what the library shows is looked at again.
enum SettlingCause {
  /// Records changed.
  case records
  /// A person decided something, in one step or several; the last has this number.
  case decision(DecisionNumber, ending: ConflictRow.Ending)
  /// The configuration has other terms for a catalogue.
  case terms
  /// Records are purged, for this user where that is known.
  case purge(by: String?)
}

/// Makes what the library shows follow from records, decisions and configuration again (rules 9 to 14), in the transaction
/// that changed one of these: of all records that could be concerned, and of no others.
struct Settling {
  private let reader: ViewReader
  private let records: RecordWriter
  private let cause: SettlingCause
  /// Who decided, or wants the purge.
  private let user: String?
  private let now: Int64
  /// The records that this transaction changed, as they were before.
  private let before: [Int64: RecordBefore]
  /// What was shown of the clusters' records before.
  private var old: [Int64: Shown] = [:]
  /// Reports of which records are of others now: the log tells of these.
  private var hasLost: Set<Int64> = []
  private var connection: Connection { reader.connection }

  /// What was shown of a report.
  private final class Shown {
    let row: ShownRow
    let report: Report

    init(_ row: ShownRow, _ supplier: Report) throws(StorageError) {
      self.row = row
      report = try row.shown(supplier)
    }
  }

  init(
    _ room: WriterThread.Room, _ unsettled: UnsettledRecords, because cause: SettlingCause, at now: Int64
  ) throws(StorageError) {
    reader = try ViewReader(room.connection, hasDecisions: room.records.hasDecisions)
    records = room.records
    before = unsettled.before
    for record in unsettled.inserted.values { reader.know(record) }
    reader.know(room.ahead)
    self.cause = cause
    user =
      switch cause {
      case .decision(let number, _): try room.connection.decision(number)?.by
      case .purge(let user): user
      case .records, .terms: nil
      }
    self.now = now
  }

  /// - Parameter touched: Records that decisions name, or whose catalogue has other terms.
  mutating func settle(touched: [Int64]) throws(StorageError) {
    var changes: [LinkChange] = []
    for number in before.keys.sorted() {
      changes.append(LinkChange(record: number, before: stateBefore(number), now: try reader.state(number)))
    }
    let clusters = try reader.clusters(changes, touched: touched)
    // A cluster may touch what was one report before: all of them are looked at before any is written.
    for cluster in clusters { try remember(cluster) }
    if try connection.hasSuggestions() {
      for cluster in clusters {
        for record in cluster.records where !isNew(record) { try connection.dropSuggestions(about: record) }
      }
    }
    var reports: [ReportView] = []
    for cluster in clusters {
      let view = try reader.view(of: cluster)
      reports += view.reports
      for suggestion in view.suggestions { try connection.add(suggestion) }
    }
    try write(reports)
  }

  /// Whether a record was of no report before.
  private func isNew(_ record: Int64) -> Bool {
    if case .unknown? = before[record] { true } else { false }
  }

  private func stateBefore(_ number: Int64) -> LinkChange.State? {
    guard case .known(let catalogue, let isLive, _, let said)? = before[number] else { return nil }
    return reader.state(catalogue: catalogue, isLive: isLive, said)
  }

  /// Notes what is shown of a cluster's records before anything is written.
  private mutating func remember(_ cluster: Cluster) throws(StorageError) {
    for number in cluster.records {
      // A new record's own number is that of no report yet.
      if isNew(number) { continue }
      var reports: [Int64] = []
      if let report = try reader.row(number)?.report { reports.append(report) }
      if case .known(_, _, let report?, _) = before[number] { reports.append(report) }
      for report in reports where old[report] == nil {
        guard let row = try connection.shownRow(report) else { continue }
        let supplier: Report?
        if case .known(_, _, _, let said) = before[row.supplier] {
          supplier = said
        } else {
          supplier = try reader.said(by: row.supplier)?.report
        }
        guard let supplier else { continue }
        old[report] = try Shown(row, supplier)
      }
    }
  }

  // MARK: What is written

  private mutating func write(_ reports: [ReportView]) throws(StorageError) {
    for view in reports {
      for number in view.records where !isNew(number) {
        if let report = try reader.row(number)?.report, report != view.number { hasLost.insert(report) }
      }
    }
    let kept = Set(reports.map(\.number))
    let ended = old.keys.filter { !kept.contains($0) }.sorted()
    for number in ended {
      if let shown = old[number] { try records.index.remove(shown.report, report: number) }
      try connection.dropReport(number)
    }
    for view in reports { try write(view) }
    for number in ended { try logEnd(of: number) }
    if records.hasConflicts || reports.contains(where: { !$0.conflicts.isEmpty }) {
      try writeConflicts(reports)
    }
  }

  private func write(_ view: ReportView) throws(StorageError) {
    guard let supplier = view.records.first, let first = try reader.said(by: supplier) else { return }
    let shown = view.report(first: first.report)
    let row = ShownRow(
      number: view.number, isWithdrawn: view.isWithdrawn, supplier: supplier,
      patch: ReportPatch.encode(view.fields))
    let before = old[view.number]
    if before?.row != row { try connection.put(row) }
    try records.index.replace(before?.report, by: shown, report: view.number)
    try log(view, before: before, isOther: before?.report != shown)
    for number in view.records where try reader.row(number)?.report != view.number {
      try connection.note(record: number, ofReport: view.number)
    }
  }

  // MARK: The change log

  private func log(_ view: ReportView, before: Shown?, isOther: Bool)
    throws(StorageError)
  {
    var isTold = false
    func tell(_ kind: ChangeKind, revision: Int64 = 0, other: Int64? = nil) throws(StorageError) {
      try records.log(
        kind, report: view.number, revision: revision, other: other, decision: decision, by: user,
        at: records.isNew(revision: revision) ? nil : now)
      isTold = true
    }
    // Where its records come from: other reports, this one, or nowhere.
    var from: Set<Int64> = []
    var news: [RecordRow] = []
    var changed: [RecordRow] = []
    for number in view.records.sorted() {
      guard let row = try reader.row(number) else { continue }
      switch self.before[number] {
      case .unknown?: news.append(row)
      case .known(_, _, let report, _)?:
        if let report, report != view.number { from.insert(report) } else { changed.append(row) }
      case nil:
        if let report = row.report, report != view.number { from.insert(report) }
      }
    }
    if before == nil {
      if let parent = from.min() {
        try tell(.split, revision: try moved(view, from: from), other: parent)
      } else if let row = news.first {
        try tell(.added, revision: row.revision)
        news.removeFirst()
      }
    }
    for row in news { try tell(.joined, revision: row.revision) }
    if let before {
      for other in from.sorted() {
        try tell(.joined, revision: try moved(view, from: [other, view.number]), other: other)
      }
      if before.row.isWithdrawn != view.isWithdrawn {
        let cause = changed.first
        try tell(view.isWithdrawn ? .withdrawn : .returned, revision: cause?.revision ?? 0)
        if cause != nil { changed.removeFirst() }
      }
    }
    for row in changed { try tell(.changed, revision: row.revision) }
    guard !isTold, isOther, !hasLost.contains(view.number) else { return }
    if decision != nil {
      try tell(.edited)
    } else if let supplier = view.records.first, let revision = try reader.row(supplier)?.liveRevision {
      try tell(.changed, revision: revision)
    }
  }

  /// The revision of this transaction by which records came to a report: of one that is new in it, or of one that was of
  /// these reports; 0 where no upstream did it.
  private func moved(_ view: ReportView, from reports: Set<Int64>) throws(StorageError) -> Int64 {
    for (number, before) in before.sorted(by: { $0.key < $1.key }) {
      let isIt =
        switch before {
        case .unknown: view.records.contains(number)
        case .known(_, _, let report, _): report.map(reports.contains) ?? false
        }
      if isIt, let row = try reader.row(number) { return row.revision }
    }
    return 0
  }

  private var decision: DecisionNumber? {
    if case .decision(let number, _) = cause { number } else { nil }
  }

  /// A report is no more: its records are of another one now, or they were purged.
  private func logEnd(of number: Int64) throws(StorageError) {
    guard try reader.row(number) == nil else { return }
    try records.log(.purged, report: number, revision: 0, by: user, at: now)
  }

  // MARK: Conflicts

  private func writeConflicts(_ reports: [ReportView]) throws(StorageError) {
    var open: [String: ConflictRow] = [:]
    for number in Set(old.keys).union(reports.map(\.number)).sorted() {
      for row in try connection.openConflicts(ofReport: number) { open[row.conflict.identity] = row }
    }
    for view in reports {
      for conflict in view.conflicts {
        let identity = conflict.identity
        var known = open.removeValue(forKey: identity)
        if known == nil { known = try connection.conflict(identity) }
        try write(conflict, known, report: view.number)
      }
    }
    let disputed = Set(reports.flatMap { $0.conflicts.compactMap(\.edit) })
    for row in open.values.sorted(by: { $0.number < $1.number }) {
      try close(row, isDisputed: row.conflict.edit.map(disputed.contains) ?? false)
    }
  }

  private func write(_ conflict: Conflict, _ known: ConflictRow?, report: Int64) throws(StorageError) {
    // Of a deletion it is that of the last deletion, which opened it.
    let opener = conflict.tombstones.first { $0.revision == conflict.revision }?.record ?? conflict.anchor
    let catalogue = try reader.row(opener)?.catalogue ?? 0
    var row =
      known
      ?? ConflictRow(
        number: records.newConflict(), report: report, catalogue: catalogue, conflict: conflict, opened: now)
    let wasOpen = known.map { $0.closed == nil } ?? false
    let wasDecided = known?.ending == .policy
    row.report = report
    row.conflict = conflict
    // The same upstream value in a later revision is still what the first one opened it by.
    if let known, known.closed == nil || !conflict.isOpen { row.conflict.revision = known.conflict.revision }
    if conflict.isOpen {
      if known != nil, !wasOpen { row.opened = now }
      (row.closed, row.ending, row.decision) = (nil, nil, nil)
    } else if row.ending != .policy {
      (row.closed, row.ending, row.decision) = (now, .policy, nil)
    }
    if row != known { try connection.put(row) }
    // What the configuration decides at once opens nothing, and is told all the same.
    if conflict.isOpen ? !wasOpen : !wasDecided {
      try records.log(
        conflict.isOpen ? .conflict : .settled, report: report, revision: row.conflict.revision,
        other: row.number, decision: decision, by: user, ending: row.ending, at: now)
    }
  }

  /// - Parameter isDisputed: Whether another conflict over the same edit stands in its place.
  private func close(_ known: ConflictRow, isDisputed: Bool) throws(StorageError) {
    var row = known
    row.closed = now
    switch cause {
    case .records where isDisputed: row.ending = .superseded
    case .records, .purge: row.ending = try reader.row(row.conflict.anchor) == nil ? .purged : .agreed
    case .decision(let number, let ending): (row.ending, row.decision) = (ending, number)
    case .terms: row.ending = .policy
    }
    try connection.put(row)
    try records.log(
      .settled, report: row.report, revision: 0, other: row.number, decision: decision, by: user,
      ending: row.ending, at: now)
  }
}
