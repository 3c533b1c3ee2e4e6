/// What a client takes, as its `Accept` says (RFC 9110, 12.5.1).
enum MediaRange {
  /// The type that a client wants most, of equals the first; nil where it takes none. One that says nothing takes any.
  static func best(of types: [String], for accept: String?) -> String? {
    var best: (type: String, weight: Double)?
    for type in types {
      let weight = weight(of: type, accept)
      if weight > best?.weight ?? 0 { best = (type, weight) }
    }
    return best?.type
  }

  /// Whether an answer of `type` suits.
  static func accepts(_ accept: String?, _ type: String) -> Bool { weight(of: type, accept) > 0 }

  /// How much a client wants a type, from 0 to 1.
  private static func weight(of type: String, _ accept: String?) -> Double {
    guard let accept, !accept.allSatisfy(\.isWhitespace) else { return 1 }
    let wanted = essence(type)
    let family = wanted.prefix { $0 != "/" } + "/*"
    // JSON by a name of its own (RFC 6839, 3.1).
    let isJSON = wanted.hasSuffix("+json")
    // The most exact range that fits decides; a weight of 0 says no.
    var best: (exactness: Int, weight: Double)?
    for range in accept.split(separator: ",") {
      let name = essence(range)
      let isBroad = name == family || (isJSON && name == "application/json")
      let exactness = name == wanted ? 2 : isBroad ? 1 : name == "*/*" ? 0 : -1
      guard exactness >= 0, exactness >= best?.exactness ?? 0 else { continue }
      best = (exactness, weight(range))
    }
    return best?.weight ?? 0
  }

  /// The type without its parameters, in lower case, by the one of its names that answers bear.
  private static func essence(_ text: some StringProtocol) -> String {
    let name = String(text.prefix { $0 != ";" }.filter { !$0.isWhitespace }).lowercased()
    switch name {
    case "text/xml": return "application/xml"  // RFC 7303, 9.2
    case "text/x-bibtex": return "application/x-bibtex"
    default: return name
    }
  }

  private static func weight(_ range: Substring) -> Double {
    for parameter in range.split(separator: ";").dropFirst() {
      let parts = String(parameter.filter { !$0.isWhitespace }).lowercased().split(separator: "=")
      if parts.count == 2, parts[0] == "q" { return Double(parts[1]) ?? 0 }
    }
    return 1
  }
}
