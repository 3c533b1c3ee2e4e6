import CatalogueFormats
import Foundation
import Library
import Sync
import TestSupport
import Testing

@Suite("What persons decide and ask for, whatever happens meanwhile") struct PersonTests {
  /// A repository of `count` records that gives the second list at the pace of `gate`.
  private func repository(
    _ listed: @escaping @Sendable () -> [Int], gate: @escaping @Sendable () -> Void = {}
  )
    -> LoopbackServer
  {
    Script.server(deleted: "no") { _, _ in
      gate()
      return .xml(Script.list(listed().map { Script.record($0) }))
    }
  }

  private static var strict: ArrivalSettings {
    var settings = ArrivalSettings()
    settings.missingAfter = 1
    return settings
  }

  @Test func aDecisionThatWaitsOutlivesTheDaemon() throws {
    let directory = TemporaryDirectory()
    let calls = Counter()
    let hold = Counter()
    let server = Script.server(deleted: "no") { token, _ in
      let call = calls.next()
      if call == 1 { return .xml(Script.list((1...20).map { Script.record($0) })) }
      if call == 2 { return .xml(Script.list([Script.record(1)])) }
      if token == nil { return .xml(Script.list([Script.record(1)], token: "t")) }
      if hold.value == 0 { usleep(300_000) }
      return .xml(Script.list([Script.record(2)]))
    }
    defer { server.stop() }
    let first = try Harness(directory)
    try first.begin(Harness.catalogue("test", server.url("/oai"), arrivals: Self.strict))
    _ = try first.refresh()
    #expect(try first.refresh(full: true).state == .held)
    _ = try first.scheduler.refresh("test", RunRequest(full: true))
    while calls.value < 4 { usleep(5_000) }
    guard case .waits = try first.scheduler.approve("test") else {
      Issue.record("the run should still be going on")
      return
    }
    first.stop()
    _ = hold.next()
    let second = try Harness(directory)
    defer { second.stop() }
    try second.begin(Harness.catalogue("test", server.url("/oai"), arrivals: Self.strict))
    _ = try second.refresh()
    #expect(try second.library.pending(catalogue: 1).isEmpty, "it was carried out")
    #expect(
      try second.library.catalogue(1).withdrawn == 18, "of what the person saw, record 2 was there after all")
  }

  @Test func rehearsalsWaitInLineAndNeverInTheWayOfARun() throws {
    let gate = Counter()
    let server = repository({ [1, 2] }, gate: { while gate.value == 0 { usleep(2_000) } })
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    var waits: [String?] = []
    func rehearse(full: Bool = false) throws -> Int64 {
      switch try harness.scheduler.refresh("test", RunRequest(full: full, rehearsal: true)) {
      case .rehearsing(let number, let wait):
        waits.append(wait)
        return number
      case .rehearsalWaits(let number, let wait):
        #expect(wait.hasPrefix("waits for "))
        return number
      default: return 0
      }
    }
    var numbers = [try rehearse()]
    while case .queued? = harness.scheduler.situation("test")?.state { usleep(2_000) }
    // However often the same is asked for, it waits once.
    numbers += [try rehearse(), try rehearse(full: true)]
    for _ in 1...50 { #expect(try [rehearse(), rehearse(full: true)] == Array(numbers[1...])) }
    guard case .queued = try harness.scheduler.refresh("test", RunRequest(full: true)) else {
      Issue.record("a rehearsal is no run")
      return
    }
    #expect(
      waits.count == 3 && waits[0] == nil
        && waits[1...].allSatisfy { $0 == "waits for the dry run before it" },
      "\(waits)")
    _ = gate.next()
    var ended: [Int64] {
      harness.events.all.compactMap { if case .ended(_, let run, _) = $0 { run } else { nil } }
    }
    let end = Date() + 20
    while Date() < end, ended.count < 4 { usleep(5_000) }
    #expect(ended == [numbers[0], 1, numbers[1], numbers[2]], "the run goes before the rehearsals that wait")
    for number in numbers {
      #expect(harness.scheduler.rehearsal(number)?.outcome?.state == .rehearsed, "\(number)")
    }
    #expect(try harness.library.catalogue(1).live == 2)
  }

  @Test func whyANameCannotGoIsSaidBeforeThatARunGoesOn() throws {
    let gate = Counter()
    let server = repository({ [1, 2] }, gate: { while gate.value == 0 { usleep(2_000) } })
    let harness = try Harness()
    defer {
      _ = gate.next()
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    _ = try harness.scheduler.refresh("test", RunRequest())
    while server.requestCount == 0 { usleep(2_000) }
    #expect {
      try harness.scheduler.rename("test", to: "other")
    } throws: { error in
      guard case .refused(let why)? = error as? LibraryError else { return false }
      return why.contains("is configured")
    }
  }

  @Test func theLastRehearsalsAreKept() throws {
    let server = repository { [1] }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    for _ in 1...23 { #expect(try harness.refresh(dryRun: true).state == .rehearsed) }
    let kept = (1...23).map { harness.scheduler.rehearsal(-$0) != nil }
    #expect(kept == (1...23).map { $0 > 3 })
  }

  @Test func aFileIsReadWholeEveryTime() throws {
    let directory = TemporaryDirectory()
    let harness = try Harness()
    defer { harness.stop() }
    let path = directory.write(Script.list((1...5).map { Script.record($0) }), to: "dump.xml")
    try harness.begin(Harness.catalogue("test", "file:" + path, arrivals: Self.strict))
    #expect(try harness.refresh().counts.added == 5)
    _ = directory.write(
      Script.list((1...4).map { Script.record($0, title: "New \($0)", stamp: "2020-01-01T00:00:00Z") }),
      to: "dump.xml")
    let outcome = try harness.refresh()
    #expect(outcome.counts.gone == 1, "what left the file is gone")
    #expect(outcome.counts.changed == 4, "an older datestamp applies at the close of a full list")
  }

  @Test func aCleanStopLeavesOneFile() throws {
    let directory = TemporaryDirectory()
    let server = repository { [1, 2, 3] }
    defer { server.stop() }
    let harness = try Harness(directory)
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    _ = try harness.refresh()
    _ = try harness.library.report("1")
    harness.stop()
    #expect(!FileManager.default.fileExists(atPath: directory.file("store.sqlite-wal")))
  }

  @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd"])
  func whatAskingAgainCannotHelpIsAskedOnce(target: String) throws {
    let server = LoopbackServer { _ in .redirect(to: target) }
    let harness = try Harness()
    defer {
      server.stop()
      harness.stop()
    }
    try harness.begin(Harness.catalogue("test", server.url("/oai")))
    #expect(try harness.refresh().state == .failed)
    #expect(server.requestCount == 1)
  }

  @Test func anInterruptedRunOfACatalogueThatIsSwitchedOffDoesNotStandInTheWay() throws {
    let directory = TemporaryDirectory()
    let calls = Counter()
    let server = Script.server(deleted: "no") { token, _ in
      let call = calls.next()
      if call == 1 { return .xml(Script.list((1...20).map { Script.record($0) })) }
      if call == 2 { return .xml(Script.list([Script.record(1)])) }
      if token == nil { return .xml(Script.list([Script.record(1)], token: "t")) }
      usleep(300_000)
      return .xml(Script.list([Script.record(2)]))
    }
    defer { server.stop() }
    let first = try Harness(directory)
    try first.begin(Harness.catalogue("test", server.url("/oai"), arrivals: Self.strict))
    _ = try first.refresh()
    _ = try first.refresh(full: true)
    _ = try first.scheduler.refresh("test", RunRequest(full: true))
    while calls.value < 4 { usleep(5_000) }
    first.stop()
    let second = try Harness(directory)
    defer { second.stop() }
    try second.begin(Harness.catalogue("test", server.url("/oai"), arrivals: Self.strict))
    guard case .done(let count) = try second.scheduler.approve("test") else {
      Issue.record("nobody would ever go on with that run")
      return
    }
    #expect(count == 19)
  }
}
