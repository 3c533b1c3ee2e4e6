/// Keys under which texts match that differ only in how they are printed.
///
/// Case, diacritics, punctuation and white space are folded, in any script; digits stay. Between Chinese and Japanese
/// characters, which are written without spaces, none stands in the key of a title. A text of nothing but punctuation has
/// the empty key, which must match nothing.
public enum Fold {
  /// How much is folded.
  public enum Reach: Sendable {
    /// For keys that stores and exports hold (of list elements, of references without a name): it never changes.
    case kept
    /// For what is only compared: ligatures are their letters, digits of any script and height those of ASCII, letters of
    /// Arabic the same with and without hamza, and more languages have articles.
    case wide
  }

  /// The key of a title: `text`'s, without one leading article. Title and subtitle give the same key apart as
  /// together in "Title: subtitle".
  public static func title(_ title: String, subtitle: String? = nil, _ reach: Reach = .kept) -> String {
    var key: [UInt8] = []
    key.reserveCapacity(title.utf8.count + (subtitle?.utf8.count ?? 0) + 1)
    let articleEnd = append(title, to: &key, findArticle: true, reach)
    if let subtitle { _ = append(subtitle, to: &key, findArticle: false, reach) }
    return closed(finished(key, from: articleEnd))
  }

  /// The key of any other text.
  public static func text(_ text: String, _ reach: Reach = .kept) -> String {
    var key: [UInt8] = []
    key.reserveCapacity(text.utf8.count)
    _ = append(text, to: &key, findArticle: false, reach)
    return finished(key, from: 0)
  }

  /// The key of a name: equal for "Haas, Marcel de" and "Marcel de Haas".
  public static func name(_ name: Name) -> String {
    guard let family = name.family else { return text(name.printed) }
    return text([name.given, name.particle, family].compactMap { $0 }.joined(separator: " "))
  }

  private static func finished(_ key: [UInt8], from start: Int) -> String {
    let end = key.last == space ? key.count - 1 : key.count
    // A title that is nothing but an article keeps it.
    let start = start >= end ? 0 : start
    return String(decoding: key[start..<max(start, end)], as: UTF8.self)
  }

  /// The key without the spaces between characters of scripts that need none. (Korean has spaces between words.)
  private static func closed(_ key: String) -> String {
    // Such a character has three bytes or four, the first of them one of these.
    guard key.utf8.contains(where: { 0xE3...0xF0 ~= $0 }), key.utf8.contains(space) else { return key }
    var closed = String.UnicodeScalarView()
    var wasClose = false
    var hasSpace = false
    for scalar in key.unicodeScalars {
      if scalar == " " {
        hasSpace = true
        continue
      }
      let isClose = needsNoSpace(scalar)
      if hasSpace, !(wasClose && isClose) { closed.append(" ") }
      closed.append(scalar)
      (wasClose, hasSpace) = (isClose, false)
    }
    return String(closed)
  }

  /// Han, Hiragana, Katakana, and their marks of repetition and length.
  private static func needsNoSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005...0x3007, 0x3031...0x3035, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xF900...0xFAFF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  private static let space = UInt8(ascii: " ")

  /// Appends the folded words, each with a space behind it. Returns where the words behind a leading article begin.
  private static func append(
    _ text: String, to key: inout [UInt8], findArticle: Bool, _ reach: Reach
  ) -> Int {
    let start = key.count
    var articleEnd = start
    var wantsArticle = findArticle
    text.withBytes { bytes in
      var i = 0
      while i < bytes.count {
        let byte = bytes[i]
        if byte < 0x80 {
          i += 1
          if ASCII.isAlphanumeric(byte) {
            key.append(ASCII.lower(byte))
            continue
          }
          if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
            // "world's" is one word; "L'avenir" opens with an article.
            if wantsArticle, isElidedArticle(key[start...]) {
              articleEnd = key.count
              wantsArticle = false
            }
            continue
          }
          if byte == UInt8(ascii: "&") {
            endWord(&key, start)
            key.append(contentsOf: "and".utf8)
          }
          endWord(&key, start)
        } else {
          let (scalar, length) = scalar(bytes, at: i)
          i += length
          switch FoldTable.shared.fold(scalar, reach) {
          case .letters(let letters): key.append(contentsOf: letters)
          case .nothing: break
          case .apostrophe:
            if wantsArticle, isElidedArticle(key[start...]) {
              articleEnd = key.count
              wantsArticle = false
            }
          case .gap: endWord(&key, start)
          }
        }
        if wantsArticle, key.last == space {
          wantsArticle = false
          articleEnd += articleLength(key[start..<key.count - 1], reach)
        }
      }
    }
    endWord(&key, start)
    // A title of one word; what goes on may be its subtitle.
    if wantsArticle, key.count > start { articleEnd += articleLength(key[start..<key.count - 1], reach) }
    return articleEnd
  }

  private static func endWord(_ key: inout [UInt8], _ start: Int) {
    if key.count > start, key.last != space { key.append(space) }
  }

  private static func isElidedArticle(_ word: ArraySlice<UInt8>) -> Bool {
    word.elementsEqual("l".utf8) || word.elementsEqual("un".utf8)
  }

  /// How many bytes of a title's first word, and of the space behind it, are an article: none, all, or, in Arabic, those of
  /// the article that is one word with its noun.
  private static func articleLength(_ word: ArraySlice<UInt8>, _ reach: Reach) -> Int {
    if word.count <= 8 {
      let word = Array(word)
      if articles.contains(word) || (reach == .wide && moreArticles.contains(word)) { return word.count + 1 }
    }
    guard reach == .wide else { return 0 }
    let arabic = "ال".utf8
    return word.starts(with: arabic) && word.count >= arabic.count + 6 ? arabic.count : 0
  }

  /// English, French, German, Dutch, Spanish, Italian, Portuguese.
  private static let articles = bytes([
    "the", "a", "an", "le", "la", "les", "un", "une", "der", "die", "das", "ein", "eine", "de", "het", "een",
    "el", "los", "las", "lo", "una", "il", "gli", "i", "uno", "o", "os", "as", "um", "uma",
  ])

  /// Danish, Norwegian, Swedish; Hungarian; Greek.
  private static let moreArticles = bytes([
    "den", "det", "en", "et", "ett", "az", "egy", "ο", "η", "το", "οι", "τα", "ενασ", "μια", "ενα",
  ])

  private static func bytes(_ words: [String]) -> Set<[UInt8]> { Set(words.map { Array($0.utf8) }) }

  /// The scalar that begins at `i`. A `String`'s bytes are always right UTF-8.
  private static func scalar(_ bytes: Bytes, at i: Int) -> (Unicode.Scalar, length: Int) {
    let lead = bytes[i]
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard i + length <= bytes.count else { return ("\u{FFFD}", bytes.count - i) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for k in 1..<length { value = value << 6 | UInt32(bytes[i + k] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
