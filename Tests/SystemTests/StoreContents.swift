import Catalogue
import Storage

/// Everything of a store that an upstream decides, without numbers and times: to compare one store with another.
struct StoreContents: Equatable {
  struct Record: Equatable {
    var isLive: Bool
    var datestamp: Int64?
    /// Oldest first; nil for a tombstone.
    var states: [Report?]
    var raw: [UInt8]
  }

  var records: [String: Record] = [:]
  var openRuns = 0
  var heard = 0

  /// Reads the store of a daemon that has ended.
  init(state: String) throws { try self.init(file: state + "/catalogued.sqlite") }

  /// Reads a store's file that nobody has open for writing.
  init(file: String) throws {
    let store = try Store(path: file)
    self = try store.read { (connection) throws(StorageError) in try StoreContents(connection) }
  }

  private init(_ connection: Connection) throws(StorageError) {
    openRuns = Int(
      try connection.prepared("SELECT count(*) FROM run WHERE state = 1").first { $0.int(0) } ?? 0)
    heard = Int(
      try connection.prepared("SELECT heard FROM run WHERE state = 1 ORDER BY id DESC LIMIT 1").first {
        $0.int(0)
      } ?? 0)
    let rows = try connection.prepared("SELECT identifier, live, datestamp, revision FROM record")
      .all { ($0.text(0), $0.int(1) != 0, $0.optionalInt(2), $0.int(3)) }
    for (identifier, isLive, datestamp, last) in rows {
      var states: [Report?] = []
      var raw: [UInt8] = []
      var next: Int64? = last
      while let revision = next {
        let row = try connection.prepared("SELECT previous, dictionary, body FROM revision WHERE id = ?")
          .bind(0, revision).first { ($0.optionalInt(0), $0.int(1), $0.blob(2)) }
        guard let row else { break }
        let body = try connection.unpack(row.2, dictionary: row.1)
        if states.isEmpty { raw = body.raw }
        states.insert(body.report, at: 0)
        next = row.0
      }
      records[identifier] = Record(isLive: isLive, datestamp: datestamp, states: states, raw: raw)
    }
  }
}
