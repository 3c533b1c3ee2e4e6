import TestSupport
import Testing

@testable import Reconciliation

/// The properties of RECONCILIATION.md over thousands of sequences, the same ones every time.
@Suite("Rules 1 to 8 over generated sequences")
struct PropertyTests {
  static let batches = Array(0..<8)
  static let seeds = 400

  @Test("equal the rules written down plainly, after every step", arguments: batches)
  func oracle(batch: Int) throws {
    try hold(batch) { events, seed in
      let rules = ArrivalRules(seed: seed)
      return try differsFromOracle(
        replaying(events, seed: seed), rules: rules, world: MemoryStore(rules, spread: Self.spread(seed)))
    }
  }

  @Test("P1: replayed suffixes change nothing", arguments: batches)
  func replays(batch: Int) throws {
    try hold(batch) { events, seed in
      try violatesP1(events, seed: seed) { MemoryStore(ArrivalRules(seed: seed), spread: Self.spread(seed)) }
    }
  }

  @Test("P1: page cuts and kills change nothing", arguments: batches)
  func kills(batch: Int) throws {
    try hold(batch) { events, seed in
      var once = MemoryStore(ArrivalRules(seed: seed), spread: Self.spread(seed))
      once.play(events)
      var killed = MemoryStore(ArrivalRules(seed: seed), spread: Self.spread(seed))
      if let wrong = killed.play(events, killedBy: ArrivalDice(seed: seed)) { return wrong }
      for name in 0..<2 {
        let (a, b) = (try once.snapshot(of: name), try killed.snapshot(of: name))
        if a != b { return "once:   \(a)\n  killed: \(b)" }
      }
      return nil
    }
  }

  @Test("P2: the same run again adds nothing", arguments: batches)
  func repetition(batch: Int) throws {
    try hold(batch) { events, seed in
      let rules = ArrivalRules(seed: seed)
      return try violatesP2(events, seed: seed, rules: rules) { MemoryStore(rules) }
    }
  }

  @Test("P4: no committed revision goes away", arguments: batches)
  func permanence(batch: Int) throws {
    try hold(batch) { events, seed in
      try violatesP4(replaying(events, seed: seed), world: MemoryStore(ArrivalRules(seed: seed)))
    }
  }

  /// Record numbers next to each other, and in different words and chunks of a `NumberSet`.
  static func spread(_ seed: Int) -> RecordNumber { [1, 1, 70, 5000][seed % 4] }

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

extension MemoryStore {
  mutating func play(_ events: [ArrivalEvent]) {
    for event in events { step(event) }
  }

  /// Plays with pages that end anywhere, and kills that throw away what no page has committed, so that it is heard
  /// again. Answers what a reloaded memory has lost.
  mutating func play(_ events: [ArrivalEvent], killedBy dice: ArrivalDice) -> String? {
    var dice = dice
    var saved = self
    var next = 0
    var heard = 0
    while heard < events.count {
      step(events[heard])
      heard += 1
      if dice.chance(0.1) {
        (self, heard) = (saved, next)
        if let wrong = reload() { return wrong }
      } else if dice.chance(0.4) {
        commit()
        (saved, next) = (self, heard)
      }
    }
    return nil
  }
}
