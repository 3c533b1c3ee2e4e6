import Catalogue
import CatalogueFormats
import Foundation
import Reconciliation
import Storage
import TestSupport

@testable import Library

/// Something that happens to a library: what upstreams say, what persons decide, what is configured, and crashes.
enum HeartEvent: Hashable {
  /// A run of a catalogue; nil as a content: the upstream deleted it. `cuts`: whether each record is a page.
  case run(catalogue: Int, said: [Int: Int?], cuts: Bool)
  case edit(Int, String)
  case clear(Int, String)
  case pin(Int, Field, catalogue: Int)
  case merge(Int, Int)
  case keepApart(Int, Int)
  case undo(Int)
  case resolve(Int, Resolving)
  case reparse(catalogue: Int)
  case configure(priorities: [Int], EditPolicy)
  case purge(Int)
  /// A catalogue's file goes, all that it carries is purged, and its file comes back.
  case purgeCatalogue(Int)
  case mend
  /// The program is killed in the midst of a run, and of what goes on in the background.
  case kill

  static func generate(_ seed: Int) -> [HeartEvent] {
    var dice = ArrivalDice(seed: seed &+ 4711)
    let width = dice.pick([1, 2, 3])
    let typed = [
      "title=Dykes", "title=Dams", "contributors[1].role=editor", "contributors+=Ada Byron (ed.)",
      "contributors=Grace Hopper; Ada Byron", "subjects+=water", "subjects-=dikes", "abstract=Mine.",
      "published=2021", "identifiers+=doi:10.5555/c", "series+=Papers; 3",
    ]
    var events: [HeartEvent] = []
    for n in 0..<(4 + dice.below(16)) {
      let number = dice.below(8)
      switch n < 2 ? 0 : dice.below(24) {
      case 0...7:
        var said: [Int: Int?] = [:]
        for _ in 0...dice.below(width + 1) {
          said[dice.below(width)] = .some(dice.chance(0.8) ? dice.below(HeartWorld.contents.count) : nil)
        }
        events.append(.run(catalogue: dice.below(2), said: said, cuts: dice.chance(0.5)))
      case 8...11: events.append(.edit(number, dice.pick(typed)))
      case 12: events.append(.clear(number, dice.pick(["title", "abstract", "contributors[1]", "subjects"])))
      case 13:
        events.append(.pin(number, dice.pick([.title, .contributors, .subjects]), catalogue: dice.below(2)))
      case 14: events.append(.merge(number, dice.below(8)))
      case 15: events.append(.keepApart(number, dice.below(8)))
      case 16: events.append(.undo(number))
      case 17, 18: events.append(.resolve(number, dice.pick([.local, .upstream, .typed("Third")])))
      case 19: events.append(.reparse(catalogue: dice.below(2)))
      case 20:
        events.append(
          .configure(priorities: [dice.below(3), 1], dice.pick([.ask, .ask, .local, .upstream])))
      case 21:
        events.append(
          dice.chance(0.3)
            ? dice.chance(0.5) ? .purge(number) : .purgeCatalogue(dice.below(2)) : .mend)
      case 22: events.append(.mend)
      default: events.append(.kill)
      }
    }
    return events
  }
}

/// The real library over a real file, on which generated events are played.
final class HeartWorld {
  private let directory = TemporaryDirectory(inMemory: true)
  private(set) var library: Library
  private var files = 0
  private let clock = SteppedClock(1_000_000)
  private let parser = ReportParser()
  private var numbers: [Int64] = [0, 0]
  private let settings = ArrivalSettings(missingAfter: 1, guardCount: 1000, guardShare: 1)

  /// What upstreams say: few identifiers, so that they meet; some say nothing but what makes reports alike.
  static let contents: [Report] = {
    func report(_ title: String, _ doi: String?, _ names: [String], subjects: [String] = []) -> Report {
      var report = Report(title: title)
      report.identifiers = doi.map { [Identifier(scheme: .doi, value: $0)] } ?? []
      report.contributors = names.map { Contributor(name: Name(printed: $0)) }
      report.published = PartialDate.parse("2020")
      report.subjects = subjects
      return report
    }
    return [
      report("Dikes", "10.5555/a", ["Ann Lee"], subjects: ["dikes"]),
      report("Dikes", nil, ["Ann Lee"]),
      report("The dikes", "10.5555/a", ["Ann Lee", "Bob Roe"], subjects: ["dikes", "floods"]),
      report("Locks", "10.5555/b", ["Bob Roe"]),
      report("Locks and dikes", "10.5555/c", []),
      report("Dams", "10.5555/b", ["Ann Lee"], subjects: ["floods"]),
    ]
  }()

  init() throws {
    library = try Library(path: try EmptyStore.copy(to: "0.sqlite", in: directory), now: clock.now)
    try configure([1, 1], .ask)
  }

  deinit { library.stop() }

  private func configure(_ priorities: [Int], _ policy: EditPolicy) throws {
    let policies: [Field: EditPolicy] = policy == .ask ? [:] : [.title: policy, .contributors: policy]
    let known = try library.configure([
      ConfiguredCatalogue("a", title: "A", priority: priorities[0], policies: policies),
      ConfiguredCatalogue("b", title: "B", priority: priorities[1], policies: policies),
    ])
    numbers = [known.numbers["a"] ?? 0, known.numbers["b"] ?? 0]
  }

