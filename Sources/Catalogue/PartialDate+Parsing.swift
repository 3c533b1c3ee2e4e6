extension PartialDate {
  /// A printed date: ISO 8601 with or without time, days and months in the order of the languages' own habits with
  /// the months' names in English, French, German, Spanish, Dutch, Italian, Portuguese, Swedish, Norwegian, Danish,
  /// Finnish, Polish, Turkish, Russian, Greek, Arabic and Thai, 2007年11月1日 in Chinese and Japanese, 平成19年11月1日 by
  /// Japan's eras and พฤศจิกายน 2550 by Thailand's, digits as they are written in Arabic and Thai or as wide as East Asia's
  /// letters, years with what cataloguers put around them ("c2007", "[2007]"), the first year of a range, the year of a
  /// season, and of two digits in "1-Nov-07".
  ///
  /// A day or month that cannot be is left out, as is one that cannot be told ("05/04/2007"). Nil where no year from
  /// 1000 to 2999 is found. `printed` is the text without a label such as "Copyright Date:"; of a timestamp,
  /// the day as ISO 8601 has it.
  public static func parse(_ printed: String) -> PartialDate? {
    printed.withBytes { bytes in
      let bytes = withoutLabel(bytes.trimmed)
      guard bytes.count >= 4, bytes.count <= 256 else { return nil }
      guard var date = iso(bytes) ?? withPlainDigits(bytes) ?? inAnyEra(bytes) else { return nil }
      // A machine's timestamp is nobody's printed form.
      if holdsTime(bytes) {
        date.printed = date.iso
      } else {
        date.printed = bytes.count == printed.utf8.count ? printed : bytes.string
      }
      return date
    }
  }

  /// A date with other digits than ASCII's: ٢٠٢١ (U+0660), ۲۰۲۱ (U+06F0), ๒๐๒๑ (U+0E50), ２０２１ (U+FF10). Nil where there are none.
  private static func withPlainDigits(_ bytes: Bytes) -> PartialDate? {
    guard bytes.contains(where: { $0 == 0xD9 || $0 == 0xDB || $0 == 0xE0 || $0 == 0xEF }) else { return nil }
    var isChanged = false
    var text: [UInt8] = []
    for scalar in bytes.string.unicodeScalars {
      switch scalar.value {
      case 0x0660...0x0669: text.append(UInt8(scalar.value - 0x0660) + 0x30)
      case 0x06F0...0x06F9: text.append(UInt8(scalar.value - 0x06F0) + 0x30)
      case 0x0E50...0x0E59: text.append(UInt8(scalar.value - 0x0E50) + 0x30)
      case 0xFF10...0xFF19: text.append(UInt8(scalar.value - 0xFF10) + 0x30)
      default:
        text.append(contentsOf: Array(String(scalar).utf8))
        continue
      }
      isChanged = true
    }
    return isChanged ? text.withUnsafeBufferPointer { iso($0) ?? inAnyEra($0) } : nil
  }

  private static func inAnyEra(_ bytes: Bytes) -> PartialDate? {
    inEra(bytes) ?? inBuddhistEra(bytes) ?? words(bytes)
  }

  /// The date of publication among several of unknown meaning, as DSpace prints them, with those of accession and
  /// availability: the earliest, and of equals the coarser.
  public static func published(among printed: [String]) -> PartialDate? {
    var best: PartialDate?
    for text in printed {
      guard let date = parse(text) else { continue }
      if let known = best, known.sortKey <= date.sortKey { continue }
      best = date
    }
    return best
  }

  /// `yyyymmdd`, with zeros for month and day where they are not known, so that a year stands before its months.
  public var sortKey: Int { year * 10_000 + (month ?? 0) * 100 + (day ?? 0) }

  /// "2007", "2007-11" or "2007-11-01".
  public var iso: String {
    var text = Self.padded(year)
    for part in [month, day] {
      guard let part else { break }
      text += "-"
      text += Self.padded(part)
    }
    return text
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }

  /// Whether a time of day stands in it: "12:00".
  public static func holdsTime(_ printed: String) -> Bool { printed.withBytes { holdsTime($0) } }

  private static func holdsTime(_ bytes: Bytes) -> Bool {
    guard bytes.count >= 3 else { return false }
    return (1..<bytes.count - 1).contains {
      bytes[$0] == UInt8(ascii: ":") && ASCII.isDigit(bytes[$0 - 1]) && ASCII.isDigit(bytes[$0 + 1])
    }
  }

  /// A date whose impossible parts are left out; nil for an impossible year.
  init?(checked year: Int, _ month: Int?, _ day: Int?) {
    guard (1000...2999).contains(year) else { return nil }
    self.init(year: year, printed: "")
    guard let month, (1...12).contains(month) else { return }
    self.month = month
    guard let day, day >= 1, day <= Self.days(in: month, of: year) else { return }
    self.day = day
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// "Copyright Date: Nov. 1, 2007" without its label: words and a colon before the first digit.
  private static func withoutLabel(_ bytes: Bytes) -> Bytes {
    guard let first = bytes.first, !ASCII.isDigit(first) else { return bytes }
    var i = 0
    while i < bytes.count, !ASCII.isDigit(bytes[i]) {
      if bytes[i] == UInt8(ascii: ":") { return bytes.from(i + 1).trimmed }
      i += 1
    }
    return bytes
  }

  /// The forms that nearly all dates have: "2007", "2007-11", "2007-11-01", "2007-11-01T…".
  private static func iso(_ bytes: Bytes) -> PartialDate? {
    guard let year = number(bytes, 0, 4) else { return nil }
    if bytes.count == 4 { return PartialDate(checked: year, nil, nil) }
    let dash = UInt8(ascii: "-")
    guard bytes.count >= 7, bytes[4] == dash, let month = number(bytes, 5, 2) else { return nil }
    if bytes.count == 7 { return PartialDate(checked: year, month, nil) }
    guard bytes.count >= 10, bytes[7] == dash, let day = number(bytes, 8, 2) else { return nil }
    guard bytes.count == 10 || bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else {
      return nil
    }
    return PartialDate(checked: year, month, day)
  }

  private static func number(_ bytes: Bytes, _ start: Int, _ length: Int) -> Int? {
    var value = 0
    for i in start..<start + length {
      guard ASCII.isDigit(bytes[i]) else { return nil }
      value = value * 10 + Int(bytes[i] - 0x30)
    }
    return value
  }
}
