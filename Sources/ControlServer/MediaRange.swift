/// What a client takes, as its `Accept` says (RFC 9110, 12.5.1).
enum MediaRange {
  /// Whether an answer of `type` suits; a client that says nothing takes anything.
  static func accepts(_ accept: String?, _ type: String) -> Bool {
    guard let accept else { return true }
    let wanted = essence(type)
    let family = wanted.prefix { $0 != "/" } + "/*"
    // The most exact range that fits decides; a weight of 0 says no.
    var best: (exactness: Int, isWanted: Bool)?
    for range in accept.split(separator: ",") {
      let name = essence(range)
      let exactness = name == wanted ? 2 : name == family ? 1 : name == "*/*" ? 0 : -1
      guard exactness >= 0, exactness >= best?.exactness ?? 0 else { continue }
      best = (exactness, weight(range) > 0)
    }
    return best?.isWanted ?? accept.allSatisfy(\.isWhitespace)
  }

  /// The type without its parameters, in lower case.
  private static func essence(_ text: some StringProtocol) -> String {
    String(text.prefix { $0 != ";" }.filter { !$0.isWhitespace }).lowercased()
  }

  private static func weight(_ range: Substring) -> Double {
    for parameter in range.split(separator: ";").dropFirst() {
      let parts = String(parameter.filter { !$0.isWhitespace }).lowercased().split(separator: "=")
      if parts.count == 2, parts[0] == "q" { return Double(parts[1]) ?? 0 }
    }
    return 1
  }
}
