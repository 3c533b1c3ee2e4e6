import Catalogue
import ControlAPI

/// Figures for monitoring, as OpenMetrics 1.0 text.
struct Metrics {
  private(set) var text = ""

  init(_ status: Status, _ catalogues: [CatalogueStatus]) {
    family(
      "catalogued", "info", "What answers.", [("_info{version=\"\(Self.escaped(status.version))\"}", "1")])
    gauge(
      "catalogued_start_time_seconds", "When the daemon started.", status.started.seconds, unit: "seconds")
    gauge("catalogued_store_bytes", "The store on disk.", status.store.bytes, unit: "bytes")
    gauge("catalogued_reports", "Reports that are shown.", status.store.reports)
    gauge("catalogued_withdrawn_reports", "Reports that every catalogue withdrew.", status.store.withdrawn)
    gauge("catalogued_records", "Records, tombstones included.", status.store.records)
    counter("catalogued_changes", "Changes of what the library shows.", status.store.lastChange)
    var kinds: [String: Int] = [:]
    for need in status.needsPerson { kinds[need.kind.rawValue, default: 0] += 1 }
    let known = ["held", "failing", "credentials", "configuration", "rename", "notify", "disk", "store"]
    family(
      "catalogued_needs_person", "gauge", "What waits for a person, by kind.",
      (known + kinds.keys.filter { !known.contains($0) }.sorted()).map {
        ("{kind=\"\(Self.escaped($0))\"}", "\(kinds[$0] ?? 0)")
      })
    each("catalogued_catalogue_live_records", "Live records.", catalogues) { $0.counts.live }
    each("catalogued_catalogue_withdrawn_records", "Tombstones.", catalogues) { $0.counts.withdrawn }
    each("catalogued_catalogue_rejects", "Records that are set aside.", catalogues) { $0.rejects }
    each("catalogued_catalogue_held_deletions", "Deletions that wait for a person.", catalogues) {
      $0.held?.deletions ?? 0
    }
    each("catalogued_catalogue_failures", "Failed runs in a row.", catalogues) { $0.lastError?.times ?? 0 }
    each("catalogued_catalogue_running", "Whether a run is going on.", catalogues) {
      if case .running = $0.state { 1 } else { 0 }
    }
    each(
      "catalogued_catalogue_in_step_timestamp_seconds", "When the last run closed.", catalogues,
      unit: "seconds"
    ) { $0.inStep?.seconds }
    each(
      "catalogued_catalogue_next_run_timestamp_seconds", "When the next run starts.", catalogues,
      unit: "seconds"
    ) { $0.nextRun?.at.seconds }
    text += "# EOF\n"
  }

  // MARK: The format

  private mutating func gauge(
    _ name: String, _ help: String, _ value: some BinaryInteger, unit: String? = nil
  ) {
    family(name, "gauge", help, [("", "\(value)")], unit: unit)
  }

  private mutating func counter(_ name: String, _ help: String, _ value: some BinaryInteger) {
    family(name, "counter", help, [("_total", "\(value)")])
  }

  private mutating func each(
    _ name: String, _ help: String, _ catalogues: [CatalogueStatus], unit: String? = nil,
    _ value: (CatalogueStatus) -> (some BinaryInteger)?
  ) {
    let samples = catalogues.compactMap { catalogue in
      value(catalogue).map { ("{catalogue=\"\(Self.escaped(catalogue.name))\"}", "\($0)") }
    }
    family(name, "gauge", help, samples, unit: unit)
  }

  private mutating func family(
    _ name: String, _ type: String, _ help: String, _ samples: [(String, String)], unit: String? = nil
  ) {
    guard !samples.isEmpty else { return }
    text += "# TYPE \(name) \(type)\n"
    if let unit { text += "# UNIT \(name) \(unit)\n" }
    text += "# HELP \(name) \(help)\n"
    for (suffix, value) in samples { text += "\(name)\(suffix) \(value)\n" }
  }

  /// A label's value.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
