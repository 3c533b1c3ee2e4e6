import Catalogue
import Storage

extension Library {
  /// The change log behind number `after`, in order.
  ///
  /// - Parameters:
  ///   - catalogue: Only what this catalogue's records made, and its conflicts. A page then may hold fewer than `limit`,
  ///     even none, although there is more: `next` says so.
  ///   - span: How many numbers of the log are looked at for a page of one catalogue.
  public func changes(after: Int64, catalogue: Int64? = nil, limit: Int, span: Int64 = 20_000)
    throws(LibraryError) -> AnswerPage<ChangeRow>
  {
    guard let catalogue else {
      let rows = try reading { (connection) throws(StorageError) in
        try connection.changes(after: after, limit: limit + 1)
      }
      return AnswerPage(rows, limit: limit, place: \.number)
    }
    return try reading { (connection) throws(StorageError) in
      let end = after.addingReportingOverflow(span)
      let last = end.overflow ? .max : end.partialValue
      let rows = try connection.changes(after: after, upTo: last, catalogue: catalogue, limit: limit + 1)
      var page = AnswerPage(rows, limit: limit, place: \.number)
      if page.next == nil, try connection.lastChange() > last { page.next = last }
      return page
    }
  }

  /// The number of the last change before a moment, in seconds since 1970; 0 where none was.
  public func lastChange(before moment: Int64) throws(LibraryError) -> Int64 {
    try reading { (connection) throws(StorageError) in try connection.lastChange(before: moment) }
  }

  /// The last live state that a record has had.
  public func statement(ofRecord number: Int64) throws(LibraryError) -> Report? {
    try reading { (connection) throws(StorageError) in try connection.statement(ofRecord: number) }
  }

  /// Notes that a person wants a catalogue's upstream to be asked no more, or again; on the disk when it returns.
  public func pause(catalogue: Int64, _ isPaused: Bool) throws(LibraryError) {
    try writer.perform { (room) throws(LibraryError) in
      try room.durably { () throws(StorageError) in try room.connection.notePaused(catalogue, isPaused) }
    }
  }
}
