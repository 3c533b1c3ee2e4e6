import Catalogue
import TestSupport
import Testing

@testable import Storage

/// A store with one catalogue, to put reports on.
final class Shelf {
  let directory: TemporaryDirectory
  let store: Store
  let connection: Connection
  let records: RecordWriter
  let bodies: BodyWriter
  let arrival = Arrival(catalogue: 1, run: 1, at: 0)

  init() throws {
    directory = TemporaryDirectory(inMemory: true)
    store = try Store(path: directory.file("s.sqlite"))
    connection = try store.openWriter()
    records = try RecordWriter(connection)
    bodies = try #require(BodyWriter(dictionary: nil))
    try connection.configure("c", title: "C", priority: 1)
  }

  func transaction<T>(_ body: () throws(StorageError) -> T) throws(StorageError) -> T {
    try connection.transaction { () throws(StorageError) in
      try records.loadCounters()
      let result = try body()
      try records.storeCounters()
      return result
    }
  }

  func encoded(_ report: Report) -> EncodedReport {
    EncodedReport(report, context: [1], raw: [2, 3], with: bodies)
  }

  @discardableResult
  func put(_ identifier: String, _ report: Report) throws(StorageError) -> Int64 {
    let encoded = encoded(report)
    return try transaction { () throws(StorageError) in
      let hash = RawHash(high: 1, low: 2)
      if let row = try row(identifier) {
        _ = try records.put(encoded, on: row, datestamp: nil, hash: hash, arrival)
        return row.number
      }
      return try records.insert(identifier, datestamp: nil, hash: hash, encoded, arrival) ?? 0
    }
  }

  func bury(_ identifier: String) throws(StorageError) {
    try transaction { () throws(StorageError) in
      guard let row = try row(identifier) else { return }
      _ = try records.bury(
        row, datestamp: nil, hash: RawHash(high: 0, low: 0), EncodedTombstone(dictionary: 0, body: []),
        arrival)
    }
  }

  func row(_ identifier: String) throws(StorageError) -> RecordRow? {
    try RecordLookup(connection).record(catalogue: 1, identifier: identifier)
  }

  /// What an expression finds, the best first.
  func search(_ expression: String, catalogue: Int64? = nil) throws -> [SearchRow] {
    let band = try connection.ranked(expression, catalogue: catalogue, from: 1, below: .max, limit: 1000)
    return try connection.hits(band.numbers, expression)
  }

  /// The numbers of what an expression finds, the best first.
  func find(_ expression: String) throws -> [Int64] {
    Array(try search(expression).map(\.number).prefix(100))
  }
}

extension BodyWriter {
  /// Appends a whole body, and says how many bytes it takes compressed.
  @discardableResult
  func append(report: [UInt8], context: [UInt8], raw: [UInt8], to output: inout [UInt8]) -> Int {
    var packed = report
    append(reportIn: 0..<report.count, context: context, raw: raw, to: &packed)
    packed.removeFirst(report.count)
    output += packed
    return packed.count
  }
}
