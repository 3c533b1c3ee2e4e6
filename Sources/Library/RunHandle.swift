import Storage
import Threads

/// The way of a run's pages to the writer, bounded: a run that is ahead of the writer waits. Used by the run's thread.
public final class RunHandle: Sendable {
  private let library: Library
  public let run: Int64

  private struct Line {
    var waiting = 0
    var receipts: [PageReceipt] = []
    var failure: LibraryError?
    /// Pages that the writer is done with: the run's thread, which made them, ends them. Were the writer to give their
    /// memory back, the two would wait for each other inside `malloc`, thousands of times a second.
    var spent: [ArrivalPage] = []
  }
  private let line = Monitor(Line())

  /// Three pages may wait, so that the run goes on while a checkpoint waits for the disk.
  private static let depth = 3

  init(_ library: Library, run: Int64) {
    self.library = library
    self.run = run
  }

  /// Queues a page, after those before it. Blocks while three wait. Throws what the writer met with an earlier page; then
  /// nothing after that page was kept.
  public func take(_ page: ArrivalPage, preparedBy preparer: RecordPreparer) throws(LibraryError) {
    preparer.pageLeaves()
    clear()
    let failure = line.wait { line -> LibraryError?? in
      if let failure = line.failure { return .some(failure) }
      guard line.waiting < Self.depth else { return nil }
      line.waiting += 1
      return .some(nil)
    }
    if let failure { throw failure }
    let queue = line
    let number = run
    let now = library.now
    let accepted = library.writer.submit { room in
      if queue.withLock({ $0.failure != nil }) {  // nothing may be kept behind a hole
        queue.withLock { $0.waiting -= 1 }
        return
      }
      let result: Result<PageReceipt, LibraryError>
      do throws(LibraryError) { result = .success(try room.take(page, run: number, at: now())) } catch {
        room.note(error)
        result = .failure(error)
      }
      queue.withLock { line in
        line.waiting -= 1
        line.spent.append(page)
        switch result {
        case .success(let receipt): line.receipts.append(receipt)
        case .failure(let error): line.failure = error
        }
      }
    }
    guard accepted else {
      line.withLock { $0.waiting -= 1 }
      throw .refused("the daemon is stopping")
    }
  }

  /// Ends the pages that the writer is done with.
  private func clear() {
    let spent = line.withLock { line in
      defer { line.spent = [] }
      return line.spent
    }
    withExtendedLifetime(spent) {}
  }

  /// What the writer said of pages since the last call.
  public func receipts() -> [PageReceipt] {
    line.withLock { line in
      defer { line.receipts.removeAll() }
      return line.receipts
    }
  }

  /// Blocks until no page waits, and throws what the writer met.
  public func drain() throws(LibraryError) {
    let failure = line.wait { $0.waiting == 0 ? .some($0.failure) : nil }
    clear()
    if let failure { throw failure }
  }

  /// Closes the run, behind all of its pages (rules 5 to 8).
  public func close(_ facts: RunEnd) throws(LibraryError) -> RunClose {
    try drain()
    let number = run
    return try library.writer.performInTurn { (room) throws(LibraryError) in
      try room.close(number, facts, at: room.now())
    }
  }
}
