import Catalogue
import CatalogueFormats
import Foundation
import Reconciliation
import Storage
import Synchronization
import TestSupport

@testable import Library

/// The real library over a real SQLite file, as a world that generated sequences of arrivals can be played on. Pages end
/// anywhere and wait for the writer beside the next ones; quick scans fail; and a kill leaves a byte copy of the store's
/// file and of a part of its log, from which each run goes on behind its last checkpoint, or from its beginning.
final class StoreWorld: ArrivalWorld {
  private let rules: ArrivalRules
  private let directory: TemporaryDirectory
  private var library: Library
  private let clock: Clock
  private var dice: ArrivalDice
  private let kills: Bool
  private var numbers: [Int64] = []
  private var open: [Int: Open] = [:]
  private var waiting: [Int: [Answer]] = [:]
  /// How often the program was killed, in this store: part of its name.
  private(set) var killed = 0
  /// How long the log was when something last had to be on the disk: a kill loses nothing before it.
  private var safe: Int64 = 0

  private final class Clock: Sendable {
    let day = Mutex(0)
  }

  private struct Open {
    var run: Int64
    var handle: RunHandle
    var preparer: RecordPreparer
    /// All that the run has heard, and how many of them went to the writer in this pass.
    var heard: [ArrivalStatement] = []
    var sent = 0
    var pass = 0
    var response: Int
    var settings: ArrivalSettings
  }

  private enum Answer {
    case approve(saw: DeletionSet)
    case reject
  }

  init(_ rules: ArrivalRules, seed: Int, kills: Bool) throws {
    self.rules = rules
    self.kills = kills
    dice = ArrivalDice(seed: seed &+ 77)
    directory = TemporaryDirectory(inMemory: true)
    let clock = Clock()
    self.clock = clock
    let path = try EmptyStore.copy(to: "0.sqlite", in: directory)
    library = try Library(path: path) { Int64(clock.day.withLock { $0 }) * 86400 }
    let known = try library.configure(
      [ConfiguredCatalogue("A", title: "A", priority: 1), ConfiguredCatalogue("B", title: "B", priority: 2)])
    numbers = [known.numbers["A"] ?? 0, known.numbers["B"] ?? 0]
  }

  deinit { library.stop() }

  func step(_ event: ArrivalEvent) throws {
    let name = event.catalogue
    switch event {
    case .begin(_, let day, let full, let complete, let scope, let response):
      if let run = open[name] {
        try flush(name)
        try library.breakOff(run: run.run, message: "broken off")
        try ended(name)
      }
      clock.day.withLock { $0 = day }
      try begin(name, full: full, complete: complete, scope: scope, response: response)
    case .statement(let statement):
      guard open[name] != nil else { return }
      open[name]?.heard.append(statement)
      if dice.chance(0.4) { try send(name) }
      if kills, dice.chance(0.06) { try kill() }
    case .end(_, let regular):
      guard let run = open[name] else { return }
      try flush(name)
      if regular {
        _ = try run.handle.close(
          RunEnd(responseDate: Datestamp(seconds: Int64(run.response)), promisesTombstones: true))
      } else {
        try library.breakOff(run: run.run, message: "broken off")
      }
      try ended(name)
    case .approve:
      try flush(name)
      try answer(name, .approve(saw: try library.held(catalogue: numbers[name])))
    case .reject:
      try flush(name)
      try answer(name, .reject)
    }
    if !event.isStatement { settle() }
  }

  private func begin(_ name: Int, full: Bool, complete: Bool, scope: String, response: Int) throws {
    let settings = ArrivalSettings(
      missingAfter: rules.missingAfter[name], guardCount: rules.guardCount, guardShare: rules.guardShare)
    let required = FullRunReason.required(
      last: try library.catalogue(numbers[name]).lastClose, scope: scope,
      responseDate: Datestamp(seconds: Int64(response)), promisesTombstones: true, now: 0, settings: settings)
    let start = try library.beginRun(
      catalogue: numbers[name], full: full || required != nil, complete: complete, scope: scope,
      settings: settings)
    open[name] = try opened(start.number, name, response, settings)
  }

