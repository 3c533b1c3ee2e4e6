/// Where a head and the bytes after it come from: the network or a file.
protocol Answer: Sendable {
  /// Blocks until the head is there.
  func head() -> Result<TransferResponse, TransferError>
  /// Blocks until more of the body is there, as it was sent. Nil at its end.
  func next() throws(TransferError) -> [UInt8]?
  func cancel()
}

/// An answer that failed before it began.
struct FailedAnswer: Answer {
  let failure: TransferError

  func head() -> Result<TransferResponse, TransferError> { .failure(failure) }
  func next() throws(TransferError) -> [UInt8]? { throw failure }
  func cancel() {}
}
