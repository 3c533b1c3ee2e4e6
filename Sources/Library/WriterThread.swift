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
    /// The copy that is being made.
    var copy: OnlineCopy?
    private let ailments: Monitor<StoreHealth>

    init(_ connection: Connection, _ ailments: Monitor<StoreHealth>) throws(StorageError) {
      self.connection = connection
      self.ailments = ailments
      records = try RecordWriter(connection)
      lookup = try RecordLookup(connection)
    }

    /// Runs `body` as one transaction that writes records.
    func transaction<T>(_ body: () throws(LibraryError) -> T) throws(LibraryError) -> T {
      let result = try connection.transaction(wrap: LibraryError.store) { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in try records.loadCounters() }
        let result = try body()
        try Library.store { () throws(StorageError) in try records.storeCounters() }
        return result
      }
      ailments.withLock { $0.full = nil }
      return result
    }
  }

  typealias Job = @Sendable (Room) -> Void

  private struct Queue {
    var decisions: [Job] = []
    var pages: [Job] = []
    var isStopped = false
  }

  private let queue = Monitor(Queue())
  private let ended = Monitor(false)
  /// With every job, and while one of them works in SQLite.
  let turns = Turns()
  private let ailments: Monitor<StoreHealth>
  private let now: @Sendable () -> Int64

  /// Opens the store for writing on a thread of its own.
  init(_ store: Store, _ ailments: Monitor<StoreHealth>, _ now: @escaping @Sendable () -> Int64)
    throws(StorageError)
  {
    self.ailments = ailments
    self.now = now
    let opened = Monitor<Result<Void, StorageError>?>(nil)
    let queue = queue
    let ended = ended
    let turns = turns
    Thread("writer", stack: 4 << 20) {
      defer { ended.withLock { $0 = true } }
      let room: Room
      do throws(StorageError) {
        room = try Room(try store.openWriter(), ailments)
      } catch {
        opened.withLock { $0 = .failure(error) }
        return
      }
      room.connection.whileWorking { turns.note() }
      opened.withLock { $0 = .success(()) }
      while let job = Self.next(queue) {
        job(room)
        turns.note()
      }
    }.detach()
    try opened.wait { $0 }.get()
  }

  private static func next(_ queue: Monitor<Queue>) -> Job? {
    queue.wait { queue -> Job?? in
      if !queue.decisions.isEmpty { return queue.decisions.removeFirst() }
      if !queue.pages.isEmpty { return queue.pages.removeFirst() }
      return queue.isStopped ? .some(nil) : nil
    }
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
    let job: Job = { [self] room in
      let result: Result<T, LibraryError>
      do throws(LibraryError) { result = .success(try body(room)) } catch {
        note(error)
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

  /// What a job met that says something of the store.
  func note(_ error: LibraryError) {
    guard case .store(let error) = error else { return }
    let now = now()
    ailments.withLock { $0.note(error, at: now) }
  }
}
