// The properties of rules 1 to 8 over any store. Each answers nil, or what is wrong.

/// A store that is shown to come to what the rules say, after every step.
public func differsFromOracle(
  _ events: [ArrivalEvent], rules: ArrivalRules, world: some ArrivalWorld
) throws -> String? {
  var world = world
  var oracle = ArrivalOracle(rules)
  for (n, event) in events.enumerated() {
    oracle.step(event)
    try world.step(event)
    let expected = oracle.snapshot(of: event.catalogue)
    let found = try world.snapshot(of: event.catalogue)
    if expected != found {
      return "after event \(n), \(event)\n  expected: \(expected)\n  found:    \(found)"
    }
  }
  return nil
}

/// P1: what comes again after kills changes nothing.
public func violatesP1<World: ArrivalWorld>(
  _ events: [ArrivalEvent], seed: Int, world: () throws -> World
) throws -> String? {
  var once = try world()
  var replayed = try world()
  try once.play(events)
  try replayed.play(replaying(events, seed: seed))
  for catalogue in 0..<2 {
    let (a, b) = (try once.snapshot(of: catalogue).closed, try replayed.snapshot(of: catalogue).closed)
    if a != b { return "P1: catalogue \(catalogue)\n  once:     \(a)\n  replayed: \(b)" }
  }
  return nil
}

/// P2: the same run again adds nothing, once absences have counted out.
public func violatesP2<World: ArrivalWorld>(
  _ events: [ArrivalEvent], seed: Int, rules: ArrivalRules, world: () throws -> World
) throws -> String? {
  for catalogue in 0..<2 {
    guard let run = lastClosedRun(of: catalogue, in: events) else { continue }
    var world = try world()
    try world.play(events)
    for _ in 1..<rules.missingAfter[catalogue] { try world.play(run) }
    let before = try world.snapshot(of: catalogue).history
    try world.play(run.map { $0.days(later: 3 * (seed % 4)) })
    let after = try world.snapshot(of: catalogue).history
    if before != after { return "P2: catalogue \(catalogue)\n  before: \(before)\n  after:  \(after)" }
  }
  return nil
}

/// P4: no revision that was committed is ever removed or changed.
public func violatesP4(_ events: [ArrivalEvent], world: some ArrivalWorld) throws -> String? {
  var world = world
  var old = [try world.snapshot(of: 0).history, try world.snapshot(of: 1).history]
  for event in events {
    try world.step(event)
    let now = try world.snapshot(of: event.catalogue).history
    for (identifier, contents) in old[event.catalogue].contents
    where !(now.contents[identifier] ?? []).starts(with: contents) {
      return "P4: record \(identifier) was \(contents), is \(now.contents[identifier] ?? [])"
    }
    old[event.catalogue] = now
  }
  return nil
}

private func lastClosedRun(of catalogue: Int, in events: [ArrivalEvent]) -> [ArrivalEvent]? {
  var begin: Int?
  var end: Int?
  for (n, event) in events.enumerated() where event.catalogue == catalogue {
    switch event {
    case .begin: (begin, end) = (n, nil)
    case .end(_, let regular): end = begin != nil && regular ? n : nil
    default: break
    }
  }
  guard let begin, let end else { return nil }
  return events[begin...end].filter { event in
    guard event.catalogue == catalogue else { return false }
    switch event {
    case .approve, .reject: return false
    default: return true
    }
  }
}

extension ArrivalEvent {
  fileprivate func days(later days: Int) -> ArrivalEvent {
    guard case .begin(let catalogue, let day, let full, let complete, let scope, let response) = self else {
      return self
    }
    return .begin(
      catalogue: catalogue, day: day + days, full: full, complete: complete, scope: scope, response: response)
  }
}