  func step(_ event: HeartEvent) throws {
    clock.advance(by: 10)
    let decider = Decider("ann")
    switch event {
    case .run(let catalogue, let said, let cuts): try run(catalogue, said, cuts)
    case .edit(let number, let typed):
      try decide { try library.edit(reference(number), [try EditRequest(typed: typed)], decider) }
    case .clear(let number, let typed):
      try decide { try library.edit(reference(number), [try EditRequest(clearing: typed)], decider) }
    case .pin(let number, let field, let catalogue):
      try decide { try library.pin(reference(number), field, catalogue: ["a", "b"][catalogue], decider) }
    case .merge(let one, let other):
      try decide { try library.merge(reference(one), reference(other), decider) }
    case .keepApart(let one, let other):
      try decide { try library.keepApart(reference(one), reference(other), decider) }
    case .undo(let number): try decide { try library.undo(Int64(number + 1), decider) }
    case .resolve(let number, let answer):
      let open = try library.conflicts(ConflictFilter(), before: nil, limit: 100).items
      guard !open.isEmpty else { return }
      let conflict = open[number % open.count].number
      try decide { try library.resolve(conflict, answer, decider) }
    // P7: what was decided is closed at once, unless the decision was refused.
    case .reparse(let catalogue):
      parser.prefix = parser.prefix.isEmpty ? "On " : ""
      _ = try library.reparse(catalogue: numbers[catalogue], parser: parser, settings: settings)
    case .configure(let priorities, let policy): try configure(priorities, policy)
    case .purgeCatalogue(let catalogue):
      let all = [ConfiguredCatalogue("a", title: "A"), ConfiguredCatalogue("b", title: "B")]
      _ = try library.configure([all[1 - catalogue]])
      try library.purge(all[catalogue].name, by: "ann")
      try configure([1, 1], .ask)
    case .purge(let number): try decide { try library.purge(report: reference(number), by: "ann") }
    case .mend: while try library.mend() {}
    case .kill: try kill()
    }
  }

  private func reference(_ number: Int) -> String { "\(number + 1)" }

  /// What is refused changes nothing, and is no failure.
  private func decide<T>(_ body: () throws -> T) throws {
    do { _ = try body() } catch is EditProblem {
    } catch let error as LibraryError {
      if case .store = error { throw error }
    }
  }

  private func run(_ catalogue: Int, _ said: [Int: Int?], _ cuts: Bool) throws {
    let number = numbers[catalogue]
    let start = try library.beginRun(
      catalogue: number, full: true, complete: false, scope: "s", settings: settings)
    let handle = library.handle(run: start.number)
    let preparer = try library.preparer(catalogue: number, parser: parser)
    var page = ArrivalPage()
    for (identifier, content) in said.sorted(by: { $0.key < $1.key }) {
      let json = try content.map { try JSONEncoder().encode(Self.contents[$0]) } ?? Data()
      try preparer.prepare(
        [
          RecordBytes(
            bytes: Array("\(identifier)|".utf8) + Array(json), context: [], identifier: "\(identifier)",
            place: 0)
        ], into: &page)
      if cuts {
        page.checkpoint = "x"
        try handle.take(page, preparedBy: preparer)
        page = ArrivalPage()
      }
    }
    page.checkpoint = "x"
    try handle.take(page, preparedBy: preparer)
    _ = try handle.close(RunEnd(responseDate: Datestamp(seconds: 9), promisesTombstones: true))
  }

  /// What the disk holds: the file, and the log as far as it is written.
  private func kill() throws {
    let (old, new) = (directory.file("\(files).sqlite"), directory.file("\(files + 1).sqlite"))
    files += 1
    try FileManager.default.copyItem(atPath: old, toPath: new)
    try? FileManager.default.copyItem(atPath: old + "-wal", toPath: new + "-wal")
    library.stop()
    library = try Library(path: new, now: clock.now)
  }

  /// What is shown otherwise than it would be if it were computed afresh (P6); nothing while that waits.
  func problems() throws -> [String] {
    let index = try library.writer.perform { (room) throws(LibraryError) in
      try Library.store { () throws(StorageError) in try room.connection.indexProblems() }
    }
    return try library.reading { (connection) throws(StorageError) in
      guard try connection.nextMend() == nil else { return index }
      return try index + ViewCheck(connection).problems(after: 0, limit: 1000).found
        + connection.viewProblems() + connection.countProblems()
    }
  }

  /// The first change that stands behind a later one; nil where the log is in the order of time.
  func disorder() throws -> String? {
    let changes = try library.changes(after: 0, limit: 10_000).items.filter { $0.at != nil }
    for (before, change) in zip(changes, changes.dropFirst()) where before.at ?? 0 > change.at ?? 0 {
      return "\(change) stands behind \(before)"
    }
    return nil
  }

  /// How many revisions and decisions there are (P4).
  func sizes() throws -> [Int64] {
    try library.reading { (connection) throws(StorageError) in
      try connection.prepared("SELECT (SELECT count(*) FROM revision), (SELECT count(*) FROM decision)")
        .first { [$0.int(0), $0.int(1)] } ?? []
    }
  }
}
