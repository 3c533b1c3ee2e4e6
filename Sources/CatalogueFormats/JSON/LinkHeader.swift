/// The `Link` header (RFC 8288): `<https://example.org/?page=2>; rel="next", <…>; rel=last`.
enum LinkHeader {
  /// The target of the first link with that relation; its parameters' names and relations in any case.
  static func target(_ relation: String, in fields: [String]) -> String? {
    for field in fields {
      var text = field
      let found = text.withUTF8 { bytes -> String? in
        var at = 0
        while let link = next(bytes, &at) {
          if link.relations.contains(relation) { return link.target }
        }
        return nil
      }
      if let found { return found }
    }
    return nil
  }

  /// Reads a link-value (3) from `at` on; nil where none follows.
  private static func next(_ p: Bytes, _ at: inout Int) -> (target: String, relations: [String])? {
    guard let open = p.place(of: ASCII.lessThan, from: at),
      let close = p.place(of: ASCII.greaterThan, from: open)
    else { return nil }
    let target = String(decoding: p.part(open + 1..<close).trimmed, as: UTF8.self)
    var relations: [String]?
    at = close + 1
    while at < p.count {
      at = p.skippingSpace(from: at)
      guard at < p.count else { break }
      if p[at] == JSONBytes.comma {
        at += 1
        break
      }
      guard p[at] == UInt8(ascii: ";") else {
        at += 1
        continue
      }
      let (name, value) = parameter(p, &at)
      // Only the first `rel` counts (3.3).
      if name == "rel", relations == nil {
        relations = value.lowercased().split(separator: " ").map(String.init)
      }
    }
    return (target, relations ?? [])
  }

  /// Reads a parameter whose semicolon stands at `at`: a token, or a quoted string (RFC 9110, 5.6.4).
  private static func parameter(_ p: Bytes, _ at: inout Int) -> (name: String, value: String) {
    let start = p.skippingSpace(from: at + 1)
    var end = start
    while end < p.count, !ASCII.isSpace(p[end]), !"=;,".utf8.contains(p[end]) { end += 1 }
    let name = String(decoding: p.part(start..<end), as: UTF8.self).lowercased()
    at = p.skippingSpace(from: end)
    guard at < p.count, p[at] == UInt8(ascii: "=") else { return (name, "") }
    at = p.skippingSpace(from: at + 1)
    var value: [UInt8] = []
    if at < p.count, p[at] == JSONBytes.quote {
      at += 1
      while at < p.count, p[at] != JSONBytes.quote {
        if p[at] == JSONBytes.backslash, at + 1 < p.count { at += 1 }
        value.append(p[at])
        at += 1
      }
      at += 1
    } else {
      while at < p.count, !ASCII.isSpace(p[at]), p[at] != UInt8(ascii: ";"), p[at] != JSONBytes.comma {
        value.append(p[at])
        at += 1
      }
    }
    return (name, String(decoding: value, as: UTF8.self))
  }
}