  private func opened(_ run: Int64, _ name: Int, _ response: Int, _ settings: ArrivalSettings) throws -> Open
  {
    Open(
      run: run, handle: library.handle(run: run),
      preparer: try library.preparer(catalogue: numbers[name], parser: LineParser()), response: response,
      settings: settings)
  }

  private func ended(_ name: Int) throws {
    open[name] = nil
    for answer in waiting.removeValue(forKey: name) ?? [] { try self.answer(name, answer) }
  }

  private func answer(_ name: Int, _ answer: Answer) throws {
    guard open[name] == nil else {
      waiting[name, default: []].append(answer)
      return
    }
    switch answer {
    case .approve(let saw): _ = try library.approve(catalogue: numbers[name], saw: saw)
    case .reject: _ = try library.reject(catalogue: numbers[name])
    }
  }

  /// Ends a page, or a part of one: then it has no checkpoint.
  private func send(_ name: Int, part: Bool = false) throws {
    guard let run = open[name] else { return }
    var page = ArrivalPage()
    page.pass = run.pass
    if !part { page.checkpoint = "\(run.heard.count)" }
    let records = run.heard[run.sent...].map { LineParser.line($0, &dice) }
    try run.preparer.prepare(records, into: &page)
    open[name]?.sent = run.heard.count
    try run.handle.take(page, preparedBy: run.preparer)
  }

  /// Ends a page and waits until it is committed.
  private func flush(_ name: Int) throws {
    try send(name)
    try open[name]?.handle.drain()
  }

  /// Nothing up to here may be lost by a kill.
  private func settle() { safe = library.store.sizes.log }

  /// What the disk holds at any moment: the file, and the log up to anywhere behind what had to be safe. (The writer
  /// rests, so that file and log are of one moment.) What is not in it is heard again.
  private func kill() throws {
    for (name, run) in open {
      if dice.chance(0.5) { try send(name, part: true) }
      try run.handle.drain()
    }
    let old = directory.file("\(killed).sqlite")
    killed += 1
    let new = directory.file("\(killed).sqlite")
    try FileManager.default.copyItem(atPath: old, toPath: new)
    try FileManager.default.copyItem(atPath: old + "-wal", toPath: new + "-wal")
    let log = library.store.sizes.log
    if log > safe, dice.chance(0.5) { truncate(new + "-wal", Int(safe) + dice.below(Int(log - safe) + 1)) }
    library.stop()
    let clock = clock
    library = try Library(path: new) { Int64(clock.day.withLock { $0 }) * 86400 }
    for (name, run) in open {
      let start = try library.resumeRun(run.run, settings: run.settings)
      open[name] = try opened(run.run, name, run.response, run.settings)
      open[name]?.heard = run.heard
      let again = dice.chance(0.3)
      open[name]?.sent = again ? 0 : Int(start.checkpoint) ?? 0
      open[name]?.pass = again ? run.pass + 1 : run.pass
    }
    settle()
  }

  func isOpen(_ name: Int) -> Bool { open[name] != nil }

  // MARK: What is stored

