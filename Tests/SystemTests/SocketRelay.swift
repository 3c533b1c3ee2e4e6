import Foundation
import Synchronization

/// A Unix socket behind which a daemon's own one is: so that it can be out of reach while it lives on, or break off an
/// answer.
final class SocketRelay: Sendable {
  let path: String
  private let target: String
  /// So many bytes are answered on a connection, and no more.
  private let limit: Int
  /// The listener, and both ends of each connection.
  private let sockets = Mutex<[Int32]>([])

  init(_ path: String, to target: String, limit: Int = .max) {
    self.path = path
    self.target = target
    self.limit = limit
    open()
  }

  deinit { close() }

  func open() {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let isBound = withUnixAddress(path) { bind(listener, $0, $1) } == 0 && listen(listener, 16) == 0
    precondition(isBound, "cannot listen on \(path)")
    sockets.withLock { $0.append(listener) }
    Thread.detachNewThread { [weak self] in
      while case let client = accept(listener, nil, nil), client >= 0 { self?.relay(client) }
      Foundation.close(listener)
    }
  }

  /// From now on nobody is there, and who was connected no longer is.
  func close() {
    unlink(path)
    for socket in sockets.withLock({ sockets in
      defer { sockets = [] }
      return sockets
    }) {
      shutdown(socket, Int32(SHUT_RDWR))
    }
  }

  private func relay(_ client: Int32) {
    let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard withUnixAddress(target, { connect(server, $0, $1) }) == 0 else {
      for socket in [client, server] { Foundation.close(socket) }
      return
    }
    sockets.withLock { $0 += [client, server] }
    for (from, to, limit) in [(client, server, .max), (server, client, limit)] {
      Thread.detachNewThread {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        var left = limit
        while left > 0, case let count = read(from, &buffer, min(left, buffer.count)), count > 0,
          send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count
        { left -= count }
        // Their numbers stay taken to the test's end: a late `close` must not meet another's.
        for socket in [from, to] { shutdown(socket, Int32(SHUT_RDWR)) }
      }
    }
  }
}
