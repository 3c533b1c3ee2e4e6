/// The months' names, whole or cut short after at least three letters, in eight languages.
enum MonthName {
  /// 1 to 12, or nil for any other word.
  static func month(_ word: Bytes) -> Int? {
    guard word.count >= 3, word.count <= 20 else { return nil }
    if word[0] == 0xD0 || word[0] == 0xD1 { return russian(word) }
    var key: UInt64 = 0
    var length = 0
    var i = 0
    while i < word.count {
      var letter = ASCII.lower(word[i])
      i += 1
      if letter >= 0x80 {
        // "é", "û", "ä", "ç" in both cases; nothing else stands in a month's name.
        guard letter == 0xC3, i < word.count, let plain = plain(word[i] | 0x20) else { return nil }
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
    case 0xBB: UInt8(ascii: "u")
    case 0xA4: UInt8(ascii: "a")
    case 0xA7: UInt8(ascii: "c")
    default: nil
    }
  }

  /// The first eight letters of each name, first letter highest, so that a cut name is the same upper bits.
  private static let names: [(key: UInt64, length: Int, month: Int)] = {
    let months = [
      "january janvier januar januari janner jan enero gennaio janeiro",
      "february fevrier februar februari febrero febbraio fevereiro",
      "march mars marz maerz maart marzo marco mrt mrz",
      "april avril abril aprile",
      "may mai mei mayo maggio maio maj",
      "june juin juni junio giugno junho",
      "july juillet juli julio luglio julho",
      "august aout augustus agosto",
      "september septembre septiembre setiembre settembre setembro sept",
      "october octobre oktober octubre ottobre outubro",
      "november novembre noviembre novembro",
      "december decembre dezember diciembre dicembre dezembro desember",
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

  private static let stems = [
    "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
  ]

  /// Russian names in any case: by their first three letters, which are six bytes.
  private static func russian(_ word: Bytes) -> Int? {
    guard word.count >= 6 else { return nil }
    let stem = word.cut(0, 6).string.lowercased()
    if stem == "май" || stem == "мая" { return 5 }
    return stems.firstIndex(of: stem).map { $0 + 1 }
  }
}
