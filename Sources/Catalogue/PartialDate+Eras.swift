extension PartialDate {
  /// A year as Thailand counts them, 543 ahead: พฤศจิกายน 2563, พ.ศ. 2563. Nil where no Thai letter stands beside it.
  static func inBuddhistEra(_ bytes: Bytes) -> PartialDate? {
    // No letter of Thai begins with another byte.
    guard bytes.contains(0xE0) else { return nil }
    let text = bytes.string
    guard text.unicodeScalars.contains(where: { (0x0E01...0x0E4E).contains($0.value) }) else { return nil }
    let digits = text.split { !("0"..."9").contains($0) }
    guard let printed = digits.first(where: { $0.count == 4 }), let year = Int(printed),
      (2400...2700).contains(year)
    else { return nil }
    return text.replacing(printed, with: String(year - 543), maxReplacements: 1).withBytes { words($0) }
  }

  /// A year of a Japanese era, since 1868: 平成19年11月1日, 令和元年. Nil where none stands there, or a year stands beside it
  /// as everybody counts ("2007年（平成19年）").
  static func inEra(_ bytes: Bytes) -> PartialDate? {
    // No era's name begins with another byte.
    guard bytes.contains(where: { (0xE4...0xE6).contains($0) }), !holdsYear(bytes) else { return nil }
    let text = bytes.string
    for era in eras {
      guard let name = text.firstRange(of: era.name) else { continue }
      let rest = text[name.upperBound...].drop(while: \.isWhitespace)
      let digits = rest.prefix { ("0"..."9").contains($0) }
      let isFirst = rest.hasPrefix("元")
      let behind = isFirst ? rest.dropFirst() : rest[digits.endIndex...]
      guard let year = isFirst ? 1 : Int(digits), (1...era.years).contains(year),
        behind.drop(while: \.isWhitespace).hasPrefix("年")
      else { continue }
      return "\(era.begins + year - 1)\(behind)".withBytes { words($0) }
    }
    return nil
  }

  /// The year in which each began, and how many it has: a year that was printed ahead may lie behind its end.
  private static let eras: [(name: String, begins: Int, years: Int)] = [
    ("令和", 2019, 99), ("平成", 1989, 32), ("昭和", 1926, 65), ("大正", 1912, 15), ("明治", 1868, 45),
  ]

  private static func holdsYear(_ bytes: Bytes) -> Bool {
    var digits = 0
    for byte in bytes {
      digits = ASCII.isDigit(byte) ? digits + 1 : 0
      if digits == 4 { return true }
    }
    return false
  }
}
