import CatalogueFormats
import ControlAPI
import Foundation
import Library
import Notify
import Sync
import Synchronization
import TestSupport
import Testing
import Transfer

/// A scheduler over files that a test writes, and a notifier whose command appends what it is told to a file.
private final class Post {
  let directory = TemporaryDirectory()
  private(set) var library: Library
  private(set) var scheduler: Scheduler
  private(set) var notifier: Notifier
  private let engine: TransferEngine
  private let clock = Clock()
  let events = Events()

  final class Clock: Sendable {
    let ahead = Mutex<Int64>(0)
    var now: Int64 { ahead.withLock { $0 } + Int64(Date().timeIntervalSince1970) }
  }

  final class Events: Sendable {
    private let list = Mutex<[NotifyEvent]>([])
    func add(_ event: NotifyEvent) { list.withLock { $0.append(event) } }
    var failures: [String] {
      list.withLock { $0 }.compactMap { if case .failed(_, let reason, _) = $0 { reason } else { nil } }
    }
  }

  init() throws {
    engine = try TransferEngine()
    (library, scheduler, notifier) = try Self.open(directory, engine, clock, events)
    directory.write("#!/bin/sh\ncat >> \"$1\"\n", to: "tell")
    chmod(directory.file("tell"), 0o755)
  }

  private static func open(
    _ directory: TemporaryDirectory, _ engine: TransferEngine, _ clock: Clock, _ events: Events
  )
    throws -> (Library, Scheduler, Notifier)
  {
    let library = try Library(path: directory.file("s.sqlite")) { clock.now }
    let ears = Ears()
    let scheduler = Scheduler(
      library, engine,
      SchedulerSettings(
        concurrentRuns: 2, retry: Backoff(first: 0.01, cap: 0.02), failure: Backoff(first: 3600, cap: 3600))
    ) { ears.hear($0) }
    let notifier = Notifier(
      library, scheduler, directory: directory.path, backoff: Backoff(first: 0.1, cap: 0.2)
    ) { events.add($0) }
    ears.notifier.withLock { $0 = notifier }
    return (library, scheduler, notifier)
  }

  private final class Ears: Sendable {
    let notifier = Mutex<Notifier?>(nil)
    func hear(_ event: SyncEvent) { notifier.withLock { $0 }?.hear(event) }
  }

  var settings: NotifySettings {
    NotifySettings(
      command: [directory.file("tell"), directory.file("told")], disk: DiskFloor(bytes: 0, share: 0))
  }

  func begin(_ catalogue: CatalogueSettings, _ settings: NotifySettings) throws {
    _ = try scheduler.configure([catalogue])
    notifier.use(settings)
    scheduler.start()
  }

  func restart() throws {
    close()
    (library, scheduler, notifier) = try Self.open(directory, engine, clock, events)
  }

  func advance(_ seconds: Int64) { clock.ahead.withLock { $0 += seconds } }

  private func close() {
    notifier.stop()
    scheduler.stop()
    library.stop()
  }

  deinit {
    close()
    engine.shutdown()
  }

