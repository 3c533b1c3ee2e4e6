import Catalogue
import CatalogueFormats
import Reconciliation
import Storage
import Synchronization
import TestSupport

@testable import Library

/// A library with one catalogue, whose upstream says lines as `LineParser` reads them: `identifier|datestamp|content|raw`.
final class Branch {
  let directory = TemporaryDirectory(inMemory: true)
  private(set) var library: Library
  var catalogue: Int64
  var settings = ArrivalSettings(missingAfter: 1, guardCount: 1000)
  var parser = PickyParser()

  /// What the library takes for now, in seconds since 1970.
  let clock = SteppedClock(1_000_000)

  init() throws {
    library = try Library(path: directory.file("s.sqlite"), now: clock.now)
    catalogue = try library.configure([ConfiguredCatalogue("c", title: "C")]).numbers["c"] ?? 0
  }

  deinit { library.stop() }

  /// The end of the program, and its next start.
  func restart() throws {
    library.stop()
    library = try Library(path: directory.file("s.sqlite"), now: clock.now)
  }

  /// A whole run of one page.
  @discardableResult
  func run(_ lines: [String], full: Bool = true, complete: Bool = false) throws -> RunClose {
    let (handle, preparer) = try begin(full: full, complete: complete)
    try take(lines, handle, preparer)
    return try handle.close(RunEnd(responseDate: Datestamp(seconds: 9), promisesTombstones: true))
  }

  func begin(full: Bool = true, complete: Bool = false) throws -> (RunHandle, RecordPreparer) {
    let start = try library.beginRun(
      catalogue: catalogue, full: full, complete: complete, scope: "s", settings: settings)
    return (library.handle(run: start.number), try library.preparer(catalogue: catalogue, parser: parser))
  }

  func take(_ lines: [String], _ handle: RunHandle, _ preparer: RecordPreparer) throws {
    try handle.take(page(lines, preparer), preparedBy: preparer)
    try handle.drain()
  }

  func page(_ lines: [String], _ preparer: RecordPreparer, pass: Int = 0) throws -> ArrivalPage {
    var page = ArrivalPage()
    page.checkpoint = "x"
    page.pass = pass
    try preparer.prepare(lines.map(Self.record), into: &page)
    return page
  }

  /// `~` before a line: its quick scan finds no identifier; `x>` before it: finds `x`.
  static func record(_ line: String) -> RecordBytes {
    var line = Substring(line)
    var scanned: String?
    if line.first == "~" {
      line = line.dropFirst()
    } else if let end = line.firstIndex(of: ">") {
      scanned = String(line[..<end])
      line = line[line.index(after: end)...]
    } else {
      scanned = line.first == "!" ? nil : String(line.prefix { $0 != "|" })
    }
    return RecordBytes(bytes: Array(line.utf8), context: [], identifier: scanned, place: 0)
  }

  /// Runs SQL on the writing connection.
  func execute(_ sql: String) throws {
    try library.writer.perform { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.execute(sql) }
    }
  }

  func number(_ sql: String) throws -> Int64 {
    try library.reading { (connection) throws(StorageError) in
      try connection.prepared(sql).first { $0.int(0) } ?? 0
    }
  }

  /// What the library shows of an identifier: its title, or nil where it is withdrawn or was never shown.
  func title(_ identifier: String) throws -> String? {
    let number = try number("SELECT ifnull(max(id), 0) FROM record WHERE identifier = '\(identifier)'")
    guard number > 0, let answer = try? library.report("\(number)"), !answer.report.isWithdrawn else {
      return nil
    }
    return answer.report.report.title
  }
}

/// As `LineParser`, but a record with a question mark is one that only a better parser reads; with an exclamation mark
/// before it, not even its identifier.
final class PickyParser: RecordParser {
  var isBetter = false
  /// What a better parser makes of titles.
  var prefix = ""
  private let lines = LineParser()

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    if bytes.contains(UInt8(ascii: "?")), !isBetter {
      let text = String(decoding: bytes, as: UTF8.self)
      throw RecordFault(
        reason: "a question", identifier: text.hasPrefix("!") ? nil : String(text.prefix { $0 != "|" }))
    }
    let plain = bytes.filter { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "!") }
    var statement = try lines.parse(plain, context: context, repairs: &repairs)
    if case .live(var report) = statement.state {
      report.title = prefix + report.title
      statement.state = .live(report)
    }
    return statement
  }
}
