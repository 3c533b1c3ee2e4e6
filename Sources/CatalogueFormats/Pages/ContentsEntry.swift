import Catalogue

/// How the entries of tables of contents are printed.
enum ContentsEntry {
  /// A section of that title, with the label that is printed before it taken off: "2. Threats", "Annex A: Summits".
  static func titled(_ text: String) -> Section {
    let text = PlainText.clean(text)
    guard let end = labelEnd(text) else { return Section(title: text) }
    let label = PlainText.clean(String(text[..<end]))
    let rest = text[end...].drop { ":.–—- \u{A0}".contains($0) }
    // A label alone is the title.
    guard !rest.isEmpty else { return Section(title: text) }
    return Section(label: withoutMark(label), title: String(rest))
  }

  /// Whether a text is nothing but what numbers an entry: "2.", "IV".
  static func isLabel(_ text: String) -> Bool { isNumber(text[...], needsMark: false) }

  /// Whether a text is nothing but a number with the mark that tells it from a title: "2.", "IV.", "3)".
  static func isPlace(_ text: String) -> Bool { isNumber(text[...], needsMark: true) }

  private static func withoutMark(_ label: String) -> String {
    var label = label
    while let last = label.last, ":–—- ".contains(last) { label.removeLast() }
    return label
  }

  /// Where a label at the beginning ends; nil where none stands there.
  private static func labelEnd(_ text: String) -> String.Index? {
    // A label alone is none.
    guard let space = text.utf8.firstIndex(of: 0x20) else { return nil }
    let first = text[..<space]
    if isNumber(first, needsMark: true) || isEastAsian(first) { return space }
    let behind = text[space...].dropFirst()
    let second = behind[..<(behind.utf8.firstIndex(of: 0x20) ?? behind.endIndex)]
    guard isNumber(second, needsMark: false), kinds.contains(Fold.text(String(first))) else { return nil }
    return second.endIndex
  }

  /// "2.", "2.1", "IV.", "3)"; of a chapter also "2", "A", "IV:".
  private static func isNumber(_ word: Substring, needsMark: Bool) -> Bool {
    // Most words begin with a small letter, and no number does.
    guard word.utf8.count <= 9, let first = word.utf8.first, first < UInt8(ascii: "a") else { return false }
    let bytes = Array(word.utf8)
    guard let last = bytes.last else { return false }
    let hasMark = ".):".utf8.contains(last)
    let body = hasMark ? bytes.dropLast() : bytes[...]
    guard let head = body.first else { return false }
    if ASCII.isDigit(head) {
      let parts = body.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      let isNumbers = parts.allSatisfy { !$0.isEmpty && $0.count <= 3 && $0.allSatisfy(ASCII.isDigit) }
      return isNumbers && (hasMark || parts.count > 1 || !needsMark)
    }
    let isRoman = body.allSatisfy { "IVXLC".utf8.contains($0) }
    return isRoman && (hasMark || !needsMark)
      || !needsMark && body.count == 1 && ASCII.isLetter(head) && head < 0x5B
  }

  /// 第1章, 第二章.
  private static func isEastAsian(_ word: Substring) -> Bool {
    word.utf8.starts(with: "第".utf8) && word.count <= 6 && ["章", "部", "節", "节", "编", "編"].contains(word.last)
  }

  /// Folded as `Fold.text` does.
  private static let kinds: Set<String> = Set(
    ("chapter annex appendix part section box kapitel anhang anlage teil abschnitt chapitre annexe partie encadre "
      + "capitulo anexo parte seccion apendice capitolo allegato appendice sezione hoofdstuk bijlage deel kapittel vedlegg "
      + "bilag bilaga del luku liite osa rozdzia rozdział zalacznik załącznik czesc глава приложение часть раздел")
      .split(separator: " ").map { Fold.text(String($0)) })

  // MARK: Pages

  /// The pages that stand at the end of a text, or are all of it: "Threats (pp. 13-22)", "Bedrohungen, S. 31–40",
  /// "Threats ..... 13". A number alone is one of pages only where something says so.
  static func pages(endingIn text: String) -> (rest: String, pages: PageRange)? {
    text.withBytes { bytes in
      guard bytes.count <= 2000, let last = bytes.last else { return nil }
      // Pages end in a number, of whichever kind, a bracket, a dot or a dash.
      guard ASCII.isDigit(last) || ")].-f".utf8.contains(last) || last >= 0x80 || isRoman(last) else {
        return nil
      }
      if last == UInt8(ascii: ")") || last == UInt8(ascii: "]"), let found = bracketed(bytes) { return found }
      if last >= 0x80 || last == UInt8(ascii: ")"), let found = counted(text) { return found }
      // Behind the last places where a label of pages may begin.
      for place in max(0, bytes.count - 60)..<bytes.count
      where (place == 0 || bytes[place - 1] == 0x20) && startsWithLabel(bytes.part(place..<bytes.count)) {
        guard let pages = PageRange.parse(string(bytes.part(place..<bytes.count))) else { continue }
        return (withoutComma(bytes.part(0..<place)), pages)
      }
      return leaders(bytes)
    }
  }

