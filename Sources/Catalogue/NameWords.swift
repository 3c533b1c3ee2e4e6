/// The words of names that are neither family nor given.
enum NameWords {
  /// A frequent family name of Vietnam, which stands first; nil for any other word, and for one without its marks.
  static func vietnameseFamily(_ word: Bytes) -> String? {
    guard word.contains(where: { $0 >= 0x80 }) else { return nil }
    return vietnamese.first { word.elementsEqual($0.utf8) }
  }

  private static let vietnamese = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đoàn", "Đinh", "Trịnh", "Trương", "Phùng",
  ]

  /// A frequent family name of Korea, which stands first where the given name is written as there, "Jong-un".
  static func koreanFamily(_ word: Bytes, before given: Bytes) -> String? {
    let parts = given.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].first.map(ASCII.isUpper) ?? false,
      parts[1].first.map({ ASCII.isLetter($0) && !ASCII.isUpper($0) }) ?? false
    else { return nil }
    return korean.first { word.elementsEqual($0.utf8) }
  }

  private static let korean = [
    "Kim", "Lee", "Park", "Choi", "Jeong", "Jung", "Chung", "Kang", "Cho", "Yoon", "Yun", "Jang", "Lim",
    "Han",
    "Oh", "Seo", "Shin", "Kwon", "Hwang", "Ahn", "Song", "Yoo", "Hong", "Moon", "Ban", "Roh", "Paik", "Rhee",
  ]

  /// A word that stands before a family name, in small letters.
  static func isParticle(_ word: Bytes) -> Bool {
    guard word.count <= 5, word[0] >= 0x61, word[0] <= 0x7A || word[0] == 0xE2 else { return false }
    return particles.contains { $0.utf8CodeUnitCount == word.count && word.holds($0) }
  }

  private static let particles: [StaticString] = [
    "de", "van", "von", "der", "den", "la", "di", "da", "del", "du", "dos", "das", "do", "le", "des", "della",
    "dalla", "dal", "delle", "dello", "degli", "dei", "las", "los", "het", "'t", "ter", "ten", "te", "zu",
    "zum",
    "zur", "vom", "af", "av", "op", "bin", "ibn", "bint", "ben", "el", "al", "ould", "lo", "li", "st",
  ]

  /// "Van" of "John Van Buren": written in capitals it belongs to the family name.
  static func isCapitalParticle(_ word: Bytes) -> Bool {
    guard word.count <= 5, ASCII.isUpper(word[0]), word.count == 1 || !ASCII.isUpper(word[1]) else {
      return false
    }
    return capitalParticles.contains { $0.utf8CodeUnitCount == word.count && word.holds($0) }
  }

  private static let capitalParticles: [StaticString] = [
    "van", "von", "de", "del", "della", "di", "da", "dos", "du", "des", "la", "le", "ten", "ter", "den", "el",
    "al",
    "bin", "ibn", "saint", "st.",
  ]

  /// Whether a particle is written together with the word: "al-Rashid", "d'Estaing".
  static func isJoinedParticle(_ word: Bytes) -> Bool { joinedParticleLength(word) > 0 }

  static func joinedParticleLength(_ word: Bytes) -> Int {
    guard word.count > 3, word[0] >= 0x61, word[0] <= 0x7A else { return 0 }
    for prefix in joined where word.holds(prefix) && word.count > prefix.utf8CodeUnitCount {
      return prefix.utf8CodeUnitCount
    }
    return 0
  }

  private static let joined: [StaticString] = [
    "al-", "el-", "ar-", "as-", "an-", "ad-", "at-", "az-", "ash-", "d'", "d’", "l'", "l’", "dell'", "dell’",
    "dall'", "'t-",
  ]

  /// A generation or honour behind a name.
  static func isSuffix(_ word: Bytes) -> Bool {
    guard word.count >= 2, word.count <= 6 else { return false }
    switch ASCII.lower(word[0]) {
    case UInt8(ascii: "j"), UInt8(ascii: "s"), UInt8(ascii: "i"), UInt8(ascii: "p"), UInt8(ascii: "m"),
      UInt8(ascii: "e"):
      break
    default: return false
    }
    return suffixes.contains { word.equals($0) } && ASCII.isUpper(word[0])
  }

  private static let suffixes: [StaticString] = [
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "ph.d", "md", "m.d.", "esq", "esq.",
  ]

  static func isTitle(_ word: Bytes) -> Bool {
    guard word.count <= 10, word[0] < 0x80 else { return false }
    return titles.contains { word.equals($0) }
  }

  private static let titles: [StaticString] = [
    "dr", "dr.", "prof", "prof.", "professor", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir", "dame",
    "doctor",
  ]

  /// "J.", "J.A.", "JA", "И.", "J.-P.": letters of which each opens a name. Without dots at most three.
  static func isInitials(_ word: Bytes) -> Bool {
    var capitals = 0
    var dots = 0
    var i = 0
    while i < word.count {
      let byte = word[i]
      if byte == UInt8(ascii: ".") {
        dots += 1
      } else if ASCII.isUpper(byte) {
        capitals += 1
      } else if byte == 0xD0, i + 1 < word.count, word[i + 1] >= 0x81, word[i + 1] <= 0xAF {
        capitals += 1
        i += 1
      } else if byte == 0xC3, i + 1 < word.count, word[i + 1] >= 0x80, word[i + 1] <= 0x9E {
        capitals += 1
        i += 1
      } else if byte != UInt8(ascii: "-") {
        return false
      }
      i += 1
    }
    return capitals > 0 && (dots >= capitals || (dots == 0 && capitals <= 3) || (dots > 0 && capitals <= 2))
  }

  /// At least two letters, all ASCII ones in capitals.
  static func isAllCapitals(_ word: Bytes) -> Bool {
    var letters = 0
    for byte in word {
      if ASCII.isUpper(byte) {
        letters += 1
      } else if ASCII.isLetter(byte) || byte == UInt8(ascii: ".") {
        return false
      }
    }
    return letters >= 2
  }

  /// "Иванов Иван Иванович": a patronymic at the end shows that the family name stands first.
  static func isPatronymic(_ word: Bytes) -> Bool {
    guard word.count > 8, word[0] == 0xD0 else { return false }
    return ["вич", "вна", "ьич", "ична"].contains { word.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }
}
