import Reconciliation
import Storage
import Threads

/// The one thread that writes: it owns the writing connection and does one job after the other.
///
/// A page of a harvest waits in line; a person's decision goes before it. Whoever asks from another thread blocks until
/// the answer is there, so never ask from Swift's cooperative pool.
final class WriterThread: Sendable {
  /// What only the writer's thread touches.
  final class Room {
    let connection: Connection
    let records: RecordWriter
    let lookup: RecordLookup
    /// The memory of each open run, by its number.
    var runs: [Int64: OpenRun] = [:]
    /// What was read before of records that those of the page that is being taken may join.
    var ahead: [ReadAhead] = []
    /// The copy that is being made.
    var copy: OnlineCopy?
    private let ailments: HealthNotes
    let now: @Sendable () -> Int64

    init(_ connection: Connection, _ ailments: HealthNotes, _ now: @escaping @Sendable () -> Int64)
      throws(StorageError)
    {
      self.connection = connection
      self.ailments = ailments
      self.now = now
      records = try RecordWriter(connection)
      lookup = try RecordLookup(connection)
    }

    /// Runs `body` as one transaction that writes records, and settles what follows from them.
    func transaction<T>(_ body: () throws(LibraryError) -> T) throws(LibraryError) -> T {
      let result = try connection.transaction(wrap: LibraryError.store) { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in try records.loadCounters() }
        let result = try body()
        try Library.store { () throws(StorageError) in
          try settle(because: .records)
          try records.storeCounters()
        }
        return result
      }
      ailments.noteRoom()
      return result
    }

    /// Makes what the library shows follow from what this transaction has changed so far.
    ///
    /// - Parameter touched: Records that decisions name, or whose catalogue has other terms.
    func settle(touched: [Int64] = [], because cause: SettlingCause) throws(StorageError) {
      let unsettled = records.takeUnsettled()
      guard !unsettled.before.isEmpty || !touched.isEmpty else { return }
      var settling = try Settling(self, unsettled, because: cause, at: now())
      try settling.settle(touched: touched)
    }

