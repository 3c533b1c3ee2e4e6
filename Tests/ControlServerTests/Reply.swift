import TestSupport

/// What was answered: status, head and body.
struct Reply {
  var status: Int
  var head: String
  var body: String

  /// Sends one request on a connection of its own.
  init(_ path: String, _ method: String, _ target: String, body: String? = nil, headers: String = "") throws {
    let connection = try RawConnection(path)
    let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
    connection.send(
      "\(method) \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(headers)\(length)\r\n\(body ?? "")")
    self.init(connection.readToEnd())
  }

  init(_ text: String) {
    let parts = text.components(separatedBy: "\r\n\r\n")
    head = parts[0]
    body = parts.dropFirst().joined(separator: "\r\n\r\n")
    status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
  }
}
