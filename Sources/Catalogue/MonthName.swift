/// The months' names: whole or cut short after at least three letters in fifteen languages of Latin letters, Russian,
/// Ukrainian and Greek in any case, Hebrew, Hindi, Thai, and Arabic as it is written in Egypt, the Gulf, the Maghreb and the
/// Levant, where four months are two words.
enum MonthName {
  /// 1 to 12, or nil for any other word.
  static func month(_ word: Bytes) -> Int? {
    guard word.count >= 3, word.count <= 30 else { return nil }
    if word[0] == 0xCE {
      let folded = Fold.text(word.string)
      return greek[String(folded.prefix(4))] ?? greek[String(folded.prefix(3))]
    }
    switch word[0] {
    case 0xD0, 0xD1: return cyrillic(word)
    case 0xD7: return hebrew(word)
    case 0xD8, 0xD9: return arabic[word.string]
    case 0xE0: return thai.firstIndex(of: word.string).map { $0 + 1 } ?? hindi[word.string]
    default: break
    }
    var key: UInt64 = 0
    var length = 0
    var i = 0
    while i < word.count {
      var letter = ASCII.lower(word[i])
      i += 1
      if letter >= 0x80 {
        // "á", "é", "ó", "ú", "û", "ü", "ä", "ç" in both cases, "ń", "ś", "ź", "ş", "ğ", "ı"; nothing else stands in a month's name.
        guard i < word.count, let plain = letter == 0xC3 ? plain(word[i] | 0x20) : marked(letter, word[i])
        else { return nil }
        letter = plain
        i += 1
      }
      if length < 8 { key |= UInt64(letter) << (56 - 8 * UInt64(length)) }
      length += 1
    }
    guard length >= 3 else { return nil }
    let unread = UInt64(64 - 8 * min(length, 8))
    for name in names where (name.key ^ key) >> unread == 0 && length <= name.length { return name.month }
    return nil
  }

  private static func plain(_ second: UInt8) -> UInt8? {
    switch second {
    case 0xA9: UInt8(ascii: "e")
    case 0xBA, 0xBB, 0xBC: UInt8(ascii: "u")
    case 0xA1, 0xA4: UInt8(ascii: "a")
    case 0xB3: UInt8(ascii: "o")
    case 0xA7: UInt8(ascii: "c")
    default: nil
    }
  }

  private static func marked(_ lead: UInt8, _ second: UInt8) -> UInt8? {
    switch (lead, second) {
    case (0xC5, 0x83), (0xC5, 0x84): UInt8(ascii: "n")
    case (0xC5, 0x9A), (0xC5, 0x9B), (0xC5, 0x9E), (0xC5, 0x9F): UInt8(ascii: "s")
    case (0xC4, 0x9E), (0xC4, 0x9F): UInt8(ascii: "g")
    case (0xC4, 0xB0), (0xC4, 0xB1): UInt8(ascii: "i")
    case (0xC5, 0xB9), (0xC5, 0xBA): UInt8(ascii: "z")
    default: nil
    }
  }

  /// The first eight letters of each name, first letter highest, so that a cut name is the same upper bits.
  private static let names: [(key: UInt64, length: Int, month: Int)] = {
    let months = [
      "january janvier januar januari janner jan enero gennaio janeiro tammikuussa styczen stycznia ocak ianuarie",
      "february fevrier februar februari febrero febbraio fevereiro helmikuussa luty lutego subat februarie februar",
      "march mars marz maerz maart marzo marco mrt mrz marts maaliskuussa marzec marca mart martie marcius",
      "april avril abril aprile huhtikuussa kwiecien kwietnia nisan aprilie aprilis",
      "may mai mei mayo maggio maio maj maja toukokuussa mayis majus",
      "june juin juni junio giugno junho kesakuussa kesakuuta czerwiec czerwca haziran iunie junius",
      "july juillet juli julio luglio julho heinakuussa lipiec lipca temmuz iulie julius",
      "august aout augustus agosto augusti elokuussa elokuuta sierpien sierpnia agustos augusztus",
      "september septembre septiembre setiembre settembre setembro sept syyskuussa syyskuuta wrzesien wrzesnia eylul septembrie szeptember",
      "october octobre oktober octubre ottobre outubro lokakuussa lokakuuta pazdziernik pazdziernika ekim octombrie",
      "november novembre noviembre novembro marraskuussa listopada kasim noiembrie",
      "december decembre dezember diciembre dicembre dezembro desember joulukuussa grudzien grudnia aralik decembrie",
    ]
    var names: [(key: UInt64, length: Int, month: Int)] = []
    for (index, line) in months.enumerated() {
      for name in line.split(separator: " ") {
        var key: UInt64 = 0
        for (place, byte) in name.utf8.prefix(8).enumerated() {
          key |= UInt64(byte) << (56 - 8 * UInt64(place))
        }
        names.append((key, name.utf8.count, index + 1))
      }
    }
    return names
  }()

