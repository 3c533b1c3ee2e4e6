import Catalogue
import CatalogueFormats
import Storage

/// What `reparse` did.
public struct ReparseResult: Sendable {
  /// Kept revisions that were read again.
  public var revisions = 0
  public var changed = 0
  /// Rejects that could be read this time.
  public var mended = 0
  /// Rejects that still cannot be read.
  public var rejects = 0
}

extension Library {
  private static let reparseBatch = 200

  /// Reads a catalogue's kept bytes again, without asking the upstream: every revision, and what was set aside. A better
  /// parser's result takes the place of the old one's; no revision is added (rule 2). Not while a run is open.
  public func reparse(catalogue: Int64, parser: any RecordParser, settings: ArrivalSettings) throws(LibraryError)
    -> ReparseResult
  {
    guard let bodies = BodyWriter(dictionary: try reading { (connection) throws(StorageError) in
      try connection.dictionary(catalogue: catalogue)
    }) else { throw .refused("compressing records: out of memory") }
    var result = ReparseResult()
    var after: Int64 = 0
    while true {
      let last = after
      let batch = try reading { (connection) throws(StorageError) in
        try connection.revisions(catalogue: catalogue, after: last, limit: Self.reparseBatch)
          .map { row throws(StorageError) in (row, try connection.unpack(row.body, dictionary: row.dictionary)) }
      }
      guard let end = batch.last?.0.revision else { break }
      after = end
      var replaced: [(revision: Int64, record: Int64, report: EncodedReport)] = []
      for (row, kept) in batch {
        result.revisions += 1
        var repairs: [String: Int] = [:]
        guard let old = kept.report,
          let statement = try? parser.parse(kept.raw, context: kept.context, repairs: &repairs),
          case .live(let report) = statement.state, report != old
        else { continue }
        result.changed += 1
        replaced.append(
          (row.revision, row.record, EncodedReport(report, context: kept.context, raw: kept.raw, with: bodies)))
      }
      if !replaced.isEmpty { try replace(replaced) }
    }
    try retry(catalogue: catalogue, parser: parser, settings: settings, bodies, &result)
    return result
  }

  private func replace(_ parses: [(revision: Int64, record: Int64, report: EncodedReport)]) throws(LibraryError) {
    try writer.performInTurn { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          for parse in parses {
            guard let row = try room.lookup.record(parse.record) else { continue }
            try room.records.replaceParse(parse.revision, of: row, by: parse.report)
          }
        }
      }
    }
  }

  /// Rejects that can be read now are heard like the statements of a run, and leave.
  private func retry(
    catalogue: Int64, parser: any RecordParser, settings: ArrivalSettings, _ bodies: BodyWriter,
    _ result: inout ReparseResult
  ) throws(LibraryError) {
    let digest = Digest()
    var page = ArrivalPage()
    var mended: [Int64] = []
    var after: Int64 = 0
    while true {
      let last = after
      let rows = try reading { (connection) throws(StorageError) in
        var rows: [(row: RejectRow, context: [UInt8], bytes: [UInt8])] = []
        for row in try connection.rejects(catalogue: catalogue, after: last, limit: Self.reparseBatch) {
          if let reject = try connection.reject(row.number) { rows.append(reject) }
        }
        return rows
      }
      guard let end = rows.last?.row.number else { break }
      after = end
      for (row, context, bytes) in rows {
        guard let statement = try? parser.parse(bytes, context: context, repairs: &page.repairs) else {
          result.rejects += 1
          continue
        }
        let content: PreparedRecord.Content =
          switch statement.state {
          case .live(let report): .live(EncodedReport(report, context: context, raw: bytes, with: bodies))
          case .deleted: .deleted(EncodedTombstone(context: context, raw: bytes, with: bodies))
          }
        let known = try reading { (connection) throws(StorageError) in
          try RecordLookup(connection).record(catalogue: catalogue, identifier: statement.identifier)
        }
        page.records.append(
          PreparedRecord(
            identifier: statement.identifier, datestamp: statement.datestamp,
            hash: digest.hash(bytes, context: context), known: known, content: content))
        mended.append(row.number)
      }
    }
    result.mended = mended.count
    guard !mended.isEmpty else { return }
    let start = try beginRun(
      catalogue: catalogue, full: false, complete: false, scope: "reparse", settings: settings)
    let now = now()
    let heard = page
    let dropped = mended
    try writer.performInTurn { (room) throws(LibraryError) in
      _ = try room.take(heard, run: start.number, at: now)
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          for number in dropped { try room.connection.dropReject(number) }
        }
      }
      try room.closeReparse(start.number, at: now)
    }
  }
}
