import Catalogue
import TestSupport
import Testing

@testable import Reconciliation

/// The properties of RECONCILIATION.md, of what the library shows, over thousands of small worlds, the same ones every
/// time.
@Suite("Rules 9 to 14 over generated worlds")
struct ViewPropertyTests {
  static let batches = Array(0..<8)
  static let seeds = 250

  @Test("P3: catalogues commute, up to record numbers", arguments: batches)
  func commuting(batch: Int) {
    hold(batch) { events, seed in
      let people = events.filter { if case .revise = $0 { false } else { true } }
      func stream(_ wanted: Int) -> [ViewEvent] {
        events.filter { if case .revise(let catalogue, _, _) = $0 { catalogue == wanted } else { false } }
      }
      var dice = ArrivalDice(seed: seed)
      var left = [stream(0), stream(1)]
      var shuffled: [ViewEvent] = []
      while !left[0].isEmpty || !left[1].isEmpty {
        let n = left[0].isEmpty ? 1 : left[1].isEmpty ? 0 : dice.below(2)
        shuffled.append(left[n].removeFirst())
      }
      var (a, b) = (ViewWorld(), ViewWorld())
      a.play(stream(0) + stream(1) + people)
      b.play(shuffled + people)
      let (x, y) = (a.neutral, b.neutral)
      return x == y ? nil : "one after the other: \(x)\n  mixed: \(y)"
    }
  }

  @Test("P5: every value names a source that says so", arguments: batches)
  func sources(batch: Int) {
    hold(batch) { events, _ in
      var world = ViewWorld()
      for event in events {
        world.step(event)
        if let wrong = world.violatesP5 { return wrong }
      }
      return nil
    }
  }

  @Test("P6: kept and mended equals computed afresh", arguments: batches)
  func mending(batch: Int) {
    hold(batch) { events, seed in
      var dice = ArrivalDice(seed: seed)
      var world = ViewWorld()
      var tables = ViewTables()
      var changes: [RecordNumber: LinkChange] = [:]
      for (n, event) in events.enumerated() {
        world.step(event)
        for var change in world.changes {
          if let earlier = changes[change.record] { change.before = earlier.before }
          changes[change.record] = change
        }
        guard dice.chance(0.4) || n == events.count - 1 else { continue }
        tables.mend(world, Array(changes.values))
        changes = [:]
        let afresh = world.afresh
        if tables.view != afresh { return "kept: \(tables.view)\n  afresh: \(afresh)" }
      }
      return nil
    }
  }

  @Test("P7: a decision shows at once, and a decided conflict is closed", arguments: batches)
  func decisions(batch: Int) {
    hold(batch) { events, _ in
      var world = ViewWorld()
      for event in events {
        let before = world.afresh
        if let decision = world.step(event), let wrong = world.violatesP7(decision, before) { return wrong }
      }
      return nil
    }
  }

  @Test("a better parser opens no conflict", arguments: batches)
  func reparsing(batch: Int) {
    hold(batch) { events, _ in
      var world = ViewWorld()
      for event in events {
        func quarrels() -> Set<DecisionNumber> {
          Set(
            world.standing.edits.filter { edit in
              guard let report = world.record(edit.edit.anchor)?.report else { return false }
              return edit.edit.judgement(of: edit.edit.upstream(in: report), in: report).isConflict
            }.map(\.number))
        }
        guard case .reparse = event else {
          world.step(event)
          continue
        }
        let before = quarrels()
        world.step(event)
        if !quarrels().subtracting(before).isEmpty { return "a reparse opened a conflict" }
      }
      return nil
    }
  }

  @Test("an undo gives the view in which the decision was never made", arguments: batches)
  func undoing(batch: Int) {
    hold(batch) { events, _ in
      var world = ViewWorld()
      world.play(events)
      let view = world.afresh
      for decision in world.decisions {
        var undone = world
        let number = (world.decisions.last?.number ?? 0) + 1
        undone.decisions.append(NumberedDecision(number, .undo(decision.number)))
        let gone = Standing.undone(undone.decisions)
        var never = world
        never.decisions.removeAll { gone.contains($0.number) }
        if undone.afresh != never.afresh { return "undo of \(decision) leaves something behind" }
        undone.decisions.append(NumberedDecision(number + 1, .undo(number)))
        if undone.afresh != view { return "undo of the undo of \(decision) differs" }
      }
      return nil
    }
  }

  @Test("without decisions, equals the rules written down plainly", arguments: batches)
  func oracle(batch: Int) {
    hold(batch) { events, _ in
      var world = ViewWorld()
      for event in events {
        switch event {
        case .revise, .configure: world.step(event)
        default: continue
        }
        if let wrong = world.differsFromPlainRules { return wrong }
      }
      return nil
    }
  }

  @Test("the worlds hold what they are to try")
  func worlds() {
    var counts: [String: Int] = [:]
    for seed in 0..<(Self.batches.count * Self.seeds) {
      var world = ViewWorld()
      for event in ViewWorld.generate(seed) {
        let before = world.afresh
        switch world.step(event) {
        case .resolve(let resolution):
          let conflict = before.reports.flatMap(\.conflicts).first {
            $0.edit == resolution.edit && $0.rival == resolution.rival
          }
          if let kind = conflict?.kind { counts["settled \(kind)", default: 0] += 1 }
        case .keep, .withdraw: counts["settled deletedUpstream", default: 0] += 1
        case .merge(_, let lifting) where !lifting.isEmpty: counts["lifting", default: 0] += 1
        default: break
        }
      }
      let view = world.afresh
      for conflict in view.reports.flatMap(\.conflicts) { counts["\(conflict.kind)", default: 0] += 1 }
      counts["joined", default: 0] += view.reports.count { $0.records.count > 1 }
      counts["suggested", default: 0] += view.suggestions.count
    }
    for kind in Conflict.Kind.allCases {
      #expect(counts["\(kind)", default: 0] > 10, "\(counts)")
      #expect(counts["settled \(kind)", default: 0] > 10, "\(counts)")
    }
    #expect(counts["lifting", default: 0] > 20 && counts["joined", default: 0] > 100, "\(counts)")
    #expect(counts["suggested", default: 0] > 100, "\(counts)")
  }

  private func hold(
    _ batch: Int, sourceLocation: SourceLocation = #_sourceLocation, _ wrong: ([ViewEvent], Int) -> String?
  ) {
    for seed in (batch * Self.seeds)..<((batch + 1) * Self.seeds) {
      var events = ViewWorld.generate(seed)
      guard wrong(events, seed) != nil else { continue }
      var size = 4
      while size > 0 {
        var (at, again) = (0, false)
        while at < events.count {
          let shorter = Array(events[..<at] + events[min(at + size, events.count)...])
          if wrong(shorter, seed) != nil { (events, again) = (shorter, true) } else { at += 1 }
        }
        if !again { size /= 2 }
      }
      let story = events.map { "  \($0)" }.joined(separator: "\n")
      Issue.record("seed \(seed)\n\(story)\n  \(wrong(events, seed) ?? "")", sourceLocation: sourceLocation)
      return
    }
  }
}