  /// By their first letters, folded.
  private static let greek: [String: Int] = [
    "ιαν": 1, "φεβ": 2, "μαρ": 3, "απρ": 4, "μαι": 5, "ιουν": 6, "ιουλ": 7, "αυγ": 8, "σεπ": 9, "οκτ": 10,
    "νοε": 11, "δεκ": 12,
  ]

  private static let thai = [
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
    "พฤศจิกายน", "ธันวาคม",
  ]

  private static let hindi: [String: Int] = [
    "जनवरी": 1, "फरवरी": 2, "फ़रवरी": 2, "मार्च": 3, "अप्रैल": 4, "मई": 5, "जून": 6, "जुलाई": 7, "अगस्त": 8,
    "सितंबर": 9, "सितम्बर": 9, "अक्टूबर": 10, "अक्तूबर": 10, "नवंबर": 11, "नवम्बर": 11, "दिसंबर": 12, "दिसम्बर": 12,
  ]

  private static let hebrew = [
    "ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר",
    "דצמבר",
  ]

  /// Hebrew names, also with "in" before them, which is their word's first letter there ("בינואר").
  private static func hebrew(_ word: Bytes) -> Int? {
    let name = word.string
    return
      (hebrew.firstIndex(of: name)
      ?? (name.first == "ב" ? hebrew.firstIndex(of: String(name.dropFirst())) : nil))
      .map { $0 + 1 }
  }

  private static let stems: [[String]] = [
    ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
    ["січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру"],
  ]

  /// Russian and Ukrainian names in any case: by their first three letters, which are six bytes.
  private static func cyrillic(_ word: Bytes) -> Int? {
    guard word.count >= 6 else { return nil }
    let stem = word.cut(0, 6).string.lowercased()
    if stem == "мая" { return 5 }
    return stems.lazy.compactMap { $0.firstIndex(of: stem) }.first.map { $0 + 1 }
  }

  /// The Levant's months of two words, the first of which two months share: كانون الثاني, تشرين الأول.
  static func month(_ first: Bytes, _ second: Bytes) -> Int? {
    guard first.count == 10, let months = pairs[first.string] else { return nil }
    switch second.string {
    case "الأول", "الاول": return months.first
    case "الثاني", "الثانى": return months.second
    default: return nil
    }
  }

  private static let pairs: [String: (first: Int, second: Int)] = ["كانون": (12, 1), "تشرين": (10, 11)]

  private static let arabic: [String: Int] = {
    let months = [
      "يناير جانفي", "فبراير فيفري شباط", "مارس آذار اذار", "أبريل ابريل إبريل أفريل نيسان",
      "مايو ماي أيار ايار",
      "يونيو يونية جوان حزيران", "يوليو يولية جويلية تموز", "أغسطس اغسطس أوت آب", "سبتمبر أيلول ايلول",
      "أكتوبر اكتوبر", "نوفمبر", "ديسمبر",
    ]
    var names: [String: Int] = [:]
    for (index, line) in months.enumerated() {
      for name in line.split(separator: " ") { names[String(name)] = index + 1 }
    }
    return names
  }()
}