  private static func isRoman(_ byte: UInt8) -> Bool { "ivxlcIVXLC".utf8.contains(byte) }

  private static func string(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func bracketed(_ bytes: Bytes) -> (rest: String, pages: PageRange)? {
    guard bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")) else {
      return nil
    }
    // "(2007)" is a year, "(1996-2007)" are years.
    guard startsWithLabel(bytes.part(open + 1..<bytes.count - 1)),
      let pages = PageRange.parse(string(bytes.part(open..<bytes.count)))
    else { return nil }
    return (withoutComma(bytes.part(0..<open)), pages)
  }

  /// "前言（第1-2页）", "前言 (第1-2页)", "前言 第3頁".
  private static func counted(_ text: String) -> (rest: String, pages: PageRange)? {
    guard ["页", "頁", "ページ", "）", ")"].contains(where: text.hasSuffix), let start = text.lastIndex(of: "第")
    else { return nil }
    let before = start > text.startIndex ? text.index(before: start) : start
    let isBracketed =
      text[before] == "（" && text.hasSuffix("）") || text[before] == "(" && text.hasSuffix(")")
    guard let pages = PageRange.parse(String(isBracketed ? text[before...] : text[start...])) else {
      return nil
    }
    return (withoutComma(String(text[..<(isBracketed ? before : start)])), pages)
  }

  private static func startsWithLabel(_ bytes: Bytes) -> Bool {
    guard let first = bytes.first,
      "psb".utf8.contains(ASCII.lower(first)) || [0xCF, 0xD0, 0xD1, 0xD8].contains(first)
    else { return false }
    return pageLabels.contains { label in
      guard bytes.count > label.count, bytes.startsIgnoringCase(with: label) else { return false }
      // Behind a word that is not cut off, no letter may follow.
      let next = bytes[label.count]
      let isLetter = ASCII.isLetter(next) || 0xC3...0xDF ~= next
      return !isLetter || label.last == UInt8(ascii: ".") || label.last == 0x20
    }
  }

  private static let pageLabels = [
    "pp.", "pp", "p.", "p ", "pgs.", "pg.", "pages", "page", "seiten", "seite", "ss.", "s.", "s ", "págs.",
    "pág.", "páginas", "página", "pagine", "pagina's", "pagina", "blz.", "blz", "sid.", "sidor", "sider",
    "side", "str.", "strony", "стр.", "стр", "с.", "σελ.", "σσ.", "ص.", "ص ",
  ].map { Array($0.utf8) }

  /// "Threats ..... 13", "Threats … 13", and a text that is nothing but pages: "13–22".
  private static func leaders(_ bytes: Bytes) -> (rest: String, pages: PageRange)? {
    var start = bytes.count
    while start > 0, bytes[start - 1] > 0x20, bytes[start - 1] != UInt8(ascii: "."),
      start < 3 || !bytes[(start - 3)..<start].elementsEqual("…".utf8)
    { start -= 1 }
    guard start > 0 else {
      let word = string(bytes)
      let holdsDash = word.contains { "-–—".contains($0) }
      guard holdsDash || isElectronic(bytes), let pages = PageRange.parse(word),
        isElectronic(bytes) || pages.spans[0].first.number != nil
      else { return nil }
      return ("", pages)
    }
    let last = bytes.part(start..<bytes.count)
    if isElectronic(last), last.first == UInt8(ascii: "e"), bytes[start - 1] == 0x20 {
      return PageRange.parse(string(last)).map { (withoutComma(bytes.part(0..<start)), $0) }
    }
    var end = start
    var dots = 0
    while end > 0 {
      if bytes[end - 1] == UInt8(ascii: ".") {
        dots += 1
        end -= 1
      } else if bytes[end - 1] == 0x20 {
        end -= 1
      } else if end >= 3, bytes[(end - 3)..<end].elementsEqual("…".utf8) {
        dots += 3
        end -= 3
      } else {
        break
      }
    }
    guard dots >= 3, let pages = PageRange.parse(string(bytes.part(start..<bytes.count))) else { return nil }
    return (withoutComma(bytes.part(0..<end)), pages)
  }

  /// "e12", as journals without paper number their pages.
  private static func isElectronic(_ word: Bytes) -> Bool {
    guard let first = word.first, word.count > 1 else { return false }
    return ASCII.lower(first) == UInt8(ascii: "e") && word.dropFirst().allSatisfy(ASCII.isDigit)
  }

  private static func withoutComma(_ bytes: Bytes) -> String { withoutComma(string(bytes)) }

  private static func withoutComma(_ text: String) -> String {
    var text = PlainText.clean(text)
    while let last = text.last, ",;:–—-".contains(last) || last == " " { text.removeLast() }
    return text
  }
}
