extension PartialDate {
  /// A part of a printed date.
  struct Token {
    enum Kind { case number, month, word }
    var kind: Kind
    /// The number, or the month's.
    var value: Int
    /// How many digits or bytes it has.
    var length: Int
    /// The byte before it, 0 at the beginning.
    var before: UInt8
    /// Whether a word stands right before it, as in "A2007".
    var glued: Bool
    /// Whether a dot and a blank stand before it, as in "4. 5. 2007".
    var isSpaced = false
  }

  /// The forms that have to be taken apart.
  static func words(_ bytes: Bytes) -> PartialDate? {
    let tokens = tokens(bytes)
    if let date = packed(tokens) ?? numeric(tokens) { return date }
    guard let year = year(tokens) else { return withShortYear(tokens) }
    guard let month = month(tokens, near: year) else {
      return PartialDate(checked: tokens[year].value, nil, nil)
    }
    let day = day(tokens, beside: month, notAt: year)
    return PartialDate(checked: tokens[year].value, tokens[month].value, day)
  }

  private static func tokens(_ bytes: Bytes) -> [Token] {
    var tokens: [Token] = []
    var i = 0
    var lastWordEnd = -1
    var namesMonth = false
    while i < bytes.count, tokens.count < 24 {
      let start = i
      let before = i > 0 ? bytes[i - 1] : 0
      if ASCII.isDigit(bytes[i]) {
        var value = 0
        while i < bytes.count, ASCII.isDigit(bytes[i]) {
          if i - start < 9 { value = value * 10 + Int(bytes[i] - 0x30) }
          i += 1
        }
        let glued =
          lastWordEnd == start && ASCII.isLetter(before)
          && tokens.last.map { $0.kind == .word && $0.value == 0 } ?? false
        let kind: Token.Kind = namesMonth && (1...12).contains(value) ? .month : .number
        let isSpaced = before == 0x20 && start > 1 && bytes[start - 2] == UInt8(ascii: ".")
        tokens.append(
          Token(
            kind: kind, value: value, length: i - start, before: before, glued: glued, isSpaced: isSpaced))
        namesMonth = false
      } else if ASCII.isLetter(bytes[i]) || bytes[i] >= 0x80 {
        // A dash outside ASCII parts numbers as "-" does, and is no word.
        let dash = bytes.dashLength(at: i)
        if dash > 0 {
          i += dash
          continue
        }
        while i < bytes.count, ASCII.isLetter(bytes[i]) || bytes[i] >= 0x80, bytes.dashLength(at: i) == 0 {
          i += 1
        }
        let word = bytes.cut(start, i)
        lastWordEnd = i
        namesMonth = word.equals("tháng") || word.equals("Tháng")  // Vietnamese numbers its months.
        let next = wordEnd(bytes, behind: i)
        if next > i + 1, let month = MonthName.month(word, bytes.cut(i + 1, next)) {
          tokens.append(Token(kind: .month, value: month, length: word.count, before: before, glued: false))
          i = next
          lastWordEnd = i
        } else if let month = MonthName.month(word) {
          tokens.append(Token(kind: .month, value: month, length: word.count, before: before, glued: false))
        } else if !namesMonth, !isDateUnit(word) {
          // `value` 1 marks a word that may stand glued before a year.
          let mayPrecede = isYearMark(word) ? 1 : 0
          tokens.append(
            Token(kind: .word, value: mayPrecede, length: word.count, before: before, glued: false))
        }
      } else {
        i += 1
      }
    }
    return tokens
  }

  /// Where the word ends that stands behind a space; where it would begin, if there is none.
  private static func wordEnd(_ bytes: Bytes, behind space: Int) -> Int {
    // Only Arabic has months of two words.
    guard space + 1 < bytes.count, bytes[space] == 0x20, bytes[space + 1] == 0xD8 || bytes[space + 1] == 0xD9
    else { return space }
    var end = space + 1
    while end < bytes.count, bytes[end] >= 0x80 { end += 1 }
    return end
  }

  /// "c2007", "©2007", "p2007", "ca2007", "cop2007".
  private static func isYearMark(_ word: Bytes) -> Bool {
    word.equals("c") || word.equals("p") || word.equals("ca") || word.equals("cop") || word.equals("©")
  }

  /// 年 月 日, 년 월 일: they stand between the numbers of "2007年11月1日" and say no more than "-" does.
  private static func isDateUnit(_ word: Bytes) -> Bool {
    ["年", "月", "日", "년", "월", "일"].contains { $0.utf8.elementsEqual(word) }
  }

