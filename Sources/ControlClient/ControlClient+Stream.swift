import CCurl
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
    let receipt = StreamReceipt(easy, take)
    let status = try withExtendedLifetime(receipt) { () throws(Failure) in
      defer { receiveAnswers() }
      catalogued_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(receipt).toOpaque())
      catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let receipt = Unmanaged<StreamReceipt>.fromOpaque(context).takeUnretainedValue()
        return receipt.hear(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
      }
      do throws(Failure) { return try ask(path, body: nil, patience: 86_400) } catch {
        switch error {
        case _ where receipt.isRefused: throw .unreadable("the bytes that came could not be written")
        case .hungUp where receipt.hasBegun, .unreadable where receipt.hasBegun,
          .silent where receipt.hasBegun:
          throw .unreadable("the answer broke off: what came is not all of it; ask again")
        default: throw error
        }
      }
    }
    guard status == 200 else { throw self.problem(status, receipt.problem) }
    guard let change = header(ExportRequest.changeField).flatMap({ Int64($0) }) else {
      throw .unreadable("the daemon's answer cannot be read; are both programs of one release?")
    }
    return change
  }
}

/// What curl calls back.
private final class StreamReceipt {
  private let easy: UnsafeMutableRawPointer
  private let take: (UnsafeRawBufferPointer) -> Bool
  private(set) var hasBegun = false
  private(set) var isRefused = false
  /// The body of an answer that is no stream.
  private(set) var problem: [UInt8] = []

  init(_ easy: UnsafeMutableRawPointer, _ take: @escaping (UnsafeRawBufferPointer) -> Bool) {
    self.easy = easy
    self.take = take
  }

  func hear(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var status = 0
    catalogued_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    guard status == 200 else {
      guard problem.count < 1 << 20 else { return false }
      problem.append(contentsOf: bytes)
      return true
    }
    hasBegun = true
    isRefused = !take(bytes)
    return !isRefused
  }
}
