import Glibc

/// A credential as it was read from its file, for one hop.
enum Secret {
  case none
  case basic(user: String, password: String)
  case bearer(String)
  case header(name: String, value: String)
  case query(parameter: String, value: String)
  case netrc(file: String)
  case clientCertificate(certificate: String, key: String)

  /// `address` is for the messages, which never quote what a file holds.
  init(_ credentials: TransferSettings.Credentials, _ address: String) throws(TransferError) {
    switch credentials {
    case .none: self = .none
    case .basic(let file):
      let text = try Self.read(file, address)
      guard let colon = text.firstIndex(of: ":") else {
        throw Self.unusable(file, "does not hold user:password", address)
      }
      self = .basic(user: String(text[..<colon]), password: String(text[text.index(after: colon)...]))
    case .bearer(let file): self = .bearer(try Self.read(file, address))
    case .header(let name, let file): self = .header(name: name, value: try Self.read(file, address))
    case .query(let parameter, let file):
      self = .query(parameter: parameter, value: try Self.read(file, address))
    case .netrc(let file):
      _ = try Self.bytes(file, address)
      self = .netrc(file: file)
    case .clientCertificate(let certificate, let key):
      _ = try Self.bytes(certificate, address)
      _ = try Self.bytes(key, address)
      self = .clientCertificate(certificate: certificate, key: key)
    }
  }

  private static func read(_ file: String, _ address: String) throws(TransferError) -> String {
    var bytes = try bytes(file, address)
    if bytes.last == 0x0A { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self), isFieldText(text) else {
      throw unusable(file, "is empty, or holds more than one line of text", address)
    }
    return text
  }

  private static func bytes(_ file: String, _ address: String) throws(TransferError) -> [UInt8] {
    // Without waiting: the engine's thread must not hang on a pipe.
    let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw unusable(file, "cannot be read: \(String(cString: strerror(errno)))", address)
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else {
      throw unusable(file, "cannot be read: \(String(cString: strerror(errno)))", address)
    }
    return Array(bytes[..<count])
  }

  private static func unusable(_ file: String, _ wrong: String, _ address: String) -> TransferError {
    TransferError(
      .credential, address, "the credential's file \(shownText(file)) \(wrong)",
      "Correct the file or the catalogue's settings.", isTransient: false)
  }
}
