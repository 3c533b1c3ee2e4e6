/// References to addresses, made whole (RFC 3986, 5).
enum WebAddress {
  /// What `reference` means in a document at `base`; nil where that is no `http` or `https` address. Blanks, which no
  /// address may hold, are encoded; line breaks are the markup's and go.
  static func resolve(_ reference: String, against base: String) -> String? {
    let address = joined(cleaned(reference), base)
    return isWeb(address) ? address : nil
  }

  /// A base for the references below it: `reference` itself where it is whole, else what it means at `base`.
  static func base(_ reference: String, within base: String) -> String {
    resolve(reference, against: base) ?? base
  }

  /// The address as far as it decides what relative references mean: without query and fragment.
  static func stem(_ address: String) -> String {
    let end = address.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    return end.map { String(address[..<$0]) } ?? address
  }

  static func isWeb(_ address: String) -> Bool {
    guard let scheme = scheme(address), scheme == "http" || scheme == "https" else { return false }
    let parts = Parts(address)
    return parts.authority?.isEmpty == false && address.utf8.count <= 2048
  }

  /// The scheme in lower case, if the text begins with one (3.1).
  static func scheme(_ text: String) -> String? {
    let bytes = text.utf8
    guard let first = bytes.first, ASCII.isLetter(first), let colon = bytes.firstIndex(of: ASCII.colon) else {
      return nil
    }
    let isName = bytes[..<colon].allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
    return isName ? String(text[..<colon]).lowercased() : nil
  }

  private static func cleaned(_ text: String) -> String {
    let bytes = text.utf8.filter { $0 >= 0x20 && $0 != 0x7F }
    guard let first = bytes.firstIndex(where: { $0 != 0x20 }),
      let last = bytes.lastIndex(where: { $0 != 0x20 })
    else { return "" }
    var result: [UInt8] = []
    for byte in bytes[first...last] {
      if byte == 0x20 { result += Array("%20".utf8) } else { result.append(byte) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The five parts of an address (appendix B).
  private struct Parts {
    var authority: Substring?
    var path: Substring
    var query: Substring?
    var fragment: Substring?
    var scheme: Substring?

    init(_ text: String) {
      var rest = text[...]
      if let hash = rest.firstIndex(of: "#") {
        fragment = rest[rest.index(after: hash)...]
        rest = rest[..<hash]
      }
      if let mark = rest.firstIndex(of: "?") {
        query = rest[rest.index(after: mark)...]
        rest = rest[..<mark]
      }
      if WebAddress.scheme(text) != nil, let colon = rest.firstIndex(of: ":") {
        scheme = rest[..<colon]
        rest = rest[rest.index(after: colon)...]
      }
      if rest.hasPrefix("//") {
        rest = rest.dropFirst(2)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        authority = rest[..<slash]
        rest = rest[slash...]
      }
      path = rest
    }
  }

  /// RFC 3986, 5.2.2.
  private static func joined(_ reference: String, _ base: String) -> String {
    let r = Parts(reference)
    if r.scheme != nil { return reference }
    let b = Parts(base)
    guard let scheme = b.scheme else { return reference }
    var result = "\(scheme):"
    if let authority = r.authority {
      return result + "//\(authority)\(withoutDots(r.path))" + tail(r.query, r.fragment)
    }
    if let authority = b.authority { result += "//\(authority)" }
    if r.path.isEmpty { return result + "\(b.path)" + tail(r.query ?? b.query, r.fragment) }
    if r.path.hasPrefix("/") { return result + withoutDots(r.path) + tail(r.query, r.fragment) }
    var merged = "/\(r.path)"
    if let slash = b.path.lastIndex(of: "/") { merged = "\(b.path[...slash])\(r.path)" }
    return result + withoutDots(merged[...]) + tail(r.query, r.fragment)
  }

  private static func tail(_ query: Substring?, _ fragment: Substring?) -> String {
    (query.map { "?\($0)" } ?? "") + (fragment.map { "#\($0)" } ?? "")
  }

  /// RFC 3986, 5.2.4.
  private static func withoutDots(_ path: Substring) -> String {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return String(path) }
    var kept: [Substring] = []
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      switch part {
      case ".": if isLast { kept.append("") }
      case "..":
        if kept.count > 1 { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(part)
      }
    }
    return kept.joined(separator: "/")
  }
}
