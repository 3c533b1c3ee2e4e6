import Catalogue
import CatalogueFormats
import Storage

/// What the parsing thread makes of one record, for the writer.
struct PreparedRecord: Sendable {
  enum Content: Sendable {
    /// The bytes are those that the store holds already.
    case sameBytes
    case live(EncodedReport)
    case deleted(EncodedTombstone)
    /// Set aside; `identifier` is empty where it could not be read.
    case rejected(NewReject)

    /// Whether nothing of it is written.
    var isKnown: Bool { if case .sameBytes = self { true } else { false } }
  }

  /// The upstream's own; empty only for a reject without one.
  var identifier: String
  var datestamp: Datestamp?
  var hash: RawHash
  /// What the store held when the record was looked up, before anything of this run was written over it.
  var known: RecordRow?
  /// The report that it seems to join, where it is new and another catalogue has it.
  var joins: Int64?
  var content: Content

  /// How much memory it takes, roughly.
  var size: Int {
    switch content {
    case .sameBytes: 200
    case .live(let report): 200 + report.size
    case .deleted(let tombstone): 200 + tombstone.size
    case .rejected(let reject): 200 + reject.bytes.count + reject.context.count
    }
  }
}

/// A page, or a part of a large one, with what becomes durable with it.
public struct ArrivalPage: Sendable {
  var records: [PreparedRecord] = []
  /// What is said by records of other catalogues that these may join.
  var ahead: [ReadAhead] = []
  /// Mended faults, by name.
  public var repairs: [String: Int] = [:]
  /// Set at a page's end: where the run goes on after a kill.
  public var checkpoint: String?
  /// How many of the upstream's pages it is, where it has a checkpoint.
  public var answers = 1
  /// What the run's requests have cost since the last page.
  public var requests = 0
  public var bytes = 0
  /// How often the list was begun again from its beginning.
  public var pass = 0
  /// Whether the list, so far, can be complete (rule 6).
  public var isComplete = true
  public var expected: Int?
  /// What the upstream says of itself, as `Sync` writes it; nil where nothing new was heard.
  public var about: String?
  /// What was heard of pages besides records.
  public var news = PageNews()

  public init() {}

  /// How many records it holds.
  public var count: Int { records.count }
  /// How much memory it takes, roughly.
  public var size: Int { records.reduce(0) { $0 + $1.size } }
}

/// What the writer says of a page once it is committed.
public struct PageReceipt: Sendable {
  public var records: Int
  /// Records that this start or restart of the list had not brought before.
  public var newInPass: Int
  public var counts: RunCounts

  public init(records: Int, newInPass: Int, counts: RunCounts) {
    self.records = records
    self.newInPass = newInPass
    self.counts = counts
  }
}
