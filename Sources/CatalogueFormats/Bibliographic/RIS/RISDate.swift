import Catalogue

/// Dates of RIS: `YYYY/MM/DD/other info`, of which all but the year may be empty.
enum RISDate {
  static func read(_ text: String) -> PartialDate? {
    let text = PlainText.clean(text)
    let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count > 1, parts[0].utf8.count == 4, let year = Int(parts[0]) else {
      return PartialDate.parse(text)
    }
    func number(_ place: Int) -> Int? { place < parts.count ? Int(parts[place].filter { $0 != " " }) : nil }
    let pieces = [number(1), number(2)].compactMap { $0 }.map { $0 < 10 ? "0\($0)" : "\($0)" }
    // A day without its month says nothing.
    let known = number(1) == nil ? [] : pieces
    guard var date = PartialDate.parse(([String(parts[0])] + known).joined(separator: "-")) else {
      return PartialDate.parse("\(year)")
    }
    date.printed = date.iso
    let rest = parts.count > 3 ? PlainText.clean(String(parts[3])) : ""
    guard !rest.isEmpty else { return date }
    // The date as it is printed, or what makes it more exact ("Nov. 1").
    for words in [rest, "\(rest) \(year)"] {
      guard let printed = PartialDate.parse(words), printed.year == date.year else { continue }
      if printed.month == date.month, printed.day == date.day { return printed }
      if date.month == nil, printed.month != nil { return printed }
    }
    return date
  }

  /// Of several dates of one record the most exact that does not differ from the first.
  static func published(_ texts: [String]) -> PartialDate? {
    var best: PartialDate?
    for date in texts.compactMap(read) {
      guard let known = best else {
        best = date
        continue
      }
      guard date.year == known.year, known.month == nil || known.month == date.month else { continue }
      if known.month == nil && date.month != nil || known.day == nil && date.day != nil { best = date }
    }
    return best
  }
}
