import Catalogue
import TestSupport
import Testing

@testable import Storage

@Suite("The store's file") struct StoreTests {
  private func kind(_ body: () throws -> Void) -> StorageError? {
    do {
      try body()
      return nil
    } catch { return error as? StorageError }
  }

  @Test func aNewerSchemaIsRefused() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("s.sqlite")
    let store = try Store(path: path)
    let writer = try store.openWriter()
    try writer.execute("PRAGMA user_version = 99")
    let error = try #require(kind { _ = try store.openWriter() })
    #expect(error.kind == .newerSchema)
    #expect(error.message.contains("99") && error.message.contains(path))
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("s.sqlite")
    let other = try Connection(path: path, access: .writing)
    try other.execute("CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)")
    let store = try Store(path: path)
    #expect(kind { _ = try store.openWriter() }?.kind == .damaged)
    #expect(try other.prepared("SELECT x FROM theirs").first { $0.int(0) } == 1)
  }

  @Test func whatIsNoDatabaseIsSaidToBe() throws {
    let directory = TemporaryDirectory()
    let path = directory.write(String(repeating: "not a database ", count: 1000), to: "s.sqlite")
    let store = try Store(path: path)
    #expect(kind { _ = try store.openWriter() }?.kind == .damaged)
  }

  @Test func oneStoreAtATime() throws {
    let path = TemporaryDirectory()
    let first = try Store(path: path.file("s.sqlite"))
    let error = try #require(kind { _ = try Store(path: path.file("s.sqlite")) })
    #expect(error.kind == .inUse)
    #expect(error.message.contains("process"))
    first.release()
    _ = try Store(path: path.file("s.sqlite"))
  }

  /// A full disk takes back the transaction that met it, and nothing else; afterwards the store goes on.
  @Test func aFullDiskLosesNothing() throws {
    let directory = TemporaryDirectory()
    let store = try Store(path: directory.file("s.sqlite"))
    let writer = try store.openWriter()
    try writer.configure("c", title: "C", priority: 1)
    let pages = try writer.prepared("PRAGMA page_count").first { $0.int(0) } ?? 0
    _ = try writer.prepared("PRAGMA max_page_count = \(pages + 4)").first { $0.int(0) }
    let records = try RecordWriter(writer)
    let bodies = try #require(BodyWriter(dictionary: nil))
    let arrival = Arrival(catalogue: 1, run: 1, at: 0)
    var kept = 0
    var failure: StorageError?
    var random = SystemRandomNumberGenerator()
    while failure == nil, kept < 1000 {
      let noise = (0..<2000).map { _ in UInt8.random(in: 97...122, using: &random) }
      failure = kind {
        try writer.transaction { () throws(StorageError) in
          try records.loadCounters()
          let report = EncodedReport(Report(title: "Report \(kept)"), context: [], raw: noise, with: bodies)
          _ = try records.insert("\(kept)", datestamp: nil, hash: RawHash(high: 0, low: 0), report, arrival)
          try records.storeCounters()
        }
      }
      if failure == nil { kept += 1 }
    }
    #expect(failure?.kind == .full)
    #expect(failure?.message.contains("full") == true)
    #expect(try writer.prepared("SELECT count(*) FROM record").first { $0.int(0) } == Int64(kept))
    _ = try writer.prepared("PRAGMA max_page_count = 1000000").first { $0.int(0) }
    try writer.transaction { () throws(StorageError) in
      try records.loadCounters()
      let report = EncodedReport(Report(title: "After"), context: [], raw: [], with: bodies)
      _ = try records.insert("after", datestamp: nil, hash: RawHash(high: 0, low: 0), report, arrival)
      try records.storeCounters()
    }
    #expect(try writer.prepared("SELECT max(id) FROM record").first { $0.int(0) } == Int64(kept + 1))
  }
}

@Suite("What is kept of a revision") struct BodyTests {
  private let report = Report(title: "Ströme und Verträge", subjects: ["water"])

  @Test(arguments: [false, true]) func comesBackAsItWas(_ trained: Bool) throws {
    let directory = TemporaryDirectory()
    let connection = try Store(path: directory.file("s.sqlite")).openWriter()
    try connection.configure("c", title: "C", priority: 1)
    var dictionary: (number: Int64, bytes: [UInt8])?
    if trained {
      let samples = (0..<300).map {
        Body(
          report: Report(title: "Report \($0) on water").encoded(), context: Array("<c>".utf8),
          raw: Array("<r>\($0)</r>".utf8))
      }
      let bytes = try #require(BodyWriter.train(samples))
      dictionary = (try connection.addDictionary(bytes, catalogue: 1), bytes)
    }
    let writer = try #require(BodyWriter(dictionary: dictionary))
    let encoded = EncodedReport(report, context: Array("<c>".utf8), raw: Array("<r/>".utf8), with: writer)
    let body = encoded.with(encoded.body) { [UInt8]($0) }
    let kept = try connection.unpack(body, dictionary: encoded.dictionary)
    #expect(kept.report == report)
    #expect(kept.context == Array("<c>".utf8))
    #expect(kept.raw == Array("<r/>".utf8))
  }

  @Test func damageIsSaidAndNeverCrashes() throws {
    let directory = TemporaryDirectory()
    let connection = try Store(path: directory.file("s.sqlite")).openWriter()
    let writer = try #require(BodyWriter(dictionary: nil))
    let encoded = EncodedReport(report, context: [], raw: Array(repeating: 65, count: 300), with: writer)
    let sound = encoded.with(encoded.body) { [UInt8]($0) }
    var random = SystemRandomNumberGenerator()
    var refused = 0
    for _ in 0..<2000 {
      var body = sound
      body[Int.random(in: 0..<body.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      if Bool.random() { body.removeLast(Int.random(in: 0..<body.count, using: &random)) }
      do { _ = try connection.unpack(body, dictionary: 0) } catch {
        #expect(error.kind == .damaged)
        refused += 1
      }
    }
    #expect(refused > 500)
  }
}
