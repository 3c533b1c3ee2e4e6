import ControlAPI

extension ControlClient {
  /// Asks for an answer of any length, and hands its bytes on as they come. Blocks until all of it has come.
  ///
  /// - Parameters:
  ///   - path: Below `/v1/`, its parts encoded by `encode`.
  ///   - take: False where the bytes cannot be kept; then the answer is `.unreadable`.
  /// - Returns: Up to which change of the log it goes.
  /// - Throws: `.unreadable` also where it broke off: what was handed on is not all then.
  public func stream(_ path: String, take: @escaping (UnsafeRawBufferPointer) -> Bool) throws(Failure)
    -> Int64
  {
    let receipt = Receipt(easy, take)
    do throws(Failure) { try receive(path, receipt) } catch {
      guard receipt.done > 0, !receipt.isRefused else { throw error }
      switch error {
      case .hungUp, .unreadable, .silent:
        throw .unreadable("the answer broke off: what came is not all of it; ask again")
      default: throw error
      }
    }
    guard let change = header(ExportRequest.changeField).flatMap({ Int64($0) }) else {
      throw .unreadable("the daemon's answer cannot be read; are both programs of one release?")
    }
    return change
  }
}
