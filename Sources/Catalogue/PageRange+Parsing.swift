extension PageRange {
  /// Printed pages: "(pp. [i]-[ii])", "S. 31–40", "75-", "75 ff.", "12, 15-17", "e12", "A-1–A-9", "123-8" (to 128).
  ///
  /// Nil where anything but pages stands there, so that a number of pages ("88 p.") is none.
  public static func parse(_ printed: String) -> PageRange? {
    printed.withBytes { bytes in
      let bytes = bytes.trimmed
      guard !bytes.isEmpty, bytes.count <= 512 else { return nil }
      var parser = PageParser(bytes)
      guard let spans = parser.spans() else { return nil }
      return PageRange(spans: spans, printed: bytes.count == printed.utf8.count ? printed : bytes.string)
    }
  }
}

/// Reads spans of pages.
private struct PageParser {
  private let bytes: Bytes
  private var i = 0
  /// Inside "[…]": every page there bears no printed number.
  private var inBrackets = false
  /// Whether something says that these are pages: then a word may stand between the first and the last.
  private var isLabelled = false
  /// Whether 第 stands before them, and 页 behind.
  private var isCounted = false

  init(_ bytes: Bytes) {
    var bytes = bytes
    for (open, close) in [("(", ")"), ("（", "）")] {
      let (open, close) = (Array(open.utf8), Array(close.utf8))
      guard bytes.count >= open.count + close.count, bytes.starts(with: open),
        bytes.suffix(close.count).elementsEqual(close)
      else { continue }
      bytes = bytes.cut(open.count, bytes.count - close.count).trimmed
    }
    self.bytes = bytes
  }

  mutating func spans() -> [PageRange.Span]? {
    skipLabel()
    var spans: [PageRange.Span] = []
    while true {
      guard let span = span(), spans.count < 128 else { return nil }
      spans.append(span)
      skipSpace()
      if isCounted { _ = take("页") || take("頁") || take("ページ") }
      if i == bytes.count { return spans }
      guard takeJoin() else { return nil }
    }
  }

  private mutating func span() -> PageRange.Span? {
    guard let first = page() else { return nil }
    skipSpace()
    if take("ff.") || take("ff") || take("sqq.") { return .init(first: first, end: .open) }
    if let number = first.number, take("f.") || take("sq.") {
      let next = PageRange.Page(label: String(number + 1), numbering: .arabic, number: number + 1)
      return .init(first: first, end: first.numbering == .arabic ? .page(next) : .open)
    }
    guard takeDash() else { return .init(first: first, end: .single) }
    skipSpace()
    if i == bytes.count || bytes[i] == UInt8(ascii: ",") || bytes[i] == UInt8(ascii: ";") {
      return .init(first: first, end: .open)
    }
    guard var last = page() else { return nil }
    // "123-8": the end leaves out the digits that it shares with the beginning.
    if first.numbering == .arabic, last.numbering == .arabic, last.label.utf8.count < first.label.utf8.count,
      let from = first.number, let to = last.number, to < from
    {
      let label = String(first.label.dropLast(last.label.utf8.count)) + last.label
      last.label = label
      last.number = Int(label)
    }
    return .init(first: first, end: .page(last))
  }

  private mutating func page() -> PageRange.Page? {
    skipSpace()
    if i < bytes.count, bytes[i] == UInt8(ascii: "[") {
      inBrackets = true
      i += 1
      skipSpace()
    }
    let start = i
    while i < bytes.count, ASCII.isAlphanumeric(bytes[i]) || isInnerDot(i) || isInnerHyphen(i, from: start) {
      i += 1
    }
    var end = i
    // "75ff." and "75f.": the letters are not the label's.
    if end > start, ASCII.isDigit(bytes[start]),
      let letters = bytes.cut(start, end).firstIndex(where: ASCII.isLetter)
    {
      let rest = bytes.cut(start + letters, end)
      if rest.equals("ff") || (rest.equals("f") && end < bytes.count && bytes[end] == UInt8(ascii: ".")) {
        end = start + letters
        i = end
      }
    }
    let label = bytes.cut(start, end)
    guard !label.isEmpty, label.count <= 16 else { return nil }
    let bracketed = inBrackets
    skipSpace()
    if i < bytes.count, bytes[i] == UInt8(ascii: "]") {
      guard inBrackets else { return nil }
      inBrackets = false
      i += 1
    }
    return Self.page(label, bracketed: bracketed)
  }

