// Random histories of what upstreams and persons say, for the properties of rules 1 to 8: plain numbers, so that any
// store can be driven with them. A catalogue, an identifier and a content are small numbers; time is in days.

/// One thing that happens to the records.
public enum ArrivalEvent: Hashable, Sendable {
  /// A run begins. One that is still open in the same catalogue breaks off.
  case begin(catalogue: Int, day: Int, full: Bool, complete: Bool, scope: String, response: Int)
  /// A run hears a statement; without an open run it goes unheard.
  case statement(ArrivalStatement)
  /// A run ends: by a close, if `regular`; else it broke off.
  case end(catalogue: Int, regular: Bool)
  /// A person believes what is held at this moment; during a run the answer waits for its end.
  case approve(catalogue: Int)
  /// A person does not believe what is held; during a run the answer waits for its end.
  case reject(catalogue: Int)

  public var catalogue: Int {
    switch self {
    case .begin(let catalogue, _, _, _, _, _), .end(let catalogue, _), .approve(let catalogue),
      .reject(let catalogue):
      catalogue
    case .statement(let statement): statement.catalogue
    }
  }

  public var isStatement: Bool { if case .statement = self { true } else { false } }
}

/// What an upstream says of one identifier.
public struct ArrivalStatement: Hashable, Sendable {
  public var catalogue: Int
  /// nil: it could not be read.
  public var identifier: Int?
  public var datestamp: Int?
  public var content: ArrivalContent
  /// Stands for the upstream's bytes.
  public var raw: Int

  public init(catalogue: Int, identifier: Int?, datestamp: Int?, content: ArrivalContent, raw: Int) {
    self.catalogue = catalogue
    self.identifier = identifier
    self.datestamp = datestamp
    self.content = content
    self.raw = raw
  }
}

public enum ArrivalContent: Hashable, Sendable {
  case live(Int)
  case deleted
  /// The identifier could be read, and the rest could not.
  case broken
}

/// The settings under which a sequence is played.
public struct ArrivalRules: Hashable, Sendable {
  /// By catalogue.
  public var missingAfter: [Int]
  public var guardCount: Int
  public var guardShare: Double

  /// The settings that belong to a seed.
  public init(seed: Int) {
    var dice = ArrivalDice(seed: seed &+ 1_000_003)
    missingAfter = [dice.pick([1, 1, 2]), dice.pick([1, 1, 2])]
    guardCount = dice.pick([1, 2, 3, 9])
    guardShare = dice.pick([0.2, 0.2, 0.5])
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
public struct ArrivalDice: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x2545_f491_4f6c_dd1d }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// True once in `1 / probability` times.
  public mutating func chance(_ probability: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < probability }

  /// 0 up to and without `end`.
  public mutating func below(_ end: Int) -> Int { Int(next() % UInt64(end)) }

  /// One of `values`, which are not empty.
  public mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

/// Up to six runs of two catalogues, with persons' answers between and during them: the same for the same seed.
public func generateArrivals(seed: Int) -> [ArrivalEvent] {
  var dice = ArrivalDice(seed: seed)
  var events: [ArrivalEvent] = []
  var day = 0
  let dated = [dice.pick([1, 1, 0, 0.8]), dice.pick([1, 1, 0, 0.8])]
  let width = dice.pick([1, 2, 2, 3, 7])
  func answer() -> ArrivalEvent {
    let catalogue = dice.below(2)
    return dice.chance(0.4) ? .approve(catalogue: catalogue) : .reject(catalogue: catalogue)
  }
  for _ in 0..<(1 + dice.below(6)) {
    day += dice.below(6)
    let catalogue = dice.below(2)
    events.append(
      .begin(
        catalogue: catalogue, day: day, full: dice.chance(0.6), complete: dice.chance(0.5),
        scope: dice.chance(0.9) ? "s" : "t", response: day - dice.pick([0, 0, 0, 3])))
    for _ in 0..<(1 + dice.below(width > 3 ? 9 : 4)) {
      let content: ArrivalContent =
        dice.chance(0.8) ? .live(dice.below(4)) : dice.chance(0.1) ? .broken : .deleted
      let isUnreadable = content == .broken && dice.chance(0.3)
      events.append(
        .statement(
          ArrivalStatement(
            catalogue: catalogue, identifier: isUnreadable ? nil : dice.below(width),
            datestamp: dice.chance(dated[catalogue]) ? day + dice.below(5) - 2 : nil, content: content,
            raw: dice.below(2))))
      if dice.chance(0.04) { events.append(answer()) }
    }
    events.append(.end(catalogue: catalogue, regular: dice.chance(0.85)))
    while dice.chance(0.25) { events.append(answer()) }
  }
  return events
}

/// The same sequence as it is heard when kills make the last statements of open runs come again (P1).
public func replaying(_ events: [ArrivalEvent], seed: Int) -> [ArrivalEvent] {
  var dice = ArrivalDice(seed: seed &+ 2_000_003)
  var out: [ArrivalEvent] = []
  var heard: [Int: [ArrivalEvent]] = [:]
  for event in events {
    if case .begin(let catalogue, _, _, _, _, _) = event { heard[catalogue] = [] }
    out.append(event)
    if event.isStatement { heard[event.catalogue]?.append(event) }
    for (_, statements) in heard.sorted(by: { $0.key < $1.key })
    where dice.chance(0.25) && !statements.isEmpty {
      out += statements.suffix(1 + dice.below(statements.count))
    }
    if case .end(let catalogue, _) = event { heard[catalogue] = nil }
  }
  return out
}

/// The smallest sequence, as far as leaving events out can make it so, that still `fails`.
public func shrink<Event>(
  _ events: [Event], while fails: ([Event]) throws -> Bool
) rethrows -> [Event] {
  var events = events
  var again = true
  while again {
    again = false
    for size in [4, 2, 1] {
      var at = 0
      while at < events.count {
        let shorter = Array(events[..<at] + events[min(at + size, events.count)...])
        if try fails(shorter) {
          events = shorter
          again = true
        } else {
          at += 1
        }
      }
    }
  }
  return events
}