    /// What a job met that says something of the store.
    func note(_ error: LibraryError) {
      guard case .store(let error) = error else { return }
      ailments.note(error, at: now())
    }
  }

  typealias Job = @Sendable (Room) -> Void

  private struct Queue {
    var decisions: [Job] = []
    var pages: [Job] = []
    /// Small things that are written together, and when, on the clock of `monotonicSeconds`.
    var notes: [Note] = []
    var notesDue = Double.infinity
    /// How many were left and written so far, and up to which somebody waits.
    var notesLeft = 0
    var notesWritten = 0
    var notesAwaited = 0
    var isStopped = false
  }

  /// Something small whose writing may wait, inside a transaction of several.
  typealias Note = @Sendable (Connection) throws(StorageError) -> Void

  private enum Work {
    case job(Job)
    case notes([Note])
  }

  /// Notes wait for so many seconds, or until there are so many: thousands of polls then cost few commits.
  private static let noteDelay = 10.0
  private static let noteLimit = 200

  private let queue = Monitor(Queue())
  private let ended = Monitor(false)
  /// With every job, and while one of them works in SQLite.
  let turns = Turns()

  /// Opens the store for writing on a thread of its own.
  init(_ store: Store, _ ailments: HealthNotes, _ now: @escaping @Sendable () -> Int64)
    throws(StorageError)
  {
    let opened = Monitor<Result<Void, StorageError>?>(nil)
    let queue = queue
    let ended = ended
    let turns = turns
    Thread("writer", stack: 4 << 20) {
      defer { ended.withLock { $0 = true } }
      let room: Room
      do throws(StorageError) {
        room = try Room(try store.openWriter(), ailments, now)
      } catch {
        opened.withLock { $0 = .failure(error) }
        return
      }
      room.connection.whileWorking { turns.note() }
      opened.withLock { $0 = .success(()) }
      while let work = Self.next(queue) {
        switch work {
        case .job(let job): job(room)
        case .notes(let notes):
          Self.write(notes, room)
          queue.withLock { $0.notesWritten += notes.count }
        }
        turns.note()
      }
    }.detach()
    try opened.wait { $0 }.get()
  }

  private static func next(_ queue: Monitor<Queue>) -> Work? {
    while true {
      let deadline = queue.withLock { $0.notesDue }
      let found = queue.wait(until: min(deadline, monotonicSeconds() + 3600)) { queue -> Work?? in
        if !queue.decisions.isEmpty { return .job(queue.decisions.removeFirst()) }
        let isTime =
          queue.notesAwaited > queue.notesWritten || queue.isStopped || queue.notes.count >= noteLimit
        if !queue.notes.isEmpty, isTime || monotonicSeconds() >= queue.notesDue {
          defer {
            queue.notes = []
            queue.notesDue = .infinity
          }
          return .notes(queue.notes)
        }
        if !queue.pages.isEmpty { return .job(queue.pages.removeFirst()) }
        if queue.isStopped { return .some(nil) }
        // The first note since this wait began: it must not wait for longer than its time.
        return queue.notesDue < deadline ? .job({ _ in }) : nil
      }
      if let found { return found }
    }
  }

  private static func write(_ notes: [Note], _ room: Room) {
    do throws(LibraryError) {
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in for note in notes { try note(room.connection) } }
      }
    } catch {
      // Each says only that there is nothing to say; the next poll says it again.
      room.note(error)
    }
  }

  /// Leaves something small to be written together with more of its kind, soon.
  func leave(_ note: @escaping Note) {
    queue.withLock { queue in
      queue.notes.append(note)
      queue.notesLeft += 1
      queue.notesDue = min(queue.notesDue, monotonicSeconds() + Self.noteDelay)
    }
  }

  /// Blocks until the notes that were left so far are written; at most a second, where the writer has long work.
  func writeNotes() {
    let left = queue.withLock { queue in
      queue.notesAwaited = queue.notesLeft
      return queue.notesLeft
    }
    _ = queue.wait(until: monotonicSeconds() + 1) { $0.notesWritten >= left ? true : nil }
  }

  /// Ends the thread after the jobs that wait; blocks until it has closed its connection.
  func stop() {
    queue.withLock { $0.isStopped = true }
    ended.wait { $0 ? () : nil }
  }

  /// Queues a job that does nothing, where none waits.
  func nudge() {
    queue.withLock { queue in
      if queue.decisions.isEmpty, queue.pages.isEmpty, !queue.isStopped { queue.pages.append { _ in } }
    }
  }

  /// Queues a page's job; false once the thread was stopped.
  @discardableResult
  func submit(_ job: @escaping Job) -> Bool {
    queue.withLock { queue in
      guard !queue.isStopped else { return false }
      queue.pages.append(job)
      return true
    }
  }

  /// Does `body` on the writer's thread, before the pages that wait, and blocks until it is done.
  func perform<T: Sendable>(_ body: @escaping @Sendable (Room) throws(LibraryError) -> T) throws(LibraryError)
    -> T
  {
    try perform(before: true, body)
  }

  /// Does `body` on the writer's thread, after the pages that wait, and blocks until it is done.
  func performInTurn<T: Sendable>(
    _ body: @escaping @Sendable (Room) throws(LibraryError) -> T
  ) throws(LibraryError) -> T {
    try perform(before: false, body)
  }

  private func perform<T: Sendable>(
    before pages: Bool, _ body: @escaping @Sendable (Room) throws(LibraryError) -> T
  ) throws(LibraryError) -> T {
    let answer = Monitor<Result<T, LibraryError>?>(nil)
    let job: Job = { room in
      let result: Result<T, LibraryError>
      do throws(LibraryError) { result = .success(try body(room)) } catch {
        room.note(error)
        result = .failure(error)
      }
      answer.withLock { $0 = result }
    }
    let taken = queue.withLock { queue in
      guard !queue.isStopped else { return false }
      if pages { queue.decisions.append(job) } else { queue.pages.append(job) }
      return true
    }
    guard taken else { throw .refused("the daemon is stopping; ask again when it has started") }
    return try answer.wait { $0 }.get()
  }
}
