import Catalogue
import CatalogueFormats
import Foundation
import Reconciliation
import Storage
import TestSupport

@testable import Library

/// A library with two catalogues, `a` before `b`, whose upstreams say reports as they are written here.
final class TwoBranches {
  let directory = TemporaryDirectory(inMemory: true)
  private(set) var library: Library
  let clock = SteppedClock(1_000_000)
  var settings = ArrivalSettings(missingAfter: 1, guardCount: 1000)
  private var numbers: [String: Int64] = [:]
  var parser = ReportParser()

  init() throws {
    library = try Library(path: directory.file("s.sqlite"), now: clock.now)
    try configure()
  }

  deinit { library.stop() }

  func configure(a: Int = 1, b: Int = 2, policies: [Field: EditPolicy] = [:]) throws {
    numbers = try library.configure([
      ConfiguredCatalogue("a", title: "A", priority: a, policies: policies),
      ConfiguredCatalogue("b", title: "B", priority: b, policies: policies),
    ]).numbers
  }

  /// Takes all files away but that of one catalogue.
  func configure(only name: String) throws {
    _ = try library.configure([ConfiguredCatalogue(name, title: name, priority: 2)])
  }

  func restart() throws {
    library.stop()
    library = try Library(path: directory.file("s.sqlite"), now: clock.now)
  }

  /// Runs SQL on the writing connection.
  func execute(_ sql: String) throws {
    try library.writer.perform { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.execute(sql) }
    }
  }

  /// A run of one page; nil as a report: the upstream deleted it.
  @discardableResult
  func run(_ catalogue: String, _ said: [(String, Report?)]) throws -> RunClose {
    let number = numbers[catalogue] ?? 0
    let start = try library.beginRun(
      catalogue: number, full: true, complete: false, scope: "s", settings: settings)
    let (handle, preparer) = (
      library.handle(run: start.number), try library.preparer(catalogue: number, parser: parser)
    )
    var page = ArrivalPage()
    page.checkpoint = "x"
    let records = try said.map { identifier, report in
      RecordBytes(
        bytes: Array("\(identifier)|".utf8)
          + Array(try report.map { try JSONEncoder().encode($0) } ?? Data()),
        context: [], identifier: identifier, place: 0)
    }
    try preparer.prepare(records, into: &page)
    try handle.take(page, preparedBy: preparer)
    return try handle.close(RunEnd(responseDate: Datestamp(seconds: 9), promisesTombstones: true))
  }

  func shown(_ reference: String) throws -> Report { try library.report(reference).report.report }

  func mend() throws { while try library.mend() {} }
}

/// Reads `identifier|` and the JSON of a report; nothing behind the bar is a deletion.
final class ReportParser: RecordParser {
  /// What a better parser makes of titles.
  var prefix = ""

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    let parts = bytes.split(separator: UInt8(ascii: "|"), maxSplits: 1, omittingEmptySubsequences: false)
    let identifier = String(decoding: parts[0], as: UTF8.self)
    guard !parts[1].isEmpty else {
      return Statement(identifier: identifier, datestamp: nil, state: .deleted)
    }
    guard var report = try? JSONDecoder().decode(Report.self, from: Data(parts[1])) else {
      throw RecordFault(reason: "no report", identifier: identifier)
    }
    report.title = prefix + report.title
    return Statement(identifier: identifier, datestamp: nil, state: .live(report))
  }
}
