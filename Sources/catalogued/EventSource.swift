import ControlAPI
import ControlServer
import Library
import Sync
import Threads

/// What happens, as server-sent events: runs, catalogues whose standing has changed, conflicts that open and end, and how
/// far the change log has come.
final class EventSource: Sendable {
  let hub: EventHub
  /// Says how a run stands; known once the service is there.
  private let service = Monitor<DaemonService?>(nil)
  private let isOver = Monitor(false)

  /// Seconds between two looks at the runs that go on.
  private static let pace = 1.0

  /// Its ids are like no other daemon's, not even of one that was started in the same second.
  init() { hub = EventHub(epoch: String(UInt64.random(in: 0...UInt64.max), radix: 36)) }

  private struct Name: Encodable { var name: String }
  private struct Number: Encodable { var number: Int64 }

  func start(_ service: DaemonService) {
    self.service.withLock { $0 = service }
    Thread("events", stack: 512 << 10) { [weak self] in self?.follow() }.detach()
  }

  func stop() { isOver.withLock { $0 = true } }

  /// How a catalogue stands has changed: whoever shows it asks anew.
  func changed(_ catalogue: String) { hub.publish("catalogue", Name(name: catalogue)) }

  /// A person decided about a report: whoever shows it asks anew.
  func decided(_ report: Int64) { hub.publish("report", Number(number: report)) }

  /// A reader of the one stream of what happens.
  func hear(_ event: SyncEvent) {
    switch event {
    case .began(let catalogue, let run, _, _, _):
      tell(run)
      changed(catalogue)
    case .ended(let catalogue, let run, _):
      if run != 0 { tell(run) }
      changed(catalogue)
    case .retrying(_, let run, _, _): tell(run)
    case .recognised(let catalogue, _, _), .readAgain(let catalogue, _, _), .trouble(let catalogue, _):
      changed(catalogue)
    case .clockSet: break
    }
  }

  private func tell(_ run: Int64) {
    // Also while nobody listens: who comes back behind an id relies on hearing of every end.
    guard hub.wasHeard, let service = service.withLock({ $0 }), let info = try? service.run(run) else {
      return
    }
    hub.publish("run", info)
  }

  /// Of many at once the latest: whoever shows conflicts asks anew at `changes`.
  private static let conflictLimit = 100

  private func tellConflicts(after change: Int64, upTo last: Int64, _ service: DaemonService) {
    let numbers = try? service.library.conflicts(changedAfter: change, upTo: last, limit: Self.conflictLimit)
    for number in numbers ?? [] {
      guard let conflict = try? service.conflict(number) else { continue }
      hub.publish("conflict", conflict)
    }
  }

  private func isOver(within seconds: Double) -> Bool {
    isOver.wait(until: monotonicSeconds() + seconds) { $0 ? true : nil } ?? false
  }

  /// Tells how the runs get on, as long as somebody listens.
  private func follow() {
    var told: [Int64: RunInfo] = [:]
    var change: Int64 = -1
    while hub.awaitListener(), let service = service.withLock({ $0 }) {
      // Who listens first hears of all that comes from then on, also before the first look.
      if change < 0 { change = (try? service.library.lastChange()) ?? change }
      guard !isOver(within: Self.pace) else { return }
      var now: [Int64: RunInfo] = [:]
      for run in service.scheduler.runs() {
        guard let info = try? service.run(run) else { continue }
        now[run] = info
        if told[run] != info { hub.publish("run", info) }
      }
      told = now
      if let last = try? service.library.lastChange(), last != change {
        if change >= 0 {
          hub.publish("changes", Number(number: last))
          tellConflicts(after: change, upTo: last, service)
        }
        change = last
      }
    }
  }
}
