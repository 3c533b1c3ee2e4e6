/// How single scalars outside ASCII fold.
struct FoldTable: Sendable {
  enum Folded {
    case letters([UInt8])
    case nothing
    case apostrophe
    /// Punctuation, symbols, white space: they part words.
    case gap
  }

  static let shared = FoldTable()

  /// The letters below U+0530 (Latin, Greek, Cyrillic) and from U+1E00 to U+1FFF, folded; empty for what is no letter.
  private let low: [[UInt8]]
  private let high: [[UInt8]]

  func fold(_ scalar: Unicode.Scalar, _ reach: Fold.Reach) -> Folded {
    let value = scalar.value
    switch value {
    case 0x2018, 0x2019, 0x02BC, 0x02BB, 0x02B9, 0x00B4, 0xFF07: return .apostrophe
    // Marks: combining ones, Hebrew points, Arabic vowels and tatweel, variation selectors, joiners, soft hyphen.
    case 0x0300...0x036F, 0x0591...0x05C7, 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670, 0xFE00...0xFE0F,
      0x200B...0x200F, 0x00AD:
      return .nothing
    case 0x80..<0x530: return letters(low[Int(value)])
    case 0x1E00..<0x2000: return letters(high[Int(value - 0x1E00)])
    case 0xFB00...0xFB06 where reach == .wide:
      return .letters(Array(Self.ligatures[Int(value - 0xFB00)].utf8))
    case 0xFF01...0xFF5E:
      // Full-width forms of ASCII.
      let byte = UInt8(value - 0xFF01 + 0x21)
      return ASCII.isAlphanumeric(byte) ? .letters([ASCII.lower(byte)]) : .gap
    default:
      if reach == .wide, let plain = Self.plain(scalar) { return .letters(Array(plain.utf8)) }
      return Self.isWordPart(scalar) ? .letters(Array(scalar.properties.lowercaseMapping.utf8)) : .gap
    }
  }

  /// What a letter or digit is written for: a digit of any script and any height that of ASCII.
  private static func plain(_ scalar: Unicode.Scalar) -> String? {
    let value = Int(scalar.value)
    if 0x620..<0x6D6 ~= value, let letter = arabic[value] { return letter }
    if 0x2160...0x217F ~= value { return roman[(value - 0x2160) % 16] }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .otherNumber:
      return scalar.properties.numericValue.flatMap(Int.init(exactly:)).map(String.init)
    default: return nil
    }
  }

  private func letters(_ letters: [UInt8]) -> Folded { letters.isEmpty ? .gap : .letters(letters) }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  /// Unicode names a letter with a diacritic after its letter ("LATIN SMALL LETTER O WITH STROKE"): what stands before
  /// "WITH" is the name of what it folds to.
  private init() {
    var named: [String: Unicode.Scalar] = [:]
    let values = Array(0x41..<0x530) + Array(0x1E00..<0x2000)
    for value in values {
      if let scalar = Unicode.Scalar(UInt32(value)), let name = scalar.properties.name {
        named[name] = scalar
      }
    }
    func folded(_ value: Int) -> [UInt8] {
      guard let scalar = Unicode.Scalar(UInt32(value)), Self.isWordPart(scalar) else { return [] }
      if let special = Self.special[value] { return Array(special.utf8) }
      var base = scalar
      if let name = scalar.properties.name, let end = Self.placeOfWith(name),
        let letter = named[String(name.prefix(end))]
      {
        base = letter
      }
      let lower = base.properties.lowercaseMapping
      if let value = lower.unicodeScalars.first?.value, let special = Self.special[Int(value)] {
        return Array(special.utf8)
      }
      return Array(lower.utf8)
    }
    low = (0..<0x530).map(folded)
    high = (0x1E00..<0x2000).map(folded)
  }

  private static func placeOfWith(_ name: String) -> Int? {
    name.withBytes { $0.place(of: " with ") }
  }

  /// Letters that fold to several, or to one that their name does not tell.
  private static let special: [Int: String] = [
    0xDF: "ss", 0x1E9E: "ss", 0xC6: "ae", 0xE6: "ae", 0x152: "oe", 0x153: "oe", 0xDE: "th", 0xFE: "th",
    0xD0: "d", 0xF0: "d", 0x131: "i", 0x132: "ij", 0x133: "ij", 0x17F: "s", 0x138: "k", 0x14A: "n",
    0x14B: "n",
    0xAA: "a", 0xBA: "o", 0xB2: "2", 0xB3: "3", 0xB9: "1", 0x3C2: "σ",
    0x401: "е", 0x451: "е", 0x419: "и", 0x439: "и", 0x407: "і", 0x457: "і",
  ]

  /// U+FB00 to U+FB06.
  private static let ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]

  /// U+2160 to U+216F.
  private static let roman = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "l", "c", "d", "m",
  ]

  /// Letters of the Arabic script that are written with and without hamza, or otherwise in Arabic than in Persian.
  private static let arabic: [Int: String] = [
    0x622: "ا", 0x623: "ا", 0x625: "ا", 0x671: "ا", 0x624: "و", 0x626: "ي", 0x649: "ي", 0x6CC: "ي",
    0x629: "ه",
    0x6C0: "ه", 0x6C1: "ه", 0x6A9: "ك",
  ]
}
