/// What a person typed, as an expression of FTS5's own syntax that can mean nothing else: every word must occur,
/// “words in quotes” occur as a phrase, and a star makes a word the beginning of one.
///
/// It works on scalars: to Swift's characters, a quotation mark with an accent on it is no quotation mark.
enum SearchExpression {
  private typealias Scalars = Substring.UnicodeScalarView

  /// Words beyond so many are left out.
  private static let wordLimit = 32

  /// Nil where nothing is asked for.
  static func make(_ query: String) -> String? {
    var terms: [String] = []
    var rest = Substring(query).unicodeScalars
    while let first = rest.first, terms.count < wordLimit {
      if isSpace(first) {
        rest = rest.dropFirst()
      } else if first == "\"" || first == "“" {
        rest = rest.dropFirst()
        let phrase = rest.prefix { $0 != "\"" && $0 != "”" }
        rest = rest[phrase.endIndex...].dropFirst()
        append(phrase, prefix: false, to: &terms)
      } else {
        var word = rest.prefix { !isSpace($0) && $0 != "\"" }
        rest = rest[word.endIndex...]
        let isPrefix = word.last == "*"
        while word.last == "*" { word.removeLast() }
        append(word, prefix: isPrefix, to: &terms)
      }
    }
    return terms.isEmpty ? nil : terms.joined(separator: " AND ")
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || scalar.properties.isWhitespace
  }

  private static func append(_ text: Scalars, prefix: Bool, to terms: inout [String]) {
    guard text.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
      return
    }
    // No quotation mark is left in it; control characters part words.
    var quoted = String.UnicodeScalarView()
    quoted.append("\"")
    for scalar in text { quoted.append(scalar.value < 0x20 ? " " : scalar) }
    quoted.append("\"")
    if prefix { quoted.append("*") }
    terms.append(String(quoted))
  }
}
