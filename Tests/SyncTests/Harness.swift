import CatalogueFormats
import Foundation
import Library
import Sync
import Synchronization
import TestSupport
import Transfer

/// The real rooms below a scheduler: real libcurl, a real store, one catalogue of a loopback server.
final class Harness: Sendable {
  let directory: TemporaryDirectory
  let library: Library
  let engine: TransferEngine
  let scheduler: Scheduler
  let events: Events

  final class Events: Sendable {
    private let list = Mutex<[SyncEvent]>([])
    func add(_ event: SyncEvent) { list.withLock { $0.append(event) } }
    var all: [SyncEvent] { list.withLock { $0 } }
    var retries: Int { all.filter { if case .retrying = $0 { true } else { false } }.count }
  }

  init(
    _ directory: TemporaryDirectory = TemporaryDirectory(),
    clock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
  ) throws {
    self.directory = directory
    library = try Library(path: directory.file("store.sqlite"), now: clock)
    engine = try TransferEngine()
    let events = Events()
    self.events = events
    scheduler = Scheduler(
      library, engine,
      SchedulerSettings(
        concurrentRuns: 4, retry: Backoff(first: 0.01, cap: 0.05), failure: Backoff(first: 3600, cap: 3600))
    ) { events.add($0) }
  }

  /// A catalogue that only runs when it is asked to.
  static func catalogue(
    _ name: String, _ url: String, format: String = "oai-pmh", arrivals: ArrivalSettings = ArrivalSettings()
  ) -> CatalogueSettings {
    var transfer = TransferSettings()
    transfer.gap = 0
    transfer.connectTimeout = 2
    return CatalogueSettings(
      name: name, title: name, harvest: HarvestSettings(format: format, url: url), transfer: transfer,
      arrivals: arrivals, interval: 86400, enabled: false)
  }

  func begin(_ catalogues: CatalogueSettings...) throws {
    _ = try scheduler.configure(catalogues)
    scheduler.start()
  }

  /// Asks for a run and waits for its end.
  func refresh(
    _ name: String = "test", full: Bool = false, dryRun: Bool = false, within seconds: Double = 30
  ) throws -> RunOutcome {
    let before = ended(name).count
    _ = try scheduler.refresh(name, RunRequest(full: full, rehearsal: dryRun))
    let end = Date() + seconds
    while Date() < end {
      let now = ended(name)
      if now.count > before, case .running? = scheduler.situation(name)?.state {
      } else if now.count > before {
        return now[now.count - 1]
      }
      usleep(2_000)
    }
    throw Failure(message: "no run of \(name) ended within \(seconds) s")
  }

  struct Failure: Error { var message: String }

  private func ended(_ name: String) -> [RunOutcome] {
    events.all.compactMap { if case .ended(name, _, let outcome) = $0 { outcome } else { nil } }
  }

  func stop() {
    scheduler.stop()
    engine.shutdown()
    library.stop()
  }
}

/// A small repository whose ListRecords answers a test scripts: `pages` are asked one after the other.
enum Script {
  static func identify(deleted: String = "persistent", date: String = "2026-01-01T00:00:00Z") -> String {
    document(
      "<Identify><repositoryName>Scripted</repositoryName><baseURL>http://x.example/oai</baseURL>"
        + "<protocolVersion>2.0</protocolVersion><adminEmail>a@x.example</adminEmail>"
        + "<earliestDatestamp>2015-01-01T00:00:00Z</earliestDatestamp><deletedRecord>\(deleted)</deletedRecord>"
        + "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>", date: date)
  }

  static func document(_ body: String, date: String = "2026-01-01T00:00:00Z") -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
      + "<responseDate>\(date)</responseDate><request>http://x.example/oai</request>\(body)</OAI-PMH>"
  }

  static func error(_ code: String) -> String { document("<error code=\"\(code)\">as scripted</error>") }

  static func record(
    _ number: Int, title: String? = nil, deleted: Bool = false, stamp: String = "2025-01-01T00:00:00Z"
  )
    -> String
  {
    let head = "<identifier>oai:x.example:\(number)</identifier><datestamp>\(stamp)</datestamp>"
    if deleted { return "<record><header status=\"deleted\">\(head)</header></record>" }
    return "<record><header>\(head)</header><metadata><oai_dc:dc "
      + "xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
      + "<dc:title>\(title ?? "Report \(number)")</dc:title></oai_dc:dc></metadata></record>"
  }

  static func list(_ records: [String], token: String? = nil, date: String = "2026-01-01T00:00:00Z") -> String
  {
    let end = token.map { "<resumptionToken>\($0)</resumptionToken>" } ?? ""
    return document("<ListRecords>\(records.joined())\(end)</ListRecords>", date: date)
  }

  /// A server that answers the small verbs by itself and `ListRecords` by `pages`, which is told the token.
  static func server(
    deleted: String = "persistent", date: @escaping @Sendable () -> String = { "2026-01-01T00:00:00Z" },
    pages: @escaping @Sendable (_ token: String?, _ query: [String: String]) -> LoopbackServer.Reply
  ) -> LoopbackServer {
    LoopbackServer { request in
      let query = request.query
      switch query["verb"] {
      case "Identify": return .xml(identify(deleted: deleted, date: date()))
      case "ListRecords": return pages(query["resumptionToken"], query)
      case "ListSets": return .xml(error("noSetHierarchy"))
      default: return .xml(error("noMetadataFormats"))
      }
    }
  }
}
