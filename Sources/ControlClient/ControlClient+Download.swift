import CCurl
import ControlAPI

extension ControlClient {
  /// How far a download has come.
  public struct Download: Sendable {
    /// Bytes that came, and that are to come; 0 where nothing has come yet.
    public var done: Int64
    public var total: Int64
  }

  /// Asks for a file, and hands its bytes on as they come. Blocks until all of it has come, and is what was sent
  /// (`Repr-Digest`).
  ///
  /// - Parameters:
  ///   - take: False where the bytes cannot be kept; then the answer is `.unreadable`.
  ///   - progress: Told some times a second, also while nothing comes.
  /// - Returns: How many bytes there were.
  public func download(
    _ path: String, take: @escaping (UnsafeRawBufferPointer) -> Bool, progress: @escaping (Download) -> Void
  ) throws(Failure) -> Int64 {
    let receipt = Receipt(easy, take: take, progress: progress)
    var problem: [UInt8] = []
    let status = try withExtendedLifetime(receipt) { () throws(Failure) in
      defer { stopReceiving() }
      receive(into: Unmanaged.passUnretained(receipt).toOpaque())
      do throws(Failure) {
        let status = try ask(path, body: nil, patience: 86_400)
        problem = receipt.problem
        return status
      } catch {
        guard receipt.isRefused else { throw error }
        throw .unreadable("the bytes that came could not be written")
      }
    }
    guard status == 200 else { throw self.problem(status, problem) }
    guard let digest = header("Repr-Digest"), digest == receipt.digest.finish() else {
      throw .unreadable("what came is not what the daemon sent: its digest differs; try again")
    }
    return receipt.done
  }

  /// What curl calls back.
  private final class Receipt {
    let easy: UnsafeMutableRawPointer
    let take: (UnsafeRawBufferPointer) -> Bool
    let progress: (Download) -> Void
    let digest = FileDigest()
    var done: Int64 = 0
    var isRefused = false
    /// The body of an answer that is no file.
    var problem: [UInt8] = []

    init(
      _ easy: UnsafeMutableRawPointer, take: @escaping (UnsafeRawBufferPointer) -> Bool,
      progress: @escaping (Download) -> Void
    ) {
      self.easy = easy
      self.take = take
      self.progress = progress
    }

    func hear(_ bytes: UnsafeRawBufferPointer) -> Bool {
      var status = 0
      catalogued_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
      guard status == 200 else {
        guard problem.count < 1 << 20 else { return false }
        problem.append(contentsOf: bytes)
        return true
      }
      done += Int64(bytes.count)
      digest.add(bytes)
      isRefused = !take(bytes)
      return !isRefused
    }
  }

  private func receive(into receipt: UnsafeMutableRawPointer) {
    catalogued_curl_set_pointer(easy, CURLOPT_WRITEDATA, receipt)
    catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let receipt = Unmanaged<Receipt>.fromOpaque(context).takeUnretainedValue()
      return receipt.hear(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    catalogued_curl_set_pointer(easy, CURLOPT_XFERINFODATA, receipt)
    catalogued_curl_set_progress(easy) { context, total, done, _, _ in
      guard let context else { return 0 }
      Unmanaged<Receipt>.fromOpaque(context).takeUnretainedValue().progress(
        Download(done: Int64(done), total: Int64(total)))
      return 0
    }
    catalogued_curl_set_long(easy, CURLOPT_NOPROGRESS, 0)
  }

  private func stopReceiving() {
    catalogued_curl_set_long(easy, CURLOPT_NOPROGRESS, 1)
    receiveAnswers()
  }

  func header(_ name: String) -> String? {
    var found: UnsafeMutablePointer<curl_header>?
    guard curl_easy_header(easy, name, 0, 1, -1, &found) == CURLHE_OK, let value = found?.pointee.value else {
      return nil
    }
    return String(cString: value)
  }
}
