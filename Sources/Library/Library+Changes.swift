import Catalogue
import Storage

extension Library {
  /// The change log behind number `after`, in order.
  public func changes(after: Int64, limit: Int) throws(LibraryError) -> AnswerPage<ChangeRow> {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.changes(after: after, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
  }

  /// The number of the last change before a moment, in seconds since 1970; 0 where none was.
  public func lastChange(before moment: Int64) throws(LibraryError) -> Int64 {
    try reading { (connection) throws(StorageError) in try connection.lastChange(before: moment) }
  }

  /// The states that a report's records have had, the latest first; `before` continues a list.
  public func history(of reference: String, before: Int64?, limit: Int) throws(LibraryError)
    -> AnswerPage<RevisionRow>
  {
    let report = try report(reference).report.number
    let rows = try reading { (connection) throws(StorageError) in
      try connection.history(ofReport: report, before: before ?? .max, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
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
