import CMicroHTTPD
import ControlAPI

/// A request's header fields.
struct HeaderFields {
  private var lines: [String: [String]] = [:]

  init(_ connection: OpaquePointer) {
    withUnsafeMutablePointer(to: &lines) { lines in
      catalogued_mhd_each_header(
        connection,
        { lines, _, name, value in
          guard let name, let lines = lines?.assumingMemoryBound(to: [String: [String]].self) else {
            return .YES
          }
          lines.pointee[String(cString: name).lowercased(), default: []]
            .append(value.map { String(cString: $0) } ?? "")
          return .YES
        }, lines)
    }
  }

  /// A field's lines as if they were one (RFC 9110, 5.3).
  ///
  /// - Parameter name: In lower case.
  subscript(name: String) -> String? { lines[name]?.joined(separator: ", ") }

  /// How many lines the field has.
  func count(_ name: String) -> Int { lines[name]?.count ?? 0 }

  /// Why a request with this head is not heard to its end.
  ///
  /// - Parameter limit: Bytes that a body may have.
  func refusal(version: String, limit: Int) -> Problem? {
    // RFC 9112, 3.2.
    if count("host") > 1 || version == "HTTP/1.1" && count("host") == 0 {
      return .badHead("A request names one Host.")
    }
    // RFC 9112, 6.1: two programs might see two different requests.
    if count("content-length") > 1 || count("content-length") > 0 && count("transfer-encoding") > 0 {
      return .badHead("A request says once how long its body is.")
    }
    // libmicrohttpd has refused already what is no number.
    if let length = self["content-length"], UInt64(length).map({ $0 > UInt64(limit) }) ?? true {
      return .bodyTooLarge(limit)
    }
    return nil
  }
}

extension Problem {
  static func badHead(_ detail: String) -> Problem { Problem(status: 400, code: .badRequest, detail: detail) }

  static func bodyTooLarge(_ limit: Int) -> Problem {
    Problem(status: 413, code: .tooLarge, detail: "A request's body has at most \(limit) bytes.")
  }
}
