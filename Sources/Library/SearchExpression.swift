import Catalogue

/// What a person typed, as an expression of FTS5's own syntax that can mean nothing else: every word must occur,
/// “words in quotes” occur as a phrase, and a star makes a word the beginning of one.
///
/// It works on scalars: to Swift's characters, a quotation mark with an accent on it is no quotation mark.
struct SearchExpression {
  /// More than a search may ask.
  enum Excess: Error, Equatable {
    case words(Int)
    case beginnings(Int)

    /// For people.
    var message: String {
      switch self {
      case .words(let count): "a search has at most \(SearchLimits.words) words, and this one has \(count)"
      case .beginnings(let count):
        "a search has at most \(SearchLimits.beginnings) beginnings of words (begin*), and this one has \(count)"
      }
    }
  }

  private typealias Scalars = Substring.UnicodeScalarView

  private var terms: [String] = []
  private var known: Set<String> = []
  private var words = 0
  private var beginnings = 0

  /// Nil where nothing is asked for.
  static func make(_ query: String) throws(Excess) -> String? {
    var expression = SearchExpression()
    var rest = Substring(query).unicodeScalars
    while let first = rest.first {
      if isSpace(first) {
        rest = rest.dropFirst()
      } else if first == "\"" || first == "“" {
        rest = rest.dropFirst()
        let phrase = rest.prefix { $0 != "\"" && $0 != "”" }
        rest = rest[phrase.endIndex...].dropFirst()
        expression.append(phrase, isBeginning: false)
      } else {
        var word = rest.prefix { !isSpace($0) && $0 != "\"" }
        rest = rest[word.endIndex...]
        let hasStar = word.last == "*"
        while word.last == "*" { word.removeLast() }
        expression.append(word, isBeginning: hasStar || endsWithoutSpace(word), hasStar: hasStar)
      }
    }
    guard expression.words <= SearchLimits.words else { throw .words(expression.words) }
    guard expression.beginnings <= SearchLimits.beginnings else { throw .beginnings(expression.beginnings) }
    return expression.terms.isEmpty ? nil : expression.terms.joined(separator: " AND ")
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || scalar.properties.isWhitespace
  }

  /// Whether the index takes it for a part of a word (`unicode61`): letters, numbers, what is for private use, and the
  /// diacritics that it folds.
  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .privateUse:
      true
    default: (0x300...0x331).contains(scalar.value)
    }
  }

  /// Whether the last word in it is Chinese, Japanese or Korean. Such a word of the index goes on to the next sign of
  /// punctuation: hardly anybody types all of it.
  private static func endsWithoutSpace(_ text: Scalars) -> Bool {
    guard let last = text.last(where: isOfWord) else { return false }
    switch last.value {
    case 0x1100...0x11FF, 0x2E80...0x2FDF, 0x3005...0x318F, 0x31A0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC, 0x1AFF0...0x1B16F,
      0x20000...0x3FFFD:
      return true
    default: return false
    }
  }

  private mutating func append(_ text: Scalars, isBeginning: Bool, hasStar: Bool = false) {
    guard text.contains(where: Self.isOfWord) else { return }
    // No quotation mark is left in it; control characters part words.
    var quoted = String.UnicodeScalarView()
    quoted.append("\"")
    for scalar in text { quoted.append(scalar.value < 0x20 ? " " : scalar) }
    quoted.append("\"")
    if isBeginning { quoted.append("*") }
    // What is said twice is looked for once.
    guard known.insert(String(quoted)).inserted else { return }
    terms.append(String(quoted))
    words += text.split { !Self.isOfWord($0) }.count
    if hasStar { beginnings += 1 }
  }
}
