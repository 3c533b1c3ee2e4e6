import Foundation

/// Reads one connection's requests, one after another.
struct RequestReader {
  private let client: Int32
  private var buffer: [UInt8] = []

  init(_ client: Int32) { self.client = client }

  /// The next request, or nil when the connection is over.
  mutating func next() -> LoopbackServer.Request? {
    let end = Array("\r\n\r\n".utf8)
    var searched = 0
    while true {
      if let range = buffer[max(searched - 3, 0)...].firstRange(of: end) {
        let head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
        buffer.removeSubrange(..<range.upperBound)
        return request(head)
      }
      searched = buffer.count
      guard fill() else { return nil }
    }
  }

  private mutating func request(_ head: String) -> LoopbackServer.Request? {
    // "\r\n" is one Character.
    var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    let start = lines.removeFirst().split(separator: " ")
    guard start.count == 3 else { return nil }
    let headers = lines.compactMap { line -> (name: String, value: String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
    while buffer.count < length { guard fill() else { return nil } }
    let body = Array(buffer[..<length])
    buffer.removeSubrange(..<length)
    return LoopbackServer.Request(
      number: 0, method: String(start[0]), target: String(start[1]), headers: headers, body: body,
      connection: 0,
      time: 0)
  }

  private mutating func fill() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = recv(client, &bytes, bytes.count, 0)
    if count > 0 { buffer += bytes[..<count] }
    return count > 0
  }
}
