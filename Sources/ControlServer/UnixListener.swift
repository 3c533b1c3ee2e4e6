import Glibc

/// Binds the control socket. A stale one is replaced; what is no socket, or answers, is left alone.
enum UnixListener {
  static func open(_ path: String, backlog: Int) throws(ControlServerError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < room else {
      throw failure(path, "the path is longer than \(room - 1) bytes; name a shorter one with --socket")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    try makeDirectory(of: path)
    try clear(path, address)
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw failure(path, String(cString: strerror(errno))) }
    // Whoever may open the socket may read; so it is never open to all, not even for a moment.
    let mask = umask(0o117)
    let bound = with(address) { bind(listener, $0, $1) }
    let reason = String(cString: strerror(errno))
    umask(mask)
    guard bound == 0, listen(listener, Int32(backlog)) == 0 else {
      close(listener)
      throw failure(path, reason)
    }
    return listener
  }

  private static func clear(_ path: String, _ address: sockaddr_un) throws(ControlServerError) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    guard facts.st_mode & S_IFMT == S_IFSOCK else {
      throw failure(path, "there is a file that is no socket; move it away, or name another path with --socket")
    }
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(probe) }
    if with(address, { connect(probe, $0, $1) }) == 0 {
      throw failure(path, "another catalogued answers there; stop it first")
    }
    guard errno == ECONNREFUSED else { throw failure(path, String(cString: strerror(errno))) }
    unlink(path)
  }

  private static func makeDirectory(of path: String) throws(ControlServerError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let directory = String(path[..<slash])
    if mkdir(directory, 0o750) != 0, errno != EEXIST {
      throw failure(path, "its folder cannot be made: \(String(cString: strerror(errno)))")
    }
  }

  private static func with(_ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func failure(_ path: String, _ why: String) -> ControlServerError {
    ControlServerError(message: "opening the control socket \(path): \(why)")
  }
}
