import ControlAPI

/// A family of figures for monitoring (OpenMetrics 1.0). `/metrics` and the manual are made from the table.
struct Metric: Sendable {
  enum Kind: String, Sendable { case gauge, counter, info }

  /// One figure of a family.
  struct Sample: Sendable {
    /// The name of its label and what that says, where the family has several.
    var label: (name: String, value: String)?
    var value: String

    init(_ value: some BinaryInteger, _ label: (name: String, value: String)? = nil) {
      self.value = "\(value)"
      self.label = label
    }
  }

  var name: String
  var kind = Kind.gauge
  /// Ends the name, too, as OpenMetrics has it.
  var unit: String?
  var help: String
  var samples: @Sendable (Status, [CatalogueStatus]) -> [Sample]

  static let all: [Metric] = [
    Metric(name: "catalogued", kind: .info, help: "What answers; label version.") { status, _ in
      [Sample(1, ("version", status.version))]
    },
    Metric(name: "catalogued_start_time_seconds", unit: "seconds", help: "When the daemon started.") {
      status, _ in [Sample(status.started.seconds)]
    },
    Metric(name: "catalogued_store_bytes", unit: "bytes", help: "The store on disk.") { status, _ in
      [Sample(status.store.bytes)]
    },
    Metric(name: "catalogued_reports", help: "Reports that are shown.") { status, _ in
      [Sample(status.store.reports)]
    },
    Metric(name: "catalogued_withdrawn_reports", help: "Reports that every catalogue withdrew.") {
      status, _ in
      [Sample(status.store.withdrawn)]
    },
    Metric(name: "catalogued_records", help: "Records, tombstones included.") { status, _ in
      [Sample(status.store.records)]
    },
    Metric(name: "catalogued_changes", kind: .counter, help: "Changes of what the library shows.") {
      status, _ in [Sample(status.store.lastChange)]
    },
    Metric(name: "catalogued_needs_person", help: "What waits for a person; label kind.") { status, _ in
      var counts: [String: Int] = [:]
      for kind in Need.Kind.known { counts[kind.rawValue] = 0 }
      for need in status.needsPerson { counts[need.kind.rawValue, default: 0] += 1 }
      return counts.sorted { $0.key < $1.key }.map { Sample($0.value, ("kind", $0.key)) }
    },
    Metric(
      name: "catalogued_open_conflicts",
      help: "Conflicts with a catalogue's upstream that wait for a person; label catalogue."
    ) { _, catalogues in
      catalogues.compactMap { catalogue in
        catalogue.openConflicts.map { Sample($0, ("catalogue", catalogue.name)) }
      }
    },
    Metric(name: "catalogued_suggestions", help: "Pairs of reports that might be one.") { status, _ in
      status.suggestions.map { [Sample($0)] } ?? []
    },
    each("live_records", "Live records.") { $0.counts.live },
    each("withdrawn_records", "Tombstones.") { $0.counts.withdrawn },
    each("rejects", "Records that are set aside.") { $0.rejects },
    each("held_deletions", "Deletions that wait for a person.") { $0.held?.deletions ?? 0 },
    each("failures", "Failed runs in a row.") { $0.lastError?.times ?? 0 },
    each("running", "1 while a run is going on, else 0.") {
      if case .running = $0.state { 1 } else { 0 }
    },
    each("in_step_timestamp_seconds", "When the last run closed.", unit: "seconds") { $0.inStep?.seconds },
    each("next_run_timestamp_seconds", "When the next run starts.", unit: "seconds") {
      $0.nextRun?.at.seconds
    },
  ]

  /// A family with a figure for each catalogue that has it.
  private static func each<Value: BinaryInteger>(
    _ name: String, _ help: String, unit: String? = nil,
    _ value: @escaping @Sendable (CatalogueStatus) -> Value?
  ) -> Metric {
    Metric(name: "catalogued_catalogue_\(name)", unit: unit, help: "\(help.dropLast()); label catalogue.") {
      _, catalogues in
      catalogues.compactMap { catalogue in
        value(catalogue).map { Sample($0, ("catalogue", catalogue.name)) }
      }
    }
  }

  // MARK: The format

  /// All families, as text.
  static func text(_ status: Status, _ catalogues: [CatalogueStatus]) -> String {
    all.map { $0.text(status, catalogues) }.joined() + "# EOF\n"
  }

  /// Nothing where it has no figure.
  private func text(_ status: Status, _ catalogues: [CatalogueStatus]) -> String {
    let samples = samples(status, catalogues)
    guard !samples.isEmpty else { return "" }
    var text = "# TYPE \(name) \(kind.rawValue)\n"
    if let unit { text += "# UNIT \(name) \(unit)\n" }
    text += "# HELP \(name) \(help)\n"
    for sample in samples {
      let label = sample.label.map { "{\($0.name)=\"\(Self.escaped($0.value))\"}" } ?? ""
      text += "\(sampleName)\(label) \(sample.value)\n"
    }
    return text
  }

  /// What its figures are called.
  var sampleName: String {
    switch kind {
    case .gauge: name
    case .counter: name + "_total"
    case .info: name + "_info"
    }
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
