/// What waits for the workers, and in which order it is worked on.
///
/// At most half of the workers are at changes, which may take minutes, at most half at one user's searches, and all but
/// one at both: so a quick question never waits for them, and nobody's search for long searches of one other. A change
/// that finds none worked on, or a search that finds none of its user's worked on, goes before the questions: so many of
/// these do not keep it waiting. Within a lane, who came first is first, but for a search of whom fewer are worked on; a
/// connection asks one thing at a time, so that none gets more than its turn.
struct Lanes<Item> {
  enum Lane: Int, CaseIterable {
    /// What is answered at once.
    case question
    /// What may take tenths of a second.
    case search
    /// What changes something, or copies everything.
    case change
  }

  /// A user's number (`SO_PEERCRED`).
  typealias User = UInt32

  /// What a worker is at.
  struct Turn {
    var item: Item
    var lane: Lane
    var user: User
  }

  private let workers: Int
  private var waiting: [[Turn]] = Lane.allCases.map { _ in [] }
  private var working = Lane.allCases.map { _ in 0 }
  /// How many searches of each user wait, and how many are worked on.
  private var waitingSearches: [User: Int] = [:]
  private var searching: [User: Int] = [:]

  /// - Parameter workers: At least 3.
  init(workers: Int) { self.workers = workers }

  mutating func add(_ item: Item, of user: User, to lane: Lane) {
    waiting[lane.rawValue].append(Turn(item: item, lane: lane, user: user))
    if lane == .search { waitingSearches[user, default: 0] += 1 }
  }

  /// The next to work on, until `done` is said; nil where there is nothing, or nothing for which a worker may be had.
  mutating func next() -> Turn? {
    let change = hasRoom && working[Lane.change.rawValue] < workers / 2 ? place(in: .change) : nil
    let search = hasRoom ? searchPlace : nil
    let isFirstChange = working[Lane.change.rawValue] == 0
    let isFirstSearch = search.map { searching[waiting[Lane.search.rawValue][$0].user] == nil } ?? false
    if let change, isFirstChange { return take(.change, change) }
    if let search, isFirstSearch { return take(.search, search) }
    if let question = place(in: .question) { return take(.question, question) }
    if let change { return take(.change, change) }
    return search.flatMap { take(.search, $0) }
  }

  mutating func done(_ turn: Turn) {
    working[turn.lane.rawValue] -= 1
    if turn.lane == .search { searching.lower(turn.user) }
  }

  mutating func removeAll() {
    for lane in Lane.allCases { waiting[lane.rawValue] = [] }
    waitingSearches = [:]
  }

  /// Whether one more may be at what is not quick.
  private var hasRoom: Bool {
    working[Lane.search.rawValue] + working[Lane.change.rawValue] < workers - 1
  }

  private func place(in lane: Lane) -> Int? { waiting[lane.rawValue].isEmpty ? nil : 0 }

  /// The first of those of whom the fewest searches are worked on.
  private var searchPlace: Int? {
    let fewest = waitingSearches.keys.reduce(workers / 2) { min($0, searching[$1] ?? 0) }
    guard fewest < workers / 2 else { return nil }
    return waiting[Lane.search.rawValue].firstIndex { searching[$0.user] ?? 0 == fewest }
  }

  private mutating func take(_ lane: Lane, _ place: Int) -> Turn {
    let turn = waiting[lane.rawValue].remove(at: place)
    working[lane.rawValue] += 1
    if lane == .search {
      waitingSearches.lower(turn.user)
      searching[turn.user, default: 0] += 1
    }
    return turn
  }
}

extension [UInt32: Int] {
  /// One less; what there is none of is not in it.
  fileprivate mutating func lower(_ user: UInt32) {
    guard let count = self[user] else { return }
    self[user] = count > 1 ? count - 1 : nil
  }
}
