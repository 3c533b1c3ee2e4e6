/// What a person typed, as an expression of FTS5's own syntax that can mean nothing else: every word must occur,
/// “words in quotes” occur as a phrase, and a star makes a word the beginning of one.
enum SearchExpression {
  /// Nil where nothing is asked for.
  static func make(_ query: String) -> String? {
    var terms: [String] = []
    var rest = Substring(query.unicodeScalars.map { $0.value < 0x20 ? " " : String($0) }.joined())
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "\"" || first == "“" {
        rest = rest.dropFirst()
        let phrase = rest.prefix { $0 != "\"" && $0 != "”" }
        rest = rest.dropFirst(phrase.count + 1)
        append(String(phrase), prefix: false, to: &terms)
      } else {
        var word = rest.prefix { !$0.isWhitespace && $0 != "\"" }
        rest = rest.dropFirst(word.count)
        let isPrefix = word.hasSuffix("*")
        while word.hasSuffix("*") { word = word.dropLast() }
        append(String(word), prefix: isPrefix, to: &terms)
      }
    }
    return terms.isEmpty ? nil : terms.prefix(32).joined(separator: " AND ")
  }

  private static func append(_ text: String, prefix: Bool, to terms: inout [String]) {
    guard
      text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    else { return }
    let quoted = text.split(separator: "\"").joined(separator: " ")
    terms.append("\"\(quoted)\"" + (prefix ? "*" : ""))
  }
}
