import Catalogue

/// The date of an entry: BibLaTeX's `date` (ISO 8601-2), else BibTeX's `year`, `month` and `day`.
enum BibTeXDate {
  static func read(date: String?, year: String?, month: String?, day: String?) -> PartialDate? {
    if let date, let found = whole(date) { return found }
    guard let year else { return nil }
    guard let month else { return PartialDate.parse(year) }
    guard let base = PartialDate.parse(year) else { return PartialDate.parse("\(month) \(year)") }
    // As "11", "nov", "November 1", "1 nov." or the months of a span.
    let span = month.split { "/–-".contains($0) }.first.map(String.init) ?? month
    let text = PlainText.clean(span)
    var found: PartialDate?
    if let number = Int(text), (1...12).contains(number) {
      found = PartialDate.parse("\(base.iso.prefix(4))-\(number < 10 ? "0" : "")\(number)")
    } else {
      found = PartialDate.parse("\(text) \(base.iso.prefix(4))")
    }
    guard var date = found, date.year == base.year, date.month != nil else { return base }
    if date.day == nil, let day = day.flatMap({ Int($0) }), let month = date.month {
      let parts = [month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
      if let exact = PartialDate.parse("\(date.iso.prefix(4))-\(parts)") { date = exact }
    }
    date.printed = date.iso
    return date
  }

  /// The beginning of a span; marks of doubt are left out.
  private static func whole(_ text: String) -> PartialDate? {
    let begin = text.split(separator: "/", omittingEmptySubsequences: true).first.map(String.init) ?? text
    let plain = PlainText.clean(begin.filter { !"~?%".contains($0) })
    return PartialDate.parse(plain)
  }
}
