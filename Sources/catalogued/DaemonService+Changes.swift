import Catalogue
import ControlAPI
import ControlServer
import Library

/// The change log, and what records have said.
extension DaemonService {
  func changes(since: Since?, catalogue: String?, limit: Int, cursor: String?) throws(Problem)
    -> Listing<ChangeInfo>
  {
    // The log is one, wherever one began to read it.
    let list = ListMark(.changes, catalogue)
    var after = try place(cursor, of: list)
    let number = try catalogue.map { (name) throws(Problem) in try self.number(name) }
    if after == nil, let since { after = try change(before: since) }
    let page = try asking { () throws(LibraryError) in
      try library.changes(after: after ?? 0, catalogue: number, limit: limit)
    }
    let names = try names()
    return Listing(
      items: page.items.map { row in
        let isJoint = row.kind == .joined || row.kind == .split
        let isConflict = row.kind == .conflict || row.kind == .settled
        return ChangeInfo(
          number: row.number, kind: ChangeInfo.Kind(row.kind), report: row.report, title: row.title,
          catalogue: row.catalogue.flatMap { names[$0] }, run: row.run,
          at: row.at.map(Timestamp.init(seconds:)), other: isJoint ? row.other : nil,
          decision: row.decision, by: row.by, imported: row.imported.map(DecisionImport.init),
          conflict: isConflict ? row.other : nil)
      }, next: page.next.map { list.cursor("\($0)") })
  }

  /// The number of the change behind which one asks.
  func change(before since: Since) throws(Problem) -> Int64 {
    try asking { () throws(LibraryError) in
      switch since {
      case .number(let number): return number
      case .moment(let seconds): return try library.lastChange(before: seconds)
      case .run(let number):
        guard let run = try library.run(number) else { throw .notFound("there is no run \(number)") }
        return try library.lastChange(before: run.begun)
      }
    }
  }

  func records(of reference: String) throws(Problem) -> [RecordStatement] {
    let found = try asking { () throws(LibraryError) in try library.report(reference) }
    let names = try names()
    return try asking { () throws(LibraryError) in
      try found.records.map { (row) throws(LibraryError) in
        RecordStatement(
          record: ReportDocument.Record(row, names), report: try library.statement(ofRecord: row.record))
      }
    }
  }

  func pause(_ catalogue: String, by peer: Peer) throws(Problem) -> PauseAnswer {
    try known(catalogue)
    let stops = try asking { () throws(LibraryError) in try scheduler.pause(catalogue) }
    events.changed(catalogue)
    return PauseAnswer(
      catalogue: catalogue, paused: true,
      message: stops
        ? "its run stops at the page's end; it is asked no more until cataloguectl resume \(catalogue)"
        : "it is asked no more until cataloguectl resume \(catalogue)")
  }

  func resume(_ catalogue: String, by peer: Peer) throws(Problem) -> PauseAnswer {
    try known(catalogue)
    try asking { () throws(LibraryError) in try scheduler.resume(catalogue) }
    events.changed(catalogue)
    let next = scheduler.situation(catalogue)?.nextRun
    return PauseAnswer(
      catalogue: catalogue, paused: false,
      message: next.map { "it is asked again: \(Timestamp(seconds: $0.at)), because: \($0.because)" }
        ?? "it is asked again")
  }
}

extension ChangeInfo.Kind {
  init(_ kind: ChangeKind) {
    self =
      switch kind {
      case .added: .new
      case .changed: .changed
      case .withdrawn: .withdrawn
      case .returned: .returned
      case .purged: .purged
      case .joined: .joined
      case .split: .split
      case .edited: .edited
      case .conflict: .conflict
      case .settled: .settled
      }
  }
}

extension ReportDocument.Record {
  init(_ row: ReportRecordRow, _ names: [Int64: String]) {
    self.init(
      catalogue: names[row.catalogue] ?? "", identifier: row.identifier,
      datestamp: row.datestamp.map { Timestamp(seconds: $0.seconds) }, deleted: !row.isLive,
      revisions: row.revisions)
  }
}
