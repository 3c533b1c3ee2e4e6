import Glibc
import Threads

/// A `file:` URL (RFC 8089), read by the reader's own thread; nothing to be polite to.
final class FileAnswer: Answer {
  private enum State {
    case open(Int32)
    case over(TransferError?)
  }
  private let response: TransferResponse
  private let address: String
  private let mailbox: Mailbox
  private let state: Monitor<State>

  init(_ url: String, _ mailbox: Mailbox) throws(TransferError) {
    address = WebAddress.shown(url)
    self.mailbox = mailbox
    response = TransferResponse(status: 200, effectiveURL: url, headers: [], validators: Validators())
    let path = try Self.path(url, address)
    // Without waiting, as opening a pipe without a writer would.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let isThere = errno != ENOENT && errno != ENOTDIR
      throw Self.failure(
        address, "cannot be opened: \(String(cString: strerror(errno)))",
        isThere ? "Let the service's user read it." : "Check the path.")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "a device, pipe or socket"
      throw Self.failure(address, "\(kind), not a file", "Name a file.")
    }
    state = Monitor(.open(descriptor))
  }

  deinit { finish(nil) }

  func head() -> Result<TransferResponse, TransferError> {
    state.withLock {
      if case .over(let failure?) = $0 { return .failure(failure) }
      return .success(response)
    }
  }

  func next() throws(TransferError) -> [UInt8]? {
    if !mailbox.isOpen { cancel() }
    let result: Result<[UInt8]?, TransferError> = state.withLock {
      guard case .open(let descriptor) = $0 else {
        if case .over(let failure?) = $0 { return .failure(failure) }
        return .success(nil)
      }
      var count = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 256 << 10) { buffer, filled in
        repeat {
          count = read(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        filled = max(count, 0)
      }
      if count > 0 { return .success(bytes) }
      let failure =
        count < 0
        ? Self.failure(address, "cannot be read: \(String(cString: strerror(errno)))", "Check the disk.")
        : nil
      close(descriptor)
      $0 = .over(failure)
      return failure.map { .failure($0) } ?? .success(nil)
    }
    return try result.get()
  }

  func cancel() { finish(.cancelled(address)) }

  private func finish(_ failure: TransferError?) {
    state.withLock {
      if case .open(let descriptor) = $0 { close(descriptor) }
      $0 = .over(failure)
    }
  }

  /// The path of `file:/path`, `file:///path` or `file://localhost/path`, percent-encoding undone.
  private static func path(_ url: String, _ address: String) throws(TransferError) -> String {
    var rest = url.utf8.dropFirst("file:".utf8.count).prefix { $0 != 0x3F && $0 != 0x23 }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let host = String(decoding: rest.prefix { $0 != 0x2F }, as: UTF8.self)
      guard host.isEmpty || host.lowercased() == "localhost" else {
        throw failure(
          address, "a file of another host (\(shownText(host)))", "Write file:///path, with three slashes.")
      }
      rest = rest.drop { $0 != 0x2F }
    }
    guard rest.first == 0x2F, let path = percentDecoded(rest), !path.utf8.contains(0) else {
      throw failure(
        address, "not the path of a file", "Write file:///path, with a path that begins at the root.")
    }
    return path
  }

  private static func percentDecoded(_ text: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func failure(_ address: String, _ wrong: String, _ advice: String) -> TransferError {
    TransferError(kind: .file, message: "Reading \(address): \(wrong). \(advice)", isTransient: false)
  }
}
