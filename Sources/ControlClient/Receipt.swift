import CCurl

/// The body of an answer as it comes: handed on, or kept where it is a refusal's.
final class Receipt {
  private let easy: UnsafeMutableRawPointer
  private let take: (UnsafeRawBufferPointer) -> Bool
  /// How many bytes were handed on.
  private(set) var done: Int64 = 0
  /// Whether they could not be kept.
  private(set) var isRefused = false
  /// What came in their place.
  private(set) var problem: [UInt8] = []

  private static let problemLimit = 1 << 20

  /// - Parameter take: False where the bytes cannot be kept: then no more come.
  init(_ easy: UnsafeMutableRawPointer, _ take: @escaping (UnsafeRawBufferPointer) -> Bool) {
    self.easy = easy
    self.take = take
  }

  fileprivate func hear(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var status = 0
    catalogued_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    guard status == 200 else {
      guard problem.count < Self.problemLimit else { return false }
      problem.append(contentsOf: bytes)
      return true
    }
    done += Int64(bytes.count)
    isRefused = !take(bytes)
    return !isRefused
  }
}

extension ControlClient {
  /// Asks, and lets a receipt have the answer's body. Blocks until all of it has come.
  ///
  /// - Throws: `.unreadable` where its bytes could not be kept.
  func receive(_ path: String, _ receipt: Receipt) throws(Failure) {
    let status = try withExtendedLifetime(receipt) { () throws(Failure) in
      defer { receiveAnswers() }
      catalogued_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(receipt).toOpaque())
      catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let receipt = Unmanaged<Receipt>.fromOpaque(context).takeUnretainedValue()
        return receipt.hear(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
      }
      do throws(Failure) { return try ask(path, body: nil, patience: 86_400) } catch {
        guard receipt.isRefused else { throw error }
        throw .unreadable("the bytes that came could not be written")
      }
    }
    guard status == 200 else { throw problem(status, receipt.problem) }
  }
}