  private func isInnerDot(_ place: Int) -> Bool {
    bytes[place] == UInt8(ascii: ".") && place > 0 && place + 1 < bytes.count
      && ASCII.isAlphanumeric(bytes[place - 1]) && ASCII.isDigit(bytes[place + 1])
  }

  /// "A-1", "C-1": behind a letter that no book's first pages are numbered with, a hyphen is of the label.
  private func isInnerHyphen(_ place: Int, from start: Int) -> Bool {
    bytes[place] == UInt8(ascii: "-") && place == start + 1 && place + 1 < bytes.count
      && ASCII.isUpper(bytes[start]) && ASCII.isDigit(bytes[place + 1])
      && RomanNumber.value(bytes.cut(start, place)) ?? 50 >= 50
  }

  /// A label needs a digit, or has to be a roman number; any other word is no page.
  private static func page(_ label: Bytes, bracketed: Bool) -> PageRange.Page? {
    let text = label.string
    if label.allSatisfy(ASCII.isDigit) {
      if let number = Int(text), number > 0, label.count <= 9 {
        return .init(label: text, numbering: .arabic, number: number, bracketed: bracketed)
      }
      return .init(label: text, numbering: .other, number: nil, bracketed: bracketed)
    }
    if let number = RomanNumber.value(label) {
      return .init(label: text, numbering: .roman, number: number, bracketed: bracketed)
    }
    guard label.contains(where: ASCII.isDigit) else { return nil }
    return .init(label: text, numbering: .other, number: nil, bracketed: bracketed)
  }

  /// "pp.", "S.", "Seiten", "pages", "pág." …
  private mutating func skipLabel() {
    // The longest first; one that ends in a letter must be followed by something that is none.
    let labels: [StaticString] = [
      "páginas", "pagine", "pages", "seiten", "paginas", "стр.", "págs.", "pgs.", "page", "seite", "pagina",
      "página", "pagina's", "pág.", "pag.", "sidor", "sider", "side", "sid.", "strony", "str.", "pp.", "pp",
      "pg.", "p.", "p", "s.", "с.", "blz.", "ss.", "σελ.", "σσ.", "ص.", "ص",
    ]
    for label in labels where bytes.holds(label) {
      let end = label.utf8CodeUnitCount
      guard end < bytes.count else { return }
      if ASCII.isLetter(bytes[end - 1]), ASCII.isLetter(bytes[end]) { continue }
      i = end
      isLabelled = true
      if bytes[i] == UInt8(ascii: ":") { i += 1 }
      skipSpace()
      return
    }
    isCounted = take("第")
  }

  private mutating func takeJoin() -> Bool {
    if bytes[i] == UInt8(ascii: ",") || bytes[i] == UInt8(ascii: ";") || bytes[i] == UInt8(ascii: "&") {
      i += 1
      return true
    }
    return take("and ") || take("und ") || take("et ")
  }

  private mutating func takeDash() -> Bool {
    let start = i
    // BibTeX prints two hyphens, or three.
    while i - start < 9 {
      let length = bytes.dashLength(at: i)
      guard length > 0 else { break }
      i += length
    }
    if i > start { return true }
    if isCounted { return take("至") || take("～") || take("~") || take("到") }
    return isLabelled
      && (take("bis ") || take("à ") || take("to ") || take("a ") || take("tot ") || take("до "))
  }

  private mutating func take(_ literal: StaticString) -> Bool {
    guard bytes.holds(literal, at: i) else { return false }
    i += literal.utf8CodeUnitCount
    return true
  }

  private mutating func skipSpace() {
    while i < bytes.count {
      if bytes[i] <= 0x20 {
        i += 1
      } else if bytes[i] == 0xC2, i + 1 < bytes.count, bytes[i + 1] == 0xA0 {
        i += 2
      } else {
        return
      }
    }
  }
}
