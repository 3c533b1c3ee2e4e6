import Threads

/// One request on its way, read by one thread that may block. A reader that is slow stops the transfer, not the engine.
/// To drop it is to cancel it.
public final class Transfer: Sendable {
  private let answer: any Answer
  private let body: Monitor<Body>

  init(_ answer: any Answer, maxBodyBytes: Int) {
    self.answer = answer
    body = Monitor(Body(answer, limit: maxBodyBytes))
  }

  deinit { answer.cancel() }

  /// Blocks until the final answer's head has come.
  public func response() throws(TransferError) -> TransferResponse { try answer.head().get() }

  /// Blocks until more of the body has come, content codings undone (also unannounced gzip). Nil at the body's end.
  /// What came before the transfer broke off is read first, then its error is thrown, also by every later call.
  public func read() throws(TransferError) -> [UInt8]? { try body.withLock { $0.next() }.get() }

  /// Ends the transfer from any thread; its reader sees `.cancelled`.
  public func cancel() { answer.cancel() }
}
