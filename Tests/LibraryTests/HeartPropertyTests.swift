import TestSupport
import Testing

@testable import Library

/// Properties of RECONCILIATION.md over the real store, the same sequences every time.
@Suite("Rules 9 to 14 in the store, over generated sequences") struct HeartPropertyTests {
  static let batches = Array(0..<4)
  static let seeds = 300

  @Test(
    "P6 and P4: what is kept is what would be computed afresh, after whatever happened, and nothing but a purge removes",
    arguments: batches)
  func equalsTheViewComputedAfresh(_ batch: Int) {
    for seed in batch * Self.seeds..<(batch + 1) * Self.seeds {
      let events = HeartEvent.generate(seed)
      guard let first = wrong(events) else { continue }
      let smallest = shrink(events) { wrong($0) != nil }
      let story = smallest.map { "  \($0)" }.joined(separator: "\n")
      Issue.record("seed \(seed)\n\(story)\n  \(wrong(smallest) ?? "not again; it was: \(first)")")
      return
    }
  }

  private func wrong(_ events: [HeartEvent]) -> String? {
    do {
      let world = try HeartWorld()
      for (n, event) in (events + [.mend]).enumerated() {
        let before = try world.sizes()
        try world.step(event)
        let problems = try world.problems()
        if !problems.isEmpty { return "after event \(n): " + problems.joined(separator: "\n  ") }
        switch event {
        case .purge, .purgeCatalogue: continue
        default: break
        }
        let after = try world.sizes()
        if zip(before, after).contains(where: >) { return "after event \(n): \(before) became \(after)" }
      }
      if let disorder = try world.disorder() { return disorder }
      let problems = try world.library.verify()
      return problems.isEmpty ? nil : problems.joined(separator: "\n  ")
    } catch { return "\(error)" }
  }
}
