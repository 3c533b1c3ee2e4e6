import Catalogue

/// What one run has heard so far, and what waits for its close. It outlives a kill: the store keeps a blob a page
/// (`endPage`), rows of what is staged, older, held and rejected, and the few values of `init`; everything of a page in
/// the page's own transaction.
///
/// Copies are cheap, so that a page can be heard on a copy that is kept once its transaction has committed.
public struct RunMemory: Equatable, Sendable {
  /// When the run's first request was made: seconds since 1970.
  public let begun: Int64
  /// Whether the run asks for everything, without `from`.
  public let full: Bool
  /// Whether the list, so far, can be complete (rule 6). It never becomes so again.
  public private(set) var complete: Bool
  /// The records that were held when the run began.
  public let wasHeld: NumberSet

  /// Records of which there was a statement, even an unreadable one.
  public private(set) var seen = NumberSet()
  /// Records of which a statement was taken. When it was dated is not kept again: see `saidLast`.
  public private(set) var taken = NumberSet()
  /// Deletions of live records, for the close (rule 4).
  public internal(set) var staged: DeletionSet
  /// Statements older than what is stored, for the close (rule 3). None of these records is in `taken`.
  public internal(set) var older: [RecordNumber: OlderStatement]
  /// What is held of this catalogue's deletions (rule 7).
  public internal(set) var held: DeletionSet
  /// What a person rejected of this catalogue's deletions (rule 7).
  public internal(set) var rejected: RejectedDeletions

  /// How often the list was begun again from its beginning.
  public private(set) var pass = 0
  /// The records of this pass; nil in the first, where it is `seen`.
  private var seenInPass: NumberSet?
  private var page: [PageMemory.Entry] = []
  private var newInPass = 0

  /// A run that begins. `held` and `rejected` are the catalogue's.
  public init(begun: Int64, full: Bool, complete: Bool, held: DeletionSet, rejected: RejectedDeletions) {
    self.init(
      begun: begun, full: full, complete: complete, wasHeld: held.numbers, held: held, rejected: rejected,
      staged: DeletionSet(), older: [:], pages: EmptyCollection())
  }

  /// A run that goes on after a kill: what was stored with its last page. `pages` in their order.
  public init(
    begun: Int64, full: Bool, complete: Bool, wasHeld: NumberSet, held: DeletionSet,
    rejected: RejectedDeletions,
    staged: DeletionSet, older: [RecordNumber: OlderStatement], pages: some Sequence<PageMemory>
  ) {
    self.begun = begun
    self.full = full
    self.complete = complete
    self.wasHeld = wasHeld
    self.held = held
    self.rejected = rejected
    self.staged = staged
    self.older = older
    for page in pages { recall(page) }
  }

  /// The list cannot be complete any more: it was restarted from a date, or held a record whose identifier could not be
  /// read (rule 6).
  public mutating func loseCompleteness() { complete = false }

  /// The list begins again from its beginning: its records count as new once more.
  public mutating func beginPass(_ pass: Int) {
    guard pass != self.pass else { return }
    self.pass = pass
    seenInPass = NumberSet()
  }

  /// The store has inserted the record that `hear` told it to insert.
  public mutating func inserted(_ number: RecordNumber) {
    see(number)
    take(number)
  }

  /// Ends a page: what the store is to keep of it.
  public mutating func endPage() -> PageMemory {
    page.sort { $0.number < $1.number }
    var entries: [PageMemory.Entry] = []
    entries.reserveCapacity(page.count)
    for entry in page {
      if let last = entries.last, last.number == entry.number {
        entries[entries.count - 1].taken = last.taken || entry.taken
      } else {
        entries.append(entry)
      }
    }
    defer {
      page.removeAll(keepingCapacity: true)
      newInPass = 0
    }
    return PageMemory(pass: pass, newInPass: newInPass, entries: entries)
  }

  /// Says whether this is the first sight of the record in this run.
  @discardableResult mutating func see(_ number: RecordNumber) -> Bool {
    let first = seen.insert(number)
    let firstInPass = seenInPass?.insert(number) ?? first
    if firstInPass { newInPass += 1 }
    if first || firstInPass { page.append(PageMemory.Entry(number: number, taken: false)) }
    return first
  }

  mutating func take(_ number: RecordNumber) {
    guard taken.insert(number) else { return }
    page.append(PageMemory.Entry(number: number, taken: true))
  }

  private mutating func recall(_ page: PageMemory) {
    beginPass(page.pass)
    for entry in page.entries {
      seen.insert(entry.number)
      seenInPass?.insert(entry.number)
      if entry.taken { taken.insert(entry.number) }
    }
  }
}
