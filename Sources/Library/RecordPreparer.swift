import Catalogue
import CatalogueFormats
import Storage

/// The parsing thread's part of a run: looks records up, hashes, parses, encodes and compresses them. Used by one thread.
public final class RecordPreparer {
  private let library: Library
  private let catalogue: Int64
  private let parser: any RecordParser
  private let digest = Digest()
  private var bodies: BodyWriter
  private var canTrain: Bool
  /// Whether the catalogue has any records that could be looked up.
  private let hasRecords: Bool
  /// Whether other catalogues have any that new ones could join.
  private let hasNeighbours: Bool
  /// Identifiers of pages that may not be committed yet: what the store holds of them is not to be trusted.
  private var inFlight: [Set<Int>] = [[]]

  /// What a dictionary is trained by, gathered from the first new records of a catalogue that has none.
  private var samples: [Body] = []
  private var samplesSize = 0

  /// At least so many records, or bytes of some, train a dictionary; no more than twice as many are looked at.
  private static let training = (records: 200, fewest: 40, bytes: 512 << 10)
  /// How many bytes of a record are looked at then.
  private static let sampleSize = 64 << 10
  /// How many pages may be on their way to the writer, the one that is made included.
  private static let pagesInFlight = 6

  init(_ library: Library, catalogue: Int64, parser: any RecordParser, rehearsing: Bool)
    throws(LibraryError)
  {
    self.library = library
    self.catalogue = catalogue
    self.parser = parser
    let (dictionary, any, others) = try library.reading { (connection) throws(StorageError) in
      (
        try connection.dictionary(catalogue: catalogue),
        try connection.prepared("SELECT 1 FROM record WHERE catalogue = ? LIMIT 1").bind(0, catalogue)
          .first { _ in true } ?? false,
        try connection.catalogues().contains { $0.number != catalogue && $0.live + $0.withdrawn > 0 }
      )
    }
    guard let bodies = BodyWriter(dictionary: dictionary) else {
      throw .refused("compressing records: out of memory")
    }
    self.bodies = bodies
    // A rehearsal writes nothing, no dictionary either, and joins nothing.
    canTrain = dictionary == nil && !rehearsing
    hasRecords = any
    hasNeighbours = others && !rehearsing
  }

  /// Makes records ready for the writer. The caller gives `page` to `RunHandle.take` before it prepares another.
  public func prepare(_ records: [RecordBytes], into page: inout ArrivalPage) throws(LibraryError) {
    let known = try lookUp(records)
    var parsed: [(index: Int, statement: Statement, hash: RawHash)] = []
    var prepared: [PreparedRecord?] = []
    prepared.reserveCapacity(records.count)
    for (index, record) in records.enumerated() {
      let hash = digest.hash(record.bytes, context: record.context)
      if let identifier = record.identifier, let row = known[index], isFirstSight(of: identifier),
        row.hash == hash
      {
        prepared.append(
          PreparedRecord(
            identifier: identifier, datestamp: row.datestamp, hash: hash, known: row, content: .sameBytes))
        continue
      }
      do throws(RecordFault) {
        let statement =
          if let read = record.statement {
            read
          } else {
            try parser.parse(record.bytes, context: record.context, repairs: &page.repairs)
          }
        note(statement.identifier)
        parsed.append((index, statement, hash))
        prepared.append(nil)
      } catch {
        note(error.identifier ?? "")
        let reject = NewReject(
          identifier: error.identifier, place: record.place, reason: error.reason, hash: hash,
          context: record.context, bytes: record.bytes)
        let row = error.identifier == record.identifier ? known[index] : nil
        prepared.append(
          PreparedRecord(
            identifier: error.identifier ?? "", datestamp: nil, hash: hash, known: row,
            content: .rejected(reject)))
      }
    }
    if canTrain { try train(parsed.map { ($0.statement, records[$0.index]) }) }
    for (index, statement, hash) in parsed {
      let record = records[index]
      let content: PreparedRecord.Content
      switch statement.state {
      case .live(let report):
        content = .live(EncodedReport(report, context: record.context, raw: record.bytes, with: bodies))
      case .deleted:
        content = .deleted(EncodedTombstone(context: record.context, raw: record.bytes, with: bodies))
      }
      prepared[index] = PreparedRecord(
        identifier: statement.identifier, datestamp: statement.datestamp, hash: hash,
        known: statement.identifier == record.identifier ? known[index] : nil, content: content)
    }
    for case let record? in prepared { page.records.append(record) }
    if hasNeighbours { try readAhead(of: &page) }
  }

