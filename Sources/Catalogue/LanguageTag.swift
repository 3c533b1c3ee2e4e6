/// Language tags (BCP 47).
public enum LanguageTag {
  /// The tag of what an upstream calls a language: a tag in any case ("en_US"), a code of ISO 639-1, 639-2 (both
  /// kinds) or 639-3 ("ger"), a name in English or in the language itself ("Deutsch"). A code of two letters wins over
  /// one of three. Nil where no language is told ("und", "n/a").
  public static func normalise(_ text: String) -> String? {
    text.withBytes { bytes in
      let bytes = bytes.trimmed
      guard bytes.count >= 2, bytes.count <= 64 else { return nil }
      if bytes.count == 2 { return primary(bytes) }
      return tag(bytes) ?? named(bytes)
    }
  }

  private static func tag(_ bytes: Bytes) -> String? {
    var parts: [Bytes] = []
    var start = 0
    for i in 0...bytes.count {
      let isEnd = i == bytes.count
      if isEnd || bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "_") {
        guard i > start, i - start <= 8 else { return nil }
        parts.append(bytes.cut(start, i))
        start = i + 1
      } else if bytes[i] == UInt8(ascii: "."), !parts.isEmpty {
        // A locale's charset: "en_US.UTF-8".
        guard i > start else { return nil }
        parts.append(bytes.cut(start, i))
        break
      } else if !ASCII.isAlphanumeric(bytes[i]) {
        return nil
      }
    }
    guard let first = parts.first, let language = primary(first) else { return nil }
    var result = language
    var afterSingleton = false
    for part in parts.dropFirst() {
      result += "-"
      if afterSingleton {
        result += part.lowercaseString
      } else if part.count == 4, part.allSatisfy(ASCII.isLetter) {
        result += part.cut(0, 1).string.uppercased() + part.from(1).lowercaseString
      } else if part.count == 2, part.allSatisfy(ASCII.isLetter) {
        result += part.string.uppercased()
      } else {
        // RFC 5646, 2.1: three digits are a region, five to eight places or a digit and three a variant.
        let known =
          part.count == 1 || part.count >= 5 || part.allSatisfy(ASCII.isDigit) && part.count == 3
          || part.count == 4 && ASCII.isDigit(part[0]) || part.count == 3 && part.allSatisfy(ASCII.isLetter)
        guard known else { return nil }
        result += part.lowercaseString
        afterSingleton = part.count == 1
      }
    }
    return result
  }

  /// The primary subtag of a code of two or three letters.
  private static func primary(_ bytes: Bytes) -> String? {
    guard bytes.allSatisfy(ASCII.isLetter) else { return nil }
    let code = bytes.lowercaseString
    switch bytes.count {
    case 2: return LanguageCodes.replaced[code] ?? (LanguageCodes.two.contains(code) ? code : nil)
    case 3: return LanguageCodes.three[code]
    default: return nil
    }
  }

  /// A name, perhaps with more in brackets or behind a comma ("English (US)", "Spanish, Castilian", "English language").
  private static func named(_ bytes: Bytes) -> String? {
    var end = 0
    while end < bytes.count, !"(,;/".utf8.contains(bytes[end]) { end += 1 }
    var key = Fold.text(bytes.cut(0, end).string)
    if key.hasSuffix(" language") { key.removeLast(9) }
    return LanguageCodes.names[key]
  }
}
