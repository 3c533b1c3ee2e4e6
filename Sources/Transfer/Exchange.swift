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
  private let mailbox: Mailbox

  private struct State {
    var head: TransferResponse?
    var body: [UInt8] = []
    var isPaused = false
    var isWhole = false
    var failure: TransferError?
  }
  private let state = Monitor(State())

  init(_ request: TransferRequest, _ settings: TransferSettings, _ address: WebAddress, _ mailbox: Mailbox) {
    self.id = mailbox.nextID()
    self.request = request
    self.settings = settings
    self.address = address
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
      if !$0.body.isEmpty {
        let bytes = $0.body
        $0.body = []
        if $0.isPaused {
          $0.isPaused = false
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
    let isOver = state.withLock { $0.isWhole || $0.failure != nil }
    fail(.cancelled(address.shown))
    if !isOver { mailbox.post(.cancel(id)) }
  }

  // MARK: The engine's side

  func begin(_ head: TransferResponse) { state.withLock { $0.head = head } }

  /// Says false where the buffer is full: the same bytes come again after a `resume`.
  func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
    state.withLock {
      if $0.failure != nil { return true }
      if $0.body.count >= Self.bufferLimit {
        $0.isPaused = true
        return false
      }
      $0.body.append(contentsOf: bytes)
      return true
    }
  }

  func finish() { state.withLock { $0.isWhole = true } }

  /// The first failure counts. What came before it is still read, unless it is a cancellation.
  func fail(_ error: TransferError) {
    state.withLock {
      if error.kind == .cancelled {
        $0.body = []
        $0.isPaused = false
      }
      if $0.failure == nil { $0.failure = error }
    }
  }
}
