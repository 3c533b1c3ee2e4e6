import Catalogue
import Storage

extension Library {
  /// The change log behind number `after`, in order.
  ///
  /// - Parameter catalogue: Only what this catalogue's records made, and its conflicts.
  public func changes(after: Int64, catalogue: Int64? = nil, limit: Int) throws(LibraryError)
    -> AnswerPage<ChangeRow>
  {
    let rows = try reading { (connection) throws(StorageError) in
      try connection.changes(after: after, catalogue: catalogue, limit: limit + 1)
    }
    return AnswerPage(rows, limit: limit, place: \.number)
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