  /// Reads what the writer would have to read of the records that new ones may join: it has more to do than this thread.
  private func readAhead(of page: inout ArrivalPage) throws(LibraryError) {
    let records = page.records
    let (ahead, joins) = try library.reading { (connection) throws(StorageError) in
      var known: Set<Int64> = []
      var ahead: [ReadAhead] = []
      var joins: [(place: Int, report: Int64)] = []
      for (place, record) in records.enumerated() where record.known == nil {
        guard case .live(let report) = record.content else { continue }
        let found = try connection.readAhead(of: report, besides: &known)
        ahead += found.ahead
        if let report = found.joins { joins.append((place, report)) }
      }
      return (ahead, joins)
    }
    page.ahead += ahead
    for (place, report) in joins { page.records[place].joins = report }
  }

  /// Whether nothing of the identifier is on its way to the writer, from this page or from one before: only then does
  /// the store hold all that this run has heard of it.
  private func isFirstSight(of identifier: String) -> Bool {
    let hash = identifier.hashValue
    guard !inFlight.contains(where: { $0.contains(hash) }) else { return false }
    inFlight[inFlight.count - 1].insert(hash)
    return true
  }

  /// Something of the identifier is on its way, whatever the record's quick scan said (or did not say) of it.
  private func note(_ identifier: String) {
    if hasRecords, !identifier.isEmpty { inFlight[inFlight.count - 1].insert(identifier.hashValue) }
  }

  /// The page that was made goes to the writer: the next ones are made beside it.
  func pageLeaves() {
    inFlight.append([])
    if inFlight.count > Self.pagesInFlight { inFlight.removeFirst() }
  }

  private func lookUp(_ records: [RecordBytes]) throws(LibraryError) -> [RecordRow?] {
    guard hasRecords else { return [RecordRow?](repeating: nil, count: records.count) }
    let catalogue = catalogue
    return try library.reading { (connection) throws(StorageError) in
      let lookup = try RecordLookup(connection)
      var rows: [RecordRow?] = []
      rows.reserveCapacity(records.count)
      for record in records {
        guard let identifier = record.identifier else {
          rows.append(nil)
          continue
        }
        rows.append(try lookup.record(catalogue: catalogue, identifier: identifier))
      }
      return rows
    }
  }

  /// Trains a dictionary as soon as there are records enough: of lists by the first page, of web pages, which come a few
  /// at a time, by several.
  private func train(_ parsed: [(Statement, RecordBytes)]) throws(LibraryError) {
    for (statement, record) in parsed {
      guard case .live(let report) = statement.state, samples.count < 2 * Self.training.records else {
        continue
      }
      let sample = Body(
        report: report.encoded(), context: record.context, raw: Array(record.bytes.prefix(Self.sampleSize)))
      samples.append(sample)
      samplesSize += sample.report.count + sample.raw.count
    }
    let isEnough =
      samples.count >= Self.training.records
      || (samples.count >= Self.training.fewest && samplesSize >= Self.training.bytes)
    guard isEnough else { return }
    canTrain = false
    defer { samples = [] }
    guard let bytes = BodyWriter.train(samples) else { return }
    let number = try library.addDictionary(bytes, catalogue: catalogue)
    if let bodies = BodyWriter(dictionary: (number, bytes)) { self.bodies = bodies }
  }
}
