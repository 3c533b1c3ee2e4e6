extension WebAddress {
  /// Words that mark a query's key as secret, wherever they stand in it.
  private static let secretParts = ["key", "token", "secret", "passw", "pwd", "credential", "signature"]
  private static let secretNames = ["sig", "auth", "authorization", "session", "sessionid", "sid", "pass"]

  /// Any URL as it may stand in a message: without user name, password and fragment, the values of secret-looking
  /// query keys left out, no control characters, not endless.
  static func shown(_ url: String) -> String {
    var rest = url[...]
    if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
    var query: Substring?
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    var shown = String(rest)
    if let slashes = rest.firstRange(of: "//") {
      let authority = rest[slashes.upperBound...].prefix { $0 != "/" && $0 != "\\" }
      // The last one: browsers and curl take it so.
      if let at = authority.lastIndex(of: "@") {
        shown = String(rest[..<slashes.upperBound]) + rest[rest.index(after: at)...]
      }
    }
    if let query {
      shown +=
        "?"
        + query.split(separator: "&", omittingEmptySubsequences: false).map(shownPair).joined(separator: "&")
    }
    return shownText(shown)
  }

  private static func shownPair(_ pair: Substring) -> Substring {
    guard let equals = pair.firstIndex(of: "=") else { return pair }
    let name = pair[..<equals].lowercased()
    // OAI-PMH's token is no secret, and says where a harvest stood.
    guard name != "resumptiontoken", secretNames.contains(name) || secretParts.contains(where: name.contains)
    else { return pair }
    return pair[...equals] + "…"
  }
}

/// Text from outside as it may stand in a message: control characters replaced, at most 300 characters.
func shownText(_ text: some StringProtocol) -> String {
  let isPlain = text.utf8.count <= 300 && text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
  if isPlain { return String(text) }
  var shown = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == 300 { return shown + "…" }
    let isFormat = scalar.properties.generalCategory == .format
    shown.unicodeScalars.append(
      scalar.properties.generalCategory == .control || isFormat ? "\u{FFFD}" : scalar)
  }
  return shown
}
