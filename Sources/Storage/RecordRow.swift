import Catalogue

/// A record as it is stored, without its content.
public struct RecordRow: Sendable {
  public var number: Int64
  public var catalogue: Int64
  public var report: Int64?
  public var isLive: Bool
  public var datestamp: Datestamp?
  public var missed: Int
  public var hash: RawHash
  /// The number of its last revision.
  public var revision: Int64
  /// The number of its last live revision.
  public var liveRevision: Int64?

  static let columns = "id, catalogue, report, live, datestamp, missed, hash, revision, live_revision"

  /// A record with its first, live revision.
  init(
    inserted number: Int64, catalogue: Int64, report: Int64, datestamp: Datestamp?, hash: RawHash,
    revision: Int64
  ) {
    self.number = number
    self.catalogue = catalogue
    self.report = report
    isLive = true
    self.datestamp = datestamp
    missed = 0
    self.hash = hash
    self.revision = revision
    liveRevision = revision
  }

  init(_ row: PreparedStatement) {
    number = row.int(0)
    catalogue = row.int(1)
    report = row.optionalInt(2)
    isLive = row.int(3) != 0
    datestamp = row.optionalInt(4).map(Datestamp.init(seconds:))
    missed = Int(row.int(5))
    hash = row.withBlob(6) { RawHash($0) }
    revision = row.int(7)
    liveRevision = row.optionalInt(8)
  }
}

/// Looks records up by their upstream identifier, on one connection.
public final class RecordLookup {
  private let byIdentifier: PreparedStatement
  private let byNumber: PreparedStatement

  public init(_ connection: Connection) throws(StorageError) {
    byIdentifier = try connection.prepared(
      "SELECT \(RecordRow.columns) FROM record WHERE catalogue = ? AND identifier = ?")
    byNumber = try connection.prepared("SELECT \(RecordRow.columns) FROM record WHERE id = ?")
  }

  public func record(catalogue: Int64, identifier: String) throws(StorageError) -> RecordRow? {
    try byIdentifier.bind(0, catalogue).bind(1, identifier).first(RecordRow.init)
  }

  public func record(_ number: Int64) throws(StorageError) -> RecordRow? {
    try byNumber.bind(0, number).first(RecordRow.init)
  }
}

extension Connection {
  /// By what the upstream of its catalogue knows a record.
  public func identity(ofRecord number: Int64) throws(StorageError) -> (catalogue: Int64, identifier: String)?
  {
    try prepared("SELECT catalogue, identifier FROM record WHERE id = ?").bind(0, number).first {
      ($0.int(0), $0.text(1))
    }
  }
}