  func snapshot(of name: Int) throws -> CatalogueSnapshot {
    try flush(name)
    let number = numbers[name]
    return try library.reading { (connection) throws(StorageError) in
      var out = CatalogueSnapshot()
      var identifiers: [Int64: Int] = [:]
      let rows = try connection.prepared(
        "SELECT id, identifier, datestamp, missed, revision FROM record WHERE catalogue = ?"
      )
      .bind(0, number).all {
        ($0.int(0), Int($0.text(1)) ?? -1, $0.optionalInt(2), Int($0.int(3)), $0.int(4))
      }
      for (record, identifier, datestamp, missed, last) in rows {
        identifiers[record] = identifier
        var revisions: [RevisionSnapshot] = []
        var next: Int64? = last
        while let revision = next {
          let row = try connection.prepared("SELECT previous, dictionary, body FROM revision WHERE id = ?")
            .bind(0, revision).first { ($0.optionalInt(0), $0.int(1), $0.blob(2)) }
          guard let row else { throw StorageError(.damaged, "a revision is gone") }
          let body = try connection.unpack(row.2, dictionary: row.1)
          let content = body.report.flatMap { Int($0.title) }
          let raw = content == nil ? 0 : Int(String(decoding: body.raw.suffix(1), as: UTF8.self)) ?? -1
          revisions.insert(RevisionSnapshot(content: content, raw: raw), at: 0)
          next = row.0
        }
        out.records[identifier] = RecordSnapshot(
          revisions: revisions, datestamp: datestamp.map { Int($0) }, missed: missed)
      }
      for row in try connection.held(catalogue: number) {
        out.held[identifiers[row.record] ?? -1] = Self.reason(row)
      }
      out.rejected = Set(
        try connection.refused(catalogue: number).map {
          RejectedSnapshot(identifier: identifiers[$0.record] ?? -1, reason: Self.reason($0))
        })
      let row = try connection.catalogue(number)
      out.scope = row?.scope
      out.response = row?.responseDate.map { Int($0) }
      let live = out.records.values.filter { $0.revisions.last?.content != nil }.count
      guard row?.live == live, row?.withdrawn == out.records.count - live else {
        throw StorageError(
          .damaged,
          "counts are \(row?.live ?? -1) and \(row?.withdrawn ?? -1), rows \(live) of \(out.records.count)")
      }
      return out
    }
  }

  private static func reason(_ row: HeldRow) -> ReasonSnapshot {
    row.isAbsent ? .absent : .stated(row.datestamp.map { Int($0.seconds) })
  }

  /// How many revisions and changes there are.
  func sizes() throws -> [Int64] {
    try library.reading { (connection) throws(StorageError) in
      try connection.prepared("SELECT (SELECT count(*) FROM revision), (SELECT count(*) FROM change)")
        .first { [$0.int(0), $0.int(1)] } ?? []
    }
  }

  func problems() throws -> [String] { try library.verify() }
}

/// A format of one line a record: identifier, datestamp, content and raw, with bars between.
final class LineParser: RecordParser {
  /// Now and then the quick scan finds no identifier, or the record stands in other surroundings.
  static func line(_ statement: ArrivalStatement, _ dice: inout ArrivalDice) -> RecordBytes {
    let content =
      switch statement.content {
      case .live(let number): "\(number)"
      case .deleted: "deleted"
      case .broken: "broken"
      }
    let identifier = statement.identifier.map(String.init)
    let text = "\(identifier ?? "")|\(statement.datestamp.map(String.init) ?? "")|\(content)|\(statement.raw)"
    return RecordBytes(
      bytes: Array(text.utf8), context: dice.chance(0.1) ? [UInt8(ascii: "c")] : [],
      identifier: dice.chance(0.2) ? nil : identifier, place: 0)
  }

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false)
      .map(String.init)
    let identifier = parts[0].isEmpty ? nil : parts[0]
    guard let identifier, parts[2] != "broken" else {
      throw RecordFault(reason: "broken", identifier: identifier)
    }
    let datestamp = Int64(parts[1]).map(Datestamp.init(seconds:))
    let state: Statement.State =
      parts[2] == "deleted"
      ? .deleted
      : .live(
        Report(
          title: parts[2],
          identifiers: [Identifier(scheme: .doi, value: "10.5555/\(identifier).\(parts[2])")],
          subjects: ["subject\(parts[2])"]))
    return Statement(identifier: identifier, datestamp: datestamp, state: state)
  }
}

extension CatalogueSnapshot {
  /// Without what the store does not tell: the bytes of tombstones, the guard's own list, the open run.
  var comparable: CatalogueSnapshot {
    var copy = closed
    copy.gone = []
    copy.peaks = []
    copy.records = records.mapValues { record in
      RecordSnapshot(
        revisions: record.revisions.map {
          RevisionSnapshot(content: $0.content, raw: $0.content == nil ? 0 : $0.raw)
        },
        datestamp: record.datestamp, missed: record.missed)
    }
    return copy
  }
}
