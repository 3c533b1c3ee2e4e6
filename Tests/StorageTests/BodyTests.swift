import Catalogue
import TestSupport
import Testing

@testable import Storage

@Suite("Kept bodies")
struct BodyTests {
  static let reports: [[UInt8]] = [[], [1], Array(repeating: 7, count: 5000), Array(0...255)]

  private func roundTrip(_ writer: BodyWriter, _ body: Body, _ reader: BodyReader) throws -> Body {
    var packed: [UInt8] = []
    writer.append(report: body.report, context: body.context, raw: body.raw, to: &packed)
    return try packed.lend { (bytes) throws(StorageError) in
      try reader.read(bytes, dictionary: writer.dictionaryNumber) {
        (report, context, raw) throws(StorageError) in
        Body(report: [UInt8](report), context: [UInt8](context), raw: [UInt8](raw))
      }
    }
  }

  private func samples() -> [Body] {
    (0..<300).map { n in
      Body(
        report: Array("Report \(n * 7919) of the institute on water management, by author \(n % 17)".utf8),
        context: Array("<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">".utf8),
        raw: Array(
          "<record><title>Report \(n * 7919) of the institute on water management</title></record>".utf8))
    }
  }

  @Test("come out as they went in, without a dictionary", arguments: reports)
  func plain(report: [UInt8]) throws {
    let writer = try #require(BodyWriter(dictionary: nil))
    let reader = BodyReader()
    for raw in Self.reports {
      let body = try roundTrip(writer, Body(report: report, context: [9, 9], raw: raw), reader)
      #expect(body.report == report && body.context == [9, 9] && body.raw == raw)
    }
  }

  @Test("come out as they went in, with a dictionary, and are smaller")
  func dictionary() throws {
    let bytes = try #require(BodyWriter.train(samples()))
    let with = try #require(BodyWriter(dictionary: (3, bytes)))
    let without = try #require(BodyWriter(dictionary: nil))
    let reader = BodyReader()
    reader.add(3, bytes)
    var sizes = (with: 0, without: 0)
    for sample in samples() {
      let body = try roundTrip(with, sample, reader)
      #expect(body.report == sample.report && body.context == sample.context && body.raw == sample.raw)
      var packed: [UInt8] = []
      sizes.with += with.append(report: sample.report, context: sample.context, raw: sample.raw, to: &packed)
      sizes.without += without.append(
        report: sample.report, context: sample.context, raw: sample.raw, to: &packed)
    }
    #expect(sizes.with < sizes.without / 2)
  }

  @Test("too few samples make no dictionary")
  func fewSamples() { #expect(BodyWriter.train(Array(samples().prefix(2))) == nil) }

  @Test("damage is told: cut at every byte, empty, or no body at all")
  func damage() throws {
    let writer = try #require(BodyWriter(dictionary: nil))
    let reader = BodyReader()
    var packed: [UInt8] = []
    writer.append(report: Array("a report".utf8), context: [], raw: Array("its bytes".utf8), to: &packed)
    let damaged =
      (0..<packed.count).map { Array(packed.prefix($0)) } + [Array("no body, only text".utf8), [0, 0]]
    for bytes in damaged {
      let error = #expect(throws: StorageError.self) {
        try bytes.lend { (buffer) throws(StorageError) in
          try reader.read(buffer, dictionary: 0) { (_, _, _) throws(StorageError) in }
        }
      }
      #expect(error?.kind == .damaged)
    }
  }

  @Test("one wrong byte anywhere never crashes the reader")
  func wrongBytes() throws {
    let writer = try #require(BodyWriter(dictionary: nil))
    let reader = BodyReader()
    var packed: [UInt8] = []
    let sample = samples()[5]
    writer.append(report: sample.report, context: sample.context, raw: sample.raw, to: &packed)
    for at in packed.indices {
      for bit in 0..<8 {
        var wrong = packed
        wrong[at] ^= 1 << bit
        try? wrong.lend { (buffer) throws(StorageError) in
          try reader.read(buffer, dictionary: 0) { (_, _, _) throws(StorageError) in }
        }
      }
    }
  }

  @Test("a dictionary that is gone is damage, not nonsense")
  func noDictionary() throws {
    let shelf = try Shelf()
    let bytes = try #require(BodyWriter.train(samples()))
    let number = try shelf.connection.addDictionary(bytes, catalogue: 1)
    let writer = try #require(BodyWriter(dictionary: (number, bytes)))
    var packed: [UInt8] = []
    let sample = samples()[5]
    writer.append(report: sample.report, context: sample.context, raw: sample.raw, to: &packed)
    #expect(
      try shelf.store.read { (c) throws(StorageError) in try c.unpackRaw(packed, number) } == sample.raw)
    try shelf.connection.execute("DELETE FROM dictionary")
    let error = #expect(throws: StorageError.self) { try shelf.connection.unpackRaw(packed, number) }
    #expect(error?.kind == .damaged)
  }
}

extension Connection {
  fileprivate func unpackRaw(_ packed: [UInt8], _ dictionary: Int64) throws(StorageError) -> [UInt8] {
    try packed.lend { (buffer) throws(StorageError) in
      try withBody(buffer, dictionary: dictionary) { (_, _, raw) throws(StorageError) in [UInt8](raw) }
    }
  }
}
