import Catalogue

extension ValueForm<String> {
  /// `http:`, `https:` or `file:`; a relative `file:` is made absolute.
  static let catalogueURL = ValueForm(
    "an address such as \"https://example.org/oai\" or \"file:dump.xml\""
  ) { node, context throws(ValueFault) in
    let url = try text("an address").read(node, context)
    guard let colon = url.firstIndex(of: ":") else { throw ValueFault("it has no scheme") }
    let rest = url[url.index(after: colon)...]
    switch url[..<colon].lowercased() {
    case "http", "https":
      try checkWeb(rest)
      return url
    case "file": return try file(rest, context)
    default: throw ValueFault("only http, https and file are understood")
    }
  } show: {
    quoted($0)
  }

  /// What stands behind `http:` (RFC 9110, 4.2).
  private static func checkWeb(_ rest: Substring) throws(ValueFault) {
    guard rest.hasPrefix("//") else { throw ValueFault("\"//\" and a host are missing") }
    let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      throw ValueFault("user and password do not belong in an address: see [credentials]")
    }
    guard !authority.isEmpty, authority.first != ":" else { throw ValueFault("the host is missing") }
    guard !rest.contains(where: { $0.isWhitespace }) else {
      throw ValueFault("it holds a space, which must be written %20")
    }
    guard !rest.contains("#") else { throw ValueFault("it holds a fragment (#…), which is never sent") }
  }

  /// RFC 8089: `file:/path`, `file:///path`, `file://localhost/path`; and, relative to the configuration, `file:path`.
  private static func file(_ rest: Substring, _ context: FileContext) throws(ValueFault) -> String {
    var path = rest
    if path.hasPrefix("//") {
      path = path.dropFirst(2)
      if path.hasPrefix("localhost/") { path = path.dropFirst("localhost".count) }
      guard path.hasPrefix("/") else { throw ValueFault("a file on another host cannot be read") }
    }
    guard !path.isEmpty else { throw ValueFault("the path is missing") }
    if path.hasPrefix("/") { return "file://" + path }
    // The directory is a path, not yet part of an address.
    let directory = try context.absolute("").utf8.map { byte -> String in
      let unreserved =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "/-._~".utf8.contains(byte)
      let hex = String(byte, radix: 16, uppercase: true)
      return unreserved ? String(Unicode.Scalar(byte)) : (byte < 16 ? "%0" : "%") + hex
    }
    return "file://" + directory.joined() + path
  }

  /// A way to reach the web, as libcurl takes it. Shown without user and password.
  static let proxy = ValueForm(
    "a proxy such as \"socks5h://127.0.0.1:9050\" (http, https, socks4, socks4a, socks5, socks5h)"
  ) { node, context throws(ValueFault) in
    let url = try text("a proxy").read(node, context)
    let schemes = ["http://", "https://", "socks4://", "socks4a://", "socks5://", "socks5h://"]
    guard schemes.contains(where: { url.hasPrefix($0) && url.count > $0.count }) else { throw ValueFault() }
    return url
  } show: { url in
    guard let at = url.lastIndex(of: "@"), let slashes = url.firstIndex(of: "/") else { return quoted(url) }
    return quoted(url[...slashes] + "/…" + url[at...])
  }

  /// A format of the registry.
  static let format = ValueForm("the name of a format") { node, context throws(ValueFault) in
    let name = try text("the name").read(node, context)
    guard context.formats.contains(name) else {
      let known = context.formats.map(quoted).joined(separator: ", ")
      throw ValueFault(
        "there is none called \(excerpt(name))" + didYouMean(name, context.formats) + " (known: \(known))")
    }
    return name
  } show: {
    quoted($0)
  }
}

extension ValueForm<Datestamp> {
  /// A day, or a moment, as TOML's own date or as a text.
  static let date = ValueForm("a date such as 2024-01-31 or 2024-01-31T12:00:00Z") {
    node, _ throws(ValueFault) in
    let text: String
    switch node.value {
    case .moment(let moment): text = moment
    case .string(let string): text = string
    default: throw ValueFault()
    }
    guard let moment = Timestamp(text) else { throw ValueFault() }
    return Datestamp(seconds: moment.seconds)
  } show: {
    "\(Timestamp(seconds: $0.seconds))"
  }
}

/// `: did you mean "interval"?`, or nothing.
func didYouMean(_ word: String, _ candidates: [String]) -> String {
  Nearest.of(word, among: candidates).first.map { ": did you mean \(quoted($0))?" } ?? ""
}
