import Glibc

/// A listening Unix socket, and its name in the file system.
struct UnixListener: Sendable {
  let descriptor: Int32
  let path: String
  /// Which file the name was when it was made; nil where the name is not ours to remove.
  fileprivate let identity: FileIdentity?

  /// Takes over a socket that the service manager listens on (sd_listen_fds(3)). Its name, mode and group are the
  /// manager's, and stay when the daemon goes: who calls then waits for the next one.
  static func adopt(_ descriptor: Int32) throws(ControlServerError) -> UnixListener {
    var address = UnixAddress()
    var kind: Int32 = 0
    var listens: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard let path = address.name(of: descriptor),
      getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) == 0, kind == Int32(SOCK_STREAM.rawValue),
      getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens != 0,
      fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    else {
      throw ControlServerError(
        message:
          "taking over the control socket (descriptor \(descriptor)): it is no listening Unix stream socket; "
          + "catalogued.socket needs one ListenStream= with a path")
    }
    return UnixListener(descriptor: descriptor, path: path, identity: nil)
  }

  /// Binds `path`. A socket that nobody listens on is replaced; what is no socket, or answers, is left alone.
  static func open(_ path: String, backlog: Int) throws(ControlServerError) -> UnixListener {
    let address = try UnixAddress(path)
    try makeDirectory(of: path)
    try clear(path, address)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure(path, reason()) }
    // Linux gives the name the socket's own mode, less the umask: so it is never open to all, not even for a moment,
    // and the umask, which all threads share, stays as it is. What the umask took is given back afterwards.
    guard fchmod(descriptor, 0o660) == 0, address.with({ bind(descriptor, $0, $1) }) == 0 else {
      defer { Glibc.close(descriptor) }
      throw failure(path, reason())
    }
    let listener = UnixListener(descriptor: descriptor, path: path, identity: FileIdentity(path))
    guard chmod(path, 0o660) == 0, listen(descriptor, Int32(backlog)) == 0 else {
      let why = reason()
      listener.withdraw()
      listener.close()
      throw failure(path, why)
    }
    return listener
  }

  /// Removes the name, unless another program has put its own there.
  func withdraw() {
    if identity != nil, FileIdentity(path) == identity { unlink(path) }
  }

  func close() { Glibc.close(descriptor) }

  private static func clear(_ path: String, _ address: UnixAddress) throws(ControlServerError) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    guard facts.st_mode & S_IFMT == S_IFSOCK else {
      throw failure(
        path, "there is a file that is no socket; move it away, or name another path with --socket")
    }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let probe = socket(AF_UNIX, kind, 0)
    guard probe >= 0 else { throw failure(path, reason()) }
    defer { Glibc.close(probe) }
    // EAGAIN: somebody listens, and has too many callers already.
    if address.with({ connect(probe, $0, $1) }) == 0 || errno == EAGAIN {
      throw failure(path, "another catalogued answers there; stop it first")
    }
    guard errno == ECONNREFUSED else { throw failure(path, reason()) }
    guard unlink(path) == 0 || errno == ENOENT else {
      throw failure(path, "nobody listens there, but it cannot be removed: \(reason())")
    }
  }

  /// The last folder of the path only: a longer way that is missing is more likely a slip.
  private static func makeDirectory(of path: String) throws(ControlServerError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    if mkdir(String(path[..<slash]), 0o750) != 0, errno != EEXIST {
      throw failure(path, "its folder cannot be made: \(reason())")
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

/// A path as connect(2) and bind(2) take it.
private struct UnixAddress {
  private var address = sockaddr_un()

  init() {}

  init(_ path: String) throws(ControlServerError) {
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard !bytes.isEmpty, !bytes.contains(0) else { throw failure(path, "that is no path") }
    guard bytes.count < room else {
      throw failure(path, "the path is longer than \(room - 1) bytes; name a shorter one with --socket")
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  }

  /// The path that a socket is bound to; nil where it is none.
  mutating func name(of descriptor: Int32) -> String? {
    var size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    guard code == 0, address.sun_family == sa_family_t(AF_UNIX), address.sun_path.0 != 0 else { return nil }
    return withUnsafeBytes(of: address.sun_path) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  func with(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

/// Which file a name stands for.
private struct FileIdentity: Hashable, Sendable {
  private var device: UInt
  private var number: UInt

  init?(_ path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return nil }
    device = UInt(facts.st_dev)
    number = UInt(facts.st_ino)
  }
}

private func failure(_ path: String, _ why: String) -> ControlServerError {
  ControlServerError(message: "opening the control socket \(path): \(why)")
}
