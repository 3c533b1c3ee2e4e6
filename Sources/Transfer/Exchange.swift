import Threads

/// A request between its reader's thread and the engine's: the head, a bounded piece of the body, the outcome.
final class Exchange: Answer {
  typealias ID = UInt64

  /// How many undelivered bytes pause the transfer. One callback's worth may come on top.
  static let bufferLimit = 1 << 20

  let id: ID
  let request: TransferRequest
  let settings: TransferSettings
  let address: WebAddress
  /// What a person configured: where credentials go.
  let origin: WebAddress
  private let mailbox: Mailbox

  private struct State {
    var head: TransferResponse?
    /// What came and was not read yet, in pieces as they came.
    var pieces: ArraySlice<[UInt8]> = []
    var count = 0
    /// Whether the engine was told that the buffer is full.
    var isFull = false
    var isWhole = false
    var failure: TransferError?
  }
  private let state = Monitor(State())

  init(
    _ request: TransferRequest, _ settings: TransferSettings, _ address: WebAddress, origin: WebAddress,
    _ mailbox: Mailbox
  ) {
    self.id = mailbox.nextID()
    self.request = request
    self.settings = settings
    self.address = address
    self.origin = origin
    self.mailbox = mailbox
  }

  // MARK: The reader's side

  func head() -> Result<TransferResponse, TransferError> {
    state.wait {
      if let head = $0.head, $0.failure?.kind != .cancelled { return .success(head) }
      return $0.failure.map { .failure($0) }
    }
  }

  func next() throws(TransferError) -> [UInt8]? {
    let result: Result<[UInt8]?, TransferError> = state.wait {
      if let bytes = $0.pieces.popFirst() {
        $0.count -= bytes.count
        // Not before there is room for a few pieces: each resuming wakes the engine.
        if $0.isFull, $0.count <= Self.bufferLimit / 2 {
          $0.isFull = false
          mailbox.post(.resume(id))
        }
        return .success(bytes)
      }
      if let failure = $0.failure { return .failure(failure) }
      return $0.isWhole ? .success(nil) : nil
    }
    return try result.get()
  }

  func cancel() {
    guard !state.withLock({ $0.isWhole && $0.pieces.isEmpty || $0.failure != nil }) else { return }
    let isWhole = state.withLock { $0.isWhole }
    fail(.cancelled(address.shown))
    if !isWhole { mailbox.post(.cancel(id)) }
  }

  // MARK: The engine's side

  func begin(_ head: TransferResponse) { state.withLock { $0.head = head } }

  /// Takes a piece of the body. Says false if the buffer is full now: a `resume` follows when it is not.
  func take(_ piece: [UInt8]) -> Bool {
    state.withLock {
      if $0.failure != nil { return true }
      $0.count += piece.count
      $0.pieces.append(piece)
      $0.isFull = $0.count >= Self.bufferLimit
      return !$0.isFull
    }
  }

  func finish() { state.withLock { $0.isWhole = true } }

  /// The first failure counts. What came before it is still read, unless it is a cancellation.
  func fail(_ error: TransferError) {
    state.withLock {
      if error.kind == .cancelled {
        $0.pieces = []
        $0.count = 0
        $0.isFull = false
      }
      if $0.failure == nil { $0.failure = error }
    }
  }
}
