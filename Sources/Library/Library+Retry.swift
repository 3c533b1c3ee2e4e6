import Catalogue
import CatalogueFormats
import Storage

extension Library {
  /// Rejects that can be read now are heard like the statements of a run, and leave. The newest first: of two of the
  /// same identifier and date, a run takes the one that it hears first.
  func retry(
    catalogue: Int64, parser: any RecordParser, settings: ArrivalSettings, _ bodies: BodyWriter,
    _ result: inout ReparseResult
  ) throws(LibraryError) {
    let digest = Digest()
    var run: Int64?
    var page = ArrivalPage()
    var mended: [Int64] = []
    var before = Int64.max
    while true {
      let last = before
      let rows = try reading { (connection) throws(StorageError) in
        try connection.rejects(catalogue: catalogue, before: last, limit: 200)
      }
      guard let end = rows.last?.number else { break }
      before = end
      for row in rows {
        let record = try prepare(row, parser, bodies, digest, &page.repairs)
        guard let record else {
          result.rejects += 1
          continue
        }
        page.records.append(record)
        mended.append(row.number)
        if page.count >= 200 || page.size > 4 << 20 {  // one record may have 16 MB
          run = try hear(page, catalogue: catalogue, run, settings)
          page = ArrivalPage()
        }
      }
    }
    if page.count > 0 { run = try hear(page, catalogue: catalogue, run, settings) }
    guard let run else { return }
    let dropped = mended
    result.mended = mended.count
    try writer.performInTurn { (room) throws(LibraryError) in
      _ = try room.close(run, nil, at: room.now())
      // Not before: staged deletions would be lost with a run that is killed before its close.
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in
          for reject in dropped { try room.connection.dropReject(reject) }
        }
      }
    }
  }

  /// Nil where the reject is to stay: it cannot be read, or the upstream may have said something newer since.
  private func prepare(
    _ row: RejectRow, _ parser: any RecordParser, _ bodies: BodyWriter, _ digest: Digest,
    _ repairs: inout [String: Int]
  ) throws(LibraryError) -> PreparedRecord? {
    let reject = try reading { (connection) throws(StorageError) in try connection.reject(row.number) }
    guard let (_, context, bytes) = reject,
      let statement = try? parser.parse(bytes, context: context, repairs: &repairs)
    else { return nil }
    let known = try reading { (connection) throws(StorageError) in
      try RecordLookup(connection).record(catalogue: row.catalogue, identifier: statement.identifier)
    }
    // A later statement made a reject void if it had an identifier to be known by; else only dates can tell.
    if known != nil, row.identifier == nil, statement.datestamp == nil { return nil }
    let content: PreparedRecord.Content =
      switch statement.state {
      case .live(let report): .live(EncodedReport(report, context: context, raw: bytes, with: bodies))
      case .deleted: .deleted(EncodedTombstone(context: context, raw: bytes, with: bodies))
      }
    return PreparedRecord(
      identifier: statement.identifier, datestamp: statement.datestamp,
      hash: digest.hash(bytes, context: context),
      known: known, content: content)
  }

  /// Takes a page of them into the run that is begun for all of them.
  private func hear(_ page: ArrivalPage, catalogue: Int64, _ run: Int64?, _ settings: ArrivalSettings)
    throws(LibraryError)
    -> Int64
  {
    try writer.performInTurn { (room) throws(LibraryError) in
      let now = room.now()
      let number: Int64
      if let run {
        number = run
      } else {
        try room.refuseWhileOpen(catalogue)
        let begun = try room.transaction { () throws(LibraryError) in
          try Library.store { () throws(StorageError) in
            try room.begin(
              catalogue: catalogue, full: false, complete: false, scope: "reparse", settings, at: now)
          }
        }
        room.runs[begun.number] = begun
        number = begun.number
      }
      // Not settling: an older reject that can be read makes a newer one that cannot no less unread.
      _ = try room.take(page, run: number, at: now, settling: false)
      return number
    }
  }
}
