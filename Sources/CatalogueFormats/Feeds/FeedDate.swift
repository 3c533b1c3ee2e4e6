import Catalogue

/// Dates as feeds print them: RFC 822 with years of two digits, W3CDTF, and what else is met.
enum FeedDate {
  static func parse(_ printed: String) -> PartialDate? {
    let text = PlainText.clean(printed)
    guard text.utf8.count <= 256 else { return nil }
    guard let whole = withWholeYear(text), var date = PartialDate.parse(whole) else {
      return PartialDate.parse(text)
    }
    date.printed = PartialDate.holdsTime(text) ? date.iso : text
    return date
  }

  /// `yyyymmdd` of a date, to be compared.
  static func day(_ printed: Bytes) -> Int? {
    parse(String(decoding: printed.prefix(256), as: UTF8.self))?.sortKey
  }

  /// "Thu, 01 Jan 04 19:48:21 GMT" with its century (RFC 2822, 4.3): a day, a month's name, then a year of two or three
  /// digits. Nil for every other text.
  private static func withWholeYear(_ text: String) -> String? {
    let words = text.utf8.split { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") }
    for (index, word) in words.enumerated().dropFirst() where index + 1 < words.count {
      guard let first = word.first, !ASCII.isDigit(first), isNumber(words[index - 1], 1...2),
        isNumber(words[index + 1], 2...3), let year = Int(Substring(words[index + 1]))
      else { continue }
      let whole = words[index + 1].count == 3 || year >= 50 ? year + 1900 : year + 2000
      return "\(Substring(words[index - 1])) \(Substring(word)) \(whole)"
    }
    return nil
  }

  private static func isNumber(_ word: Substring.UTF8View, _ lengths: ClosedRange<Int>) -> Bool {
    lengths.contains(word.count) && word.allSatisfy(ASCII.isDigit)
  }
}