  /// "20071101" and "200711", alone.
  private static func packed(_ tokens: [Token]) -> PartialDate? {
    guard let token = tokens.first, token.kind == .number, !token.glued else { return nil }
    // A time may follow: "20071101T120000Z".
    if token.length == 8 {
      return PartialDate(checked: token.value / 10_000, token.value / 100 % 100, token.value % 100)
    }
    if tokens.count == 1, token.length == 6, (1...12).contains(token.value % 100) {
      return PartialDate(checked: token.value / 100, token.value % 100, nil)
    }
    return nil
  }

  /// Numbers alone: "2007/11/01", "01.11.2007", "11/2007", "2007-2009".
  private static func numeric(_ tokens: [Token]) -> PartialDate? {
    guard let start = tokens.firstIndex(where: { $0.kind == .number }) else { return nil }
    guard start == 0 || !tokens.contains(where: { $0.kind == .month }) else { return nil }
    let first = tokens[start]
    guard !first.glued, start + 1 < tokens.count else { return nil }
    let second = tokens[start + 1]
    guard second.kind == .number, isSeparator(second.before) || second.isSpaced else { return nil }
    let third = start + 2 < tokens.count && tokens[start + 2].kind == .number ? tokens[start + 2] : nil

    if first.length == 4 {
      guard second.length <= 2 else { return nil }
      let day = third.flatMap { $0.length <= 2 && isSeparator($0.before) ? $0.value : nil }
      return PartialDate(checked: first.value, second.value, day)
    }
    guard first.length <= 2 else { return nil }
    if second.length == 4, third == nil, !second.isSpaced {
      return PartialDate(checked: second.value, first.value, nil)
    }
    guard second.length <= 2, let third, third.length == 4, isSeparator(third.before) || third.isSpaced else {
      return nil
    }
    // Only dots say for certain that the day stands first; else the order shows where one number is no month.
    if second.before == UInt8(ascii: ".") || second.isSpaced || first.value > 12
      || first.value == second.value
    {
      return PartialDate(checked: third.value, second.value, first.value)
    }
    if second.value > 12 { return PartialDate(checked: third.value, first.value, second.value) }
    return PartialDate(checked: third.value, nil, nil)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    // The last is the end of a dash, or of a unit, outside ASCII.
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: " "), 0x80...0xBF: true
    default: false
    }
  }

  /// The year beside a month's name, or the first number that can be one.
  private static func year(_ tokens: [Token]) -> Int? {
    func isYear(_ i: Int) -> Bool {
      tokens.indices.contains(i) && tokens[i].kind == .number && tokens[i].length == 4 && !tokens[i].glued
        && (1000...2999).contains(tokens[i].value)
    }
    for (i, token) in tokens.enumerated() where token.kind == .month {
      // "November 2007", "November 1 2007", "2007 November", "enero de 2007", "1 de enero del año 2007".
      for place in [i + 1, i + 2, i - 1, i + 3] where isYear(place) { return place }
    }
    return tokens.indices.first(where: isYear)
  }

  /// "15-Nov-20": a year of two digits counts only where a day and a month's name stand before it, and nothing else, as
  /// RFC 5322, 4.3 completes it.
  private static func withShortYear(_ tokens: [Token]) -> PartialDate? {
    guard tokens.map(\.kind) == [.number, .month, .number], tokens[0].length <= 2, tokens[2].length == 2
    else {
      return nil
    }
    let year = tokens[2].value
    return PartialDate(checked: year + (year < 50 ? 2000 : 1900), tokens[1].value, tokens[0].value)
  }

  private static func month(_ tokens: [Token], near year: Int) -> Int? {
    var best: Int?
    for (i, token) in tokens.enumerated() where token.kind == .month {
      if let known = best, abs(known - year) <= abs(i - year) { continue }
      best = i
    }
    return best
  }

  /// The number before the month, past "of", "de" and the like, or behind it.
  private static func day(_ tokens: [Token], beside month: Int, notAt year: Int) -> Int? {
    func number(_ i: Int) -> Int? {
      guard tokens.indices.contains(i), i != year, tokens[i].kind == .number, tokens[i].length <= 2,
        !tokens[i].glued
      else { return nil }
      return tokens[i].value
    }
    if let day = number(month - 1) { return day }
    if month >= 2, tokens[month - 1].kind == .word, tokens[month - 1].length <= 3, let day = number(month - 2)
    {
      return day
    }
    // Behind the month only where the year does not stand between: "Nov. 1, 2007".
    guard year != month + 1 else { return nil }
    return number(month + 1)
  }
}
