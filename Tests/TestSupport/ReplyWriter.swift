import Foundation

/// Sends one reply.
final class ReplyWriter {
  private let client: Int32
  private let core: ServerCore
  private var whenOver: (() -> Void)?

  /// `whenOver` is called once, just before the last piece is sent, or when the reply is given up.
  init(_ client: Int32, _ core: ServerCore, whenOver: @escaping () -> Void) {
    self.client = client
    self.core = core
    self.whenOver = whenOver
  }

  deinit { over() }

  private func over() {
    whenOver?()
    whenOver = nil
  }

  /// Says whether the connection can go on.
  func send(_ reply: LoopbackServer.Reply, isHead: Bool) -> Bool {
    guard core.pause(reply.delay) else { return false }
    switch reply.form {
    case .silence:
      _ = core.pause(.infinity)
      return false
    case .raw(let bytes):
      _ = last(bytes)
      return false
    case .http: break
    }
    switch reply.body {
    case .whole(let bytes):
      // An answer without a body has no length, either (RFC 9110, 8.6).
      let hasBody = reply.status != 304 && reply.status != 204
      let head = head(reply, hasBody ? ("Content-Length", "\(bytes.count)") : nil)
      return last(hasBody && !isHead ? head + bytes : head)
    case .cutShort(let bytes, let length):
      _ = last(head(reply, ("Content-Length", "\(length)")) + bytes)
      return false
    case .throttled(let bytes, let rate):
      return write(head(reply, ("Content-Length", "\(bytes.count)"))) && throttle(bytes, rate)
    case .stalled(let bytes, let length):
      if write(head(reply, ("Content-Length", "\(length)")) + bytes) { _ = core.pause(.infinity) }
      return false
    case .chunked(let slices):
      guard write(head(reply, ("Transfer-Encoding", "chunked"))) else { return false }
      for slice in slices {
        guard core.pause(slice.delay), write(chunk(slice.bytes)) else { return false }
      }
      return last(Array("0\r\n\r\n".utf8))
    case .generated(let next):
      guard write(head(reply, ("Transfer-Encoding", "chunked"))) else { return false }
      var index = 0
      while let bytes = next(index) {
        guard write(chunk(bytes)) else { return false }
        index += 1
      }
      return last(Array("0\r\n\r\n".utf8))
    case .brokenChunks(let bytes):
      _ = last(head(reply, ("Transfer-Encoding", "chunked")) + chunk(bytes) + Array("ffff\r\nand".utf8))
      return false
    }
  }

  private func head(_ reply: LoopbackServer.Reply, _ length: (name: String, value: String)?) -> [UInt8] {
    var text = "HTTP/1.1 \(reply.status) Reply\r\n"
    for header in reply.headers + (length.map { [$0] } ?? []) {
      text += "\(header.name): \(header.value)\r\n"
    }
    if reply.closes { text += "Connection: close\r\n" }
    return Array((text + "\r\n").utf8)
  }

  private func chunk(_ bytes: [UInt8]) -> [UInt8] {
    bytes.isEmpty ? [] : Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10]
  }

  private func throttle(_ bytes: [UInt8], _ rate: Int) -> Bool {
    // Twenty pieces a second.
    let size = max(rate / 20, 1)
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = Array(bytes[start..<min(start + size, bytes.count)])
      if start + size >= bytes.count { return last(piece) }
      guard write(piece), core.pause(Double(size) / Double(rate)) else { return false }
    }
    return last([])
  }

  private func last(_ bytes: [UInt8]) -> Bool {
    over()
    return write(bytes)
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
      core.state.withLock { $0.bytesSent += count }
    }
    return true
  }
}
