/// What waits for the workers, and in which order it is worked on.
///
/// At most half of the workers are at changes, which may take minutes, at most half at searches, and all but one at both:
/// so a quick question never waits for them. A change or a search that finds none of its kind worked on goes before the
/// questions: so many of these do not keep it waiting. Within a lane, who came first is first; a connection asks one
/// thing at a time, so that none gets more than its turn.
struct Lanes<Item> {
  enum Lane: Int, CaseIterable {
    /// What is answered at once.
    case question
    /// What may take tenths of a second.
    case search
    /// What changes something, or copies everything.
    case change
  }

  private let workers: Int
  private var waiting: [[Item]] = Lane.allCases.map { _ in [] }
  private var working = Lane.allCases.map { _ in 0 }

  /// - Parameter workers: At least 3.
  init(workers: Int) { self.workers = workers }

  mutating func add(_ item: Item, to lane: Lane) { waiting[lane.rawValue].append(item) }

  /// The next to work on, until `done` is said; nil where there is nothing, or nothing for which a worker may be had.
  mutating func next() -> (item: Item, lane: Lane)? {
    let slow: [Lane] = [.change, .search]
    let order = slow.filter { working[$0.rawValue] == 0 } + [.question] + slow
    guard let lane = order.first(where: isReady) else { return nil }
    working[lane.rawValue] += 1
    return (waiting[lane.rawValue].removeFirst(), lane)
  }

  mutating func done(_ lane: Lane) { working[lane.rawValue] -= 1 }

  mutating func removeAll() { for lane in Lane.allCases { waiting[lane.rawValue] = [] } }

  private func isReady(_ lane: Lane) -> Bool {
    guard !waiting[lane.rawValue].isEmpty else { return false }
    let slow = working[Lane.search.rawValue] + working[Lane.change.rawValue]
    return lane == .question || working[lane.rawValue] < workers / 2 && slow < workers - 1
  }
}
