import TestSupport
import Testing

/// The properties of RECONCILIATION.md over the real store, the same sequences every time.
@Suite("Rules 1 to 8 in the store, over generated sequences") struct StorePropertyTests {
  static let batches = Array(0..<4)
  static let seeds = 400

  /// P1: with pages that end anywhere, replayed suffixes, and the store closed and opened in mid-run, the store holds
  /// what the rules, written down plainly, say.
  @Test(arguments: batches) func equalsTheRulesWhateverIsCutReplayedOrKilled(_ batch: Int) throws {
    try hold(batch) { events, seed in
      let rules = ArrivalRules(seed: seed)
      let world = try StoreWorld(rules, seed: seed, kills: true)
      var oracle = ArrivalOracle(rules)
      for (n, event) in replaying(events, seed: seed).enumerated() {
        oracle.step(event)
        try world.step(event)
        guard !world.isOpen(event.catalogue) else { continue }
        let (expected, found) = (
          oracle.snapshot(of: event.catalogue).comparable, try world.snapshot(of: event.catalogue)
        )
        if expected != found {
          return "after event \(n), \(event)\n  expected: \(expected)\n  found:    \(found)"
        }
      }
      let problems = try world.problems()
      return problems.isEmpty ? nil : problems.joined(separator: "\n")
    }
  }

  @Test(arguments: batches) func p2TheSameRunAgainAddsNothing(_ batch: Int) throws {
    try hold(batch) { events, seed in
      let rules = ArrivalRules(seed: seed)
      return try violatesP2(events, seed: seed, rules: rules) {
        try StoreWorld(rules, seed: seed, kills: false)
      }
    }
  }

  @Test(arguments: batches) func p4NoCommittedRevisionGoesAway(_ batch: Int) throws {
    try hold(batch) { events, seed in
      try violatesP4(
        replaying(events, seed: seed),
        world: try StoreWorld(ArrivalRules(seed: seed), seed: seed, kills: true))
    }
  }

  /// Shows the smallest sequence of the first seed for which the property does not hold.
  private func hold(
    _ batch: Int, _ violation: ([ArrivalEvent], Int) throws -> String?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func wrong(_ events: [ArrivalEvent], _ seed: Int) -> String? {
      do { return try violation(events, seed) } catch { return "\(error)" }
    }
    for seed in batch * Self.seeds..<(batch + 1) * Self.seeds {
      let events = generateArrivals(seed: seed)
      guard wrong(events, seed) != nil else { continue }
      let smallest = shrink(events) { wrong($0, seed) != nil }
      let story = smallest.map { "  \($0)" }.joined(separator: "\n")
      Issue.record(
        "seed \(seed), \(ArrivalRules(seed: seed))\n\(story)\n  \(wrong(smallest, seed) ?? "")",
        sourceLocation: sourceLocation)
      return
    }
  }
}