  /// What the command was told so far; waits until it is as much as `count`, and then a moment for what should not come.
  func told(_ count: Int, within seconds: Double = 10) throws -> [Notice] {
    let end = Date() + seconds
    while true {
      let text = (try? String(contentsOfFile: directory.file("told"), encoding: .utf8)) ?? ""
      let lines = text.split(separator: "\n")
      if lines.count >= count || Date() > end {
        usleep(300_000)
        let text = (try? String(contentsOfFile: directory.file("told"), encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { try JSON.decode(Notice.self, from: Array($0.utf8)) }
      }
      usleep(20_000)
    }
  }

  /// A file that holds these reports.
  ///
  /// - Parameter names: By which the upstream knows them; the titles' own unless said.
  func write(_ titles: [String], names: [String]? = nil) -> String {
    let records = zip(titles, names ?? titles.map { "\($0.hashValue)" }).map { title, name in
      "<record><header><identifier>oai:x.example:\(name)</identifier><datestamp>2025-01-01</datestamp></header>"
        + "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
        + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>\(title)</dc:title></oai_dc:dc></metadata></record>"
    }
    return directory.write(
      "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
        + "<responseDate>2026-01-01T00:00:00Z</responseDate><request>http://x.example/oai</request><ListRecords>"
        + records.joined() + "</ListRecords></OAI-PMH>", to: "dump.xml")
  }

  func refresh() throws -> RunOutcome.State? {
    let last = try library.runs(catalogue: 1, before: nil, limit: 1).items.first?.number ?? 0
    _ = try scheduler.refresh("test", RunRequest())
    let end = Date() + 10
    while Date() < end {
      if let run = try library.runs(catalogue: 1, before: nil, limit: 1).items.first, run.number > last,
        run.ended != nil, case .disabled? = scheduler.situation("test")?.state
      {
        return nil
      }
      usleep(5_000)
    }
    throw CocoaError(.featureUnsupported)
  }

  static func catalogue(_ url: String) -> CatalogueSettings {
    var transfer = TransferSettings()
    transfer.gap = 0
    return CatalogueSettings(
      name: "test", title: "Test", harvest: HarvestSettings(format: "oai-pmh", url: url), transfer: transfer,
      arrivals: ArrivalSettings(missingAfter: 1), interval: 86_400, enabled: false)
  }
}

@Suite("A person is told once of what needs one", .serialized)
struct NotifierTests {
  @Test func heldDeletionsAreToldOnceUntilTheyAreDecided() throws {
    let post = try Post()
    let titles = (1...30).map { "Report \($0)" }
    let path = post.write(titles)
    try post.begin(Post.catalogue("file://" + path), post.settings)
    _ = try post.refresh()
    _ = post.write(Array(titles.prefix(2)))
    _ = try post.refresh()
    let told = try post.told(1)
    #expect(told.map(\.event) == [.held])
    #expect(told.first?.catalogue == "test" && told.first?.command == "cataloguectl approve test")
    _ = try post.refresh()
    #expect(try post.told(1).count == 1, "it is held as before")
    try post.restart()
    try post.begin(Post.catalogue("file://" + path), post.settings)
    #expect(try post.told(1).count == 1, "a restart tells nothing again")
    _ = try post.scheduler.approve("test")
    _ = post.write(titles)
    _ = try post.refresh()
    _ = post.write(Array(titles.prefix(1)))
    _ = try post.refresh()
    #expect(try post.told(2).map(\.event) == [.held, .held], "another one is told")
  }

  @Test func conflictsAreToldOnceWhenTheyOpen() throws {
    let post = try Post()
    let names = ["1", "2"]
    let path = post.write(["Dikes", "Locks"], names: names)
    try post.begin(Post.catalogue("file://" + path), post.settings)
    _ = try post.refresh()
    for number in names {
      _ = try post.library.edit(number, [try EditRequest(typed: "title=Mine \(number)")], Decider("ann"))
    }
    _ = post.write(["Dams", "Locks"], names: names)
    _ = try post.refresh()
    let told = try post.told(1)
    #expect(told.map(\.event) == [.conflicts] && told.first?.catalogue == "test")
    #expect(told.first?.command == "cataloguectl conflicts --catalogue test")
    #expect(told.first?.message.hasPrefix("1 conflict ") == true && told.first?.since != nil)
    _ = try post.refresh()
    #expect(try post.told(1).count == 1, "it is open as before")
    try post.restart()
    try post.begin(Post.catalogue("file://" + path), post.settings)
    #expect(try post.told(1).count == 1, "a restart tells nothing again")
    _ = post.write(["Dams", "Sluices"], names: names)
    _ = try post.refresh()
    #expect(try post.told(2).last?.message.hasPrefix("2 conflicts ") == true, "another one is told")
    _ = try post.library.resolve(2, .local, Decider("ann"))
    _ = try post.refresh()
    #expect(try post.told(2).count == 2, "that one of them is settled is no news")
  }

  @Test func failingIsToldAfterItsTimeAndRecoveryOnce() throws {
    let post = try Post()
    let missing = "file://" + post.directory.file("dump.xml")
    var settings = post.settings
    settings.failingAfter = 3600
    try post.begin(Post.catalogue(missing), settings)
    _ = try post.refresh()
    #expect(try post.told(0).isEmpty)
    post.advance(4000)
    _ = try post.refresh()
    #expect(try post.told(1).map(\.event) == [.failing])
    try post.restart()
    try post.begin(Post.catalogue(missing), settings)
    _ = try post.refresh()
    #expect(try post.told(1).count == 1)
    _ = post.write(["One"])
    _ = try post.refresh()
    let told = try post.told(2)
    #expect(told.map(\.event) == [.failing, .recovered])
    _ = try post.refresh()
    #expect(try post.told(2).count == 2)
  }

  @Test func aRefusedCredentialIsTold() throws {
    let server = LoopbackServer { _ in LoopbackServer.Reply(401) }
    defer { server.stop() }
    let post = try Post()
    var catalogue = Post.catalogue(server.url("/oai"))
    catalogue.transfer.credentials = .bearer(file: post.directory.write("secret", to: "token"))
    try post.begin(catalogue, post.settings)
    _ = try post.refresh()
    let told = try post.told(1)
    #expect(told.map(\.event) == [.credentials])
    #expect(told.first?.message.contains("secret") == false)
    _ = try post.refresh()
    #expect(try post.told(1).count == 1)
  }

  @Test func newReportsThatMatchAreToldOnce() throws {
    let post = try Post()
    let path = post.write(["Sea ice one", "Sand"])
    var settings = post.settings
    settings.searches = [
      SavedSearch(name: "ice", words: "\"sea ice\""), SavedSearch(name: "none", words: "volcano"),
      SavedSearch(name: "other", words: "ice", catalogue: "other"),
    ]
    try post.begin(Post.catalogue("file://" + path), settings)
    usleep(300_000)
    _ = try post.refresh()
    var told = try post.told(1)
    #expect(told.map(\.event) == [.reports])
    #expect(told.first?.search == "ice" && told.first?.total == 1)
    #expect(told.first?.reports?.map(\.title) == ["Sea ice one"])
    // What is new is told while the command cannot be run, and after a restart.
    settings.command = ["/no/such/program"]
    post.notifier.use(settings)
    _ = post.write(["Sea ice one", "Sand", "Sea ice two"])
    _ = try post.refresh()
    let end = Date() + 5
    while post.events.failures.count < 2, Date() < end { usleep(20_000) }
    #expect(post.events.failures.first?.contains("/no/such/program") == true)
    #expect(post.notifier.failure?.message.contains("No such file") == true)
    try post.restart()
    settings.command = post.settings.command
    try post.begin(Post.catalogue("file://" + path), settings)
    told = try post.told(2)
    #expect(told.map { $0.reports?.map(\.title) } == [["Sea ice one"], ["Sea ice two"]])
    #expect(post.notifier.failure == nil)
    _ = try post.refresh()
    #expect(try post.told(2).count == 2)
  }

  @Test func aCommandThatFailsTwiceIsAskedAThirdTime() throws {
    let post = try Post()
    var settings = post.settings
    settings.disk = DiskFloor(bytes: .max, share: 1)
    post.directory.write("xx", to: "left")
    post.directory.write(
      """
      #!/bin/sh
      left=$(cat "$2"); [ -n "$left" ] && { printf '%s' "${left#x}" > "$2"; echo "not yet"; exit 1; }
      cat >> "$1"
      """, to: "tell")
    chmod(post.directory.file("tell"), 0o755)
    settings.command.append(post.directory.file("left"))
    try post.begin(Post.catalogue("file:///nothing"), settings)
    #expect(try post.told(1).map(\.event) == [.disk])
    #expect(post.events.failures == ["it ended with status 1: not yet", "it ended with status 1: not yet"])
    #expect(try post.told(1).count == 1)
  }

  @Test func aCommandThatHangsSlowsNoRunAndNoEnd() throws {
    let post = try Post()
    let path = post.write(["One"])
    var settings = post.settings
    settings.disk = DiskFloor(bytes: .max, share: 1)
    post.directory.write("#!/bin/sh\necho $$ > \"$1\"\nsleep 300\n", to: "tell")
    chmod(post.directory.file("tell"), 0o755)
    try post.begin(Post.catalogue("file://" + path), settings)
    let end = Date() + 5
    while Date() < end, !FileManager.default.fileExists(atPath: post.directory.file("told")) {
      usleep(20_000)
    }
    let begun = Date()
    _ = try post.refresh()
    #expect(Date().timeIntervalSince(begun) < 2)
    let stopping = Date()
    post.notifier.stop()
    #expect(Date().timeIntervalSince(stopping) < 3)
  }
}
