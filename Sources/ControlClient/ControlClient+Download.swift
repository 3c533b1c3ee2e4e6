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
    let digest = FileDigest()
    let receipt = Receipt(easy) { bytes in
      digest.add(bytes)
      return take(bytes)
    }
    try watching(Meter(progress)) { () throws(Failure) in try receive(path, receipt) }
    guard let sent = header("Repr-Digest"), sent == digest.finish() else {
      throw .unreadable("what came is not what the daemon sent: its digest differs; try again")
    }
    return receipt.done
  }

  /// Whom curl tells how far it is.
  private final class Meter {
    let tell: (Download) -> Void
    init(_ tell: @escaping (Download) -> Void) { self.tell = tell }
  }

  private func watching(_ meter: Meter, _ body: () throws(Failure) -> Void) throws(Failure) {
    catalogued_curl_set_pointer(easy, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(meter).toOpaque())
    catalogued_curl_set_progress(easy) { context, total, done, _, _ in
      guard let context else { return 0 }
      Unmanaged<Meter>.fromOpaque(context).takeUnretainedValue().tell(
        Download(done: Int64(done), total: Int64(total)))
      return 0
    }
    catalogued_curl_set_long(easy, CURLOPT_NOPROGRESS, 0)
    defer {
      catalogued_curl_set_long(easy, CURLOPT_NOPROGRESS, 1)
      withExtendedLifetime(meter) {}
    }
    try body()
  }

  func header(_ name: String) -> String? {
    var found: UnsafeMutablePointer<curl_header>?
    guard curl_easy_header(easy, name, 0, 1, -1, &found) == CURLHE_OK, let value = found?.pointee.value else {
      return nil
    }
    return String(cString: value)
  }
}
