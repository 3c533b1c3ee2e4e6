import Foundation
import Synchronization

/// A service manager's side of sd_notify(3): what a daemon tells it.
final class ServiceSocket: Sendable {
  let path: String
  private let descriptor: Int32
  private let heard = Mutex<[(time: Double, text: String)]>([])

  init(_ path: String) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    let code = withUnixAddress(path) { [descriptor] in bind(descriptor, $0, $1) }
    precondition(code == 0, "cannot bind \(path)")
    var patience = timeval(tv_sec: 0, tv_usec: 100_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Everything so far.
  var messages: [(time: Double, text: String)] {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { break }
      let text = String(decoding: buffer[..<count], as: UTF8.self)
      heard.withLock { $0.append((Date().timeIntervalSinceReferenceDate, text)) }
    }
    return heard.withLock { $0 }
  }

  var texts: [String] { messages.map(\.text) }

  /// Waits until a message has such a text; false if none does in so many seconds.
  func waits(_ seconds: Double = 20, for isMeant: ([String]) -> Bool) -> Bool {
    let end = Date() + seconds
    while Date() < end {
      if isMeant(texts) { return true }
      usleep(20_000)
    }
    return false
  }
}

/// A path as bind(2) and connect(2) take it.
func withUnixAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
  return withUnsafePointer(to: address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
