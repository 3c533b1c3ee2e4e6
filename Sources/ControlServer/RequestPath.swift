import CMicroHTTPD

/// The path of a request, cut at its slashes before anything is decoded: a slash that is encoded belongs to a name.
enum RequestPath {
  /// The parts, decoded; the first is empty, before the first slash. Nil where a part, or the query, holds a NUL: C's
  /// strings would end there.
  ///
  /// - Parameter target: As it was sent, in origin-form or absolute-form (RFC 9112, 3.2).
  static func parts(of target: String) -> [String]? {
    let bytes = Array(target.utf8)
    guard !bytes.indices.contains(where: { bytes[$0...].starts(with: "%00".utf8) }) else { return nil }
    var path = bytes.prefix { $0 != UInt8(ascii: "?") }
    if path.first != slash, let colon = path.firstIndex(of: UInt8(ascii: ":")),
      path[colon...].starts(with: "://".utf8)
    {
      // Which host is named makes no difference.
      path = path[(colon + 3)...].drop { $0 != slash }
    }
    return path.split(separator: slash, omittingEmptySubsequences: false).map(decoded)
  }

  private static let slash = UInt8(ascii: "/")

  private static func decoded(_ part: ArraySlice<UInt8>) -> String {
    guard part.contains(UInt8(ascii: "%")) else { return String(decoding: part, as: UTF8.self) }
    var text = part.map(CChar.init(bitPattern:)) + [0]
    let count = MHD_http_unescape(&text)
    return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
