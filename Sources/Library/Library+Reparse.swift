import Catalogue
import CatalogueFormats
import Reconciliation
import Storage

/// What `reparse` did.
public struct ReparseResult: Sendable {
  /// Kept revisions that were read again.
  public var revisions = 0
  public var changed = 0
  /// Rejects that could be read this time.
  public var mended = 0
  /// Rejects that still wait: they cannot be read, or are not known to be newer than what is stored.
  public var rejects = 0
}

extension Library {
  private static let reparseBatch = 200

  /// Reads a catalogue's kept bytes again, without asking the upstream: every revision, and what was set aside. A better
  /// parser's result takes the place of the old one's; no revision is added (rule 2). Not while a run is open.
  public func reparse(catalogue: Int64, parser: any RecordParser, settings: ArrivalSettings)
    throws(LibraryError)
    -> ReparseResult
  {
    try writer.performInTurn { (room) throws(LibraryError) in try room.refuseWhileOpen(catalogue) }
    guard
      let bodies = BodyWriter(
        dictionary: try reading { (connection) throws(StorageError) in
          try connection.dictionary(catalogue: catalogue)
        })
    else { throw .refused("compressing records: out of memory") }
    var result = ReparseResult()
    var after: Int64 = 0
    while true {
      let last = after
      let batch = try reading { (connection) throws(StorageError) in
        try connection.revisions(catalogue: catalogue, after: last, limit: Self.reparseBatch)
      }
      guard let end = batch.last?.revision else { break }
      after = end
      var replaced: [NewParse] = []
      for row in batch {
        result.revisions += 1
        let kept = try reading { (connection) throws(StorageError) in
          try connection.unpack(row.body, dictionary: row.dictionary)
        }
        var repairs: [String: Int] = [:]
        guard let old = kept.report,
          let statement = try? parser.parse(kept.raw, context: kept.context, repairs: &repairs),
          case .live(let report) = statement.state, report != old
        else { continue }
        replaced.append(
          NewParse(
            revision: row.revision, record: row.record, was: row.body,
            old: old, new: report,
            report: EncodedReport(report, context: kept.context, raw: kept.raw, with: bodies)))
      }
      if !replaced.isEmpty { result.changed += try replace(replaced, catalogue: catalogue) }
    }
    try retry(catalogue: catalogue, parser: parser, settings: settings, bodies, &result)
    return result
  }

  private struct NewParse: Sendable {
    var revision: Int64
    var record: Int64
    /// The kept body that was read.
    var was: [UInt8]
    var old: Report
    var new: Report
    var report: EncodedReport
  }

  /// Says how many were replaced: not those whose bytes a run has replaced since they were read.
  private func replace(_ parses: [NewParse], catalogue: Int64) throws(LibraryError) -> Int {
    try writer.performInTurn { (room) throws(LibraryError) in
      try room.refuseWhileOpen(catalogue)
      let now = room.now()
      return try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          var replaced = 0
          for parse in parses {
            guard let row = try room.lookup.record(parse.record),
              try room.connection.body(ofRevision: parse.revision) == parse.was
            else { continue }
            if row.liveRevision == parse.revision {
              try room.rebase(parse.record, before: parse.old, after: parse.new, at: now)
            }
            try room.records.replaceParse(parse.revision, of: row, by: parse.report, at: now)
            replaced += 1
          }
          return replaced
        }
      }
    }
  }
}

extension WriterThread.Room {
  /// The bytes that a person's edits were made over read otherwise now: the edits stand over what they say (rule 2).
  fileprivate func rebase(_ record: Int64, before: Report, after: Report, at now: Int64) throws(StorageError)
  {
    guard records.hasDecisions else { return }
    let rows = try connection.decisions(touching: [record])
    let standing = Standing(rows.map { NumberedDecision($0.number, $0.decision) })
    for edit in standing.edits where edit.edit.anchor == record {
      guard let decision = edit.rebased(before: before, after: after) else { continue }
      _ = try keep(decision, by: "catalogued", reason: "its bytes were read again", at: now)
    }
  }
}
