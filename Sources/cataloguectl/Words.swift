import Catalogue
import ControlAPI
import Glibc

/// How facts are said to people.
enum Words {
  /// "3 min ago", "in 2 h".
  static func relative(_ time: Timestamp, now: Int64 = Int64(Glibc.time(nil))) -> String {
    let (seconds, overflow) = time.seconds.subtractingReportingOverflow(now)
    if overflow || abs(seconds) < 2 { return "now" }
    let size = span(abs(seconds))
    return seconds < 0 ? "\(size) ago" : "in \(size)"
  }

  /// "45 s", "12 min", "5 h", "3 d": rounded to what people would say.
  static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<90: "\(seconds) s"
    case ..<5400: "\((seconds + 30) / 60) min"
    case ..<129_600: "\((seconds + 1800) / 3600) h"
    default: "\(seconds / 86_400 + (seconds % 86_400 >= 43_200 ? 1 : 0)) d"
    }
  }

  /// "ann", "ann (imported by root)".
  static func who(_ user: String, _ imported: DecisionImport?) -> String {
    user + (imported.map { " (imported by \($0.by))" } ?? "")
  }

  /// "12.3 MB".
  static func size(_ bytes: Int64) -> String {
    guard bytes >= 1000 else { return "\(bytes) bytes" }
    var value = Double(bytes)
    var unit = 0
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    while value >= 999.95, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = Int64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }

  static func state(_ state: RunInfo.State) -> String {
    switch state {
    case .running: "running"
    case .done: "done"
    case .doneWithRejects: "done with rejects"
    case .doneEmpty: "done, but empty"
    case .held: "held"
    case .brokenOff: "broken off"
    case .failed: "failed"
    case .interrupted: "interrupted"
    case .abandoned: "abandoned"
    case .unknown: "unknown"
    }
  }

  /// Why no run of a catalogue is scheduled.
  static func noNextRun(_ state: CatalogueState) -> String {
    switch state {
    case .running: "after this one"
    case .disabled: "when a person asks for it, because: enabled = false"
    case .paused: "after cataloguectl resume, or when a person asks for it"
    case .failing: "when a person asks for it, because: the upstream says that it is gone"
    default: "—"
    }
  }

  static func state(_ catalogue: CatalogueStatus) -> String {
    switch catalogue.state {
    case .idle: catalogue.rejects > 0 ? "idle, \(counted(catalogue.rejects, "reject"))" : "idle"
    case .running(let run): run.map { $0 < 0 ? "a dry run" : "running (\($0))" } ?? "running"
    case .waiting: "waiting"
    case .held(let deletions): "held: \(counted(deletions, "deletion"))"
    case .failing(_, let times, _): times == 1 ? "failing" : "failing (\(times)×)"
    case .paused: "paused"
    case .disabled: "disabled"
    case .unconfigured: "unconfigured"
    case .other(let name): name
    }
  }

  /// "400 heard, 3 new, 1 changed": what there is none of is left out, but for the first three.
  static func counts(_ counters: RunCounters) -> String {
    var parts = ["\(counters.records) heard", "\(counters.new) new", "\(counters.changed) changed"]
    for (count, name) in [
      (counters.gone, "gone"), (counters.held, "held"), (counters.rejects, "rejected"),
      (counters.stale, "stale"),
      (counters.duplicate, "twice"),
    ] where count > 0 {
      parts.append("\(count) \(name)")
    }
    return parts.joined(separator: ", ")
  }
}
