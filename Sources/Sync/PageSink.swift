import Library

/// Where a run's pages go: to the writer, or into a rehearsal that writes nothing.
protocol PageSink {
  /// Takes a page and says what became of those that are through.
  func take(_ page: ArrivalPage, preparedBy preparer: RecordPreparer) throws(LibraryError) -> [PageReceipt]
}

struct WritingSink: PageSink {
  let handle: RunHandle

  func take(_ page: ArrivalPage, preparedBy preparer: RecordPreparer) throws(LibraryError) -> [PageReceipt] {
    try handle.take(page, preparedBy: preparer)
    return handle.receipts()
  }
}

struct RehearsingSink: PageSink {
  let rehearsal: Rehearsal

  func take(_ page: ArrivalPage, preparedBy preparer: RecordPreparer) throws(LibraryError) -> [PageReceipt] {
    let new = try rehearsal.take(page, preparedBy: preparer)
    return [PageReceipt(records: page.count, newInPass: new, counts: rehearsal.result.counts)]
  }
}
