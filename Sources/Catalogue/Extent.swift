/// The extent of a report as catalogues print it: "xii, 46 p.", "1 online resource (88 pages)".
public enum Extent {
  /// The number of pages numbered in arabic; nil where the text, or the part before its first ";", has no form of an
  /// extent or counts no pages. ("46 pages ; 28 cm" gives 46, "The report has 46 pages of tables" gives nil.)
  public static func pages(in text: String) -> Int? {
    text.withBytes { bytes in
      if let pages = read(bytes) { return pages.count }
      guard let end = bytes.place(ofByte: UInt8(ascii: ";")) else { return nil }
      return read(bytes.cut(0, end))?.count
    }
  }

  /// Whether the text is nothing but an extent or a format: "46 p.", "PDF", "application/pdf", "1.2 MB".
  public static func isExtent(_ text: String) -> Bool {
    text.withBytes { read($0) != nil }
  }

  private struct Reading {
    var count: Int?
  }

  /// What the text says, if every word of it belongs to an extent.
  private static func read(_ bytes: Bytes) -> Reading? {
    let bytes = bytes.trimmed
    guard !bytes.isEmpty, bytes.count <= 160 else { return nil }
    if isMediaType(bytes) { return Reading(count: nil) }
    var numbers = PageNumbers()
    var count: Int?
    var counted = false
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if ASCII.isDigit(byte) {
        guard let end = numbers.take(bytes, at: i) else { return nil }
        i = end
      } else if ASCII.isLetter(byte) || byte >= 0x80 {
        let start = i
        while i < bytes.count, ASCII.isLetter(bytes[i]) || bytes[i] >= 0x80 || bytes[i] == UInt8(ascii: "'") {
          i += 1
        }
        let word = bytes.cut(start, i)
        switch meaning(word) {
        case .pages:
          counted = true
          if let largest = numbers.largest { count = max(count ?? 0, largest) }
          // "p. 31-40" and "pp. 31" are pages, not how many.
          if numbers.isEmpty, word.count <= 2, i < bytes.count { return nil }
          numbers.label()
        case .unit:
          counted = true
          numbers.clear()
        case .filler: break
        case .roman: numbers.takeRoman()
        case .stranger: return nil
        }
      } else {
        numbers.see(byte)
        i += 1
      }
    }
    guard counted else { return nil }
    // "Pages: 88": the number stands behind its label.
    if count == nil, numbers.isLabelled { count = numbers.largest }
    return Reading(count: count.flatMap { $0 > 0 ? $0 : nil })
  }

  private enum Meaning { case pages, unit, filler, roman, stranger }

  private static func meaning(_ word: Bytes) -> Meaning {
    guard word.count <= 15 else { return .stranger }
    let text = word.lowercaseString
    if pageWords.contains(text) { return .pages }
    if units.contains(text) { return .unit }
    if fillers.contains(text) { return .filler }
    return RomanNumber.value(word) != nil ? .roman : .stranger
  }

  private static let pageWords: Set<String> = [
    "p", "pp", "pg", "pgs", "pag", "pág", "pags", "págs", "page", "pages", "s", "seite", "seiten", "página",
    "páginas", "pagina", "paginas", "pagine", "pagina's", "blz", "bladzijden", "sidor", "sider", "sivua",
    "stron",
    "stran", "с", "стр", "страниц", "страницы", "页", "頁", "ページ",
  ]

  /// Words that say that the text is about an extent or a format.
  private static let units: Set<String> = [
    "v", "vol", "vols", "volume", "volumes", "bd", "tome", "tomes", "leaf", "leaves", "sheet", "sheets",
    "folder",
    "folders", "f", "ff", "cm", "mm", "kb", "mb", "gb", "kib", "mib", "bytes", "byte", "pdf", "html", "epub",
    "docx",
    "doc", "xml", "xlsx", "text", "print", "resource", "ressource", "recurso", "file", "files", "cd", "dvd",
    "rom",
    "ill", "illus", "illustrations", "illustration", "illustrated", "ills", "charts", "chart", "maps", "map",
    "tables",
    "table", "figures", "figs", "fig", "graphs", "graph", "diagrams", "photos", "photographs", "plates",
    "tabl",
    "graf", "graph", "abb", "tab", "portraits", "ports",
  ]

  private static let fillers: Set<String> = [
    "online", "électronique", "en", "ligne", "electronic", "digital", "in", "and", "et", "und", "y", "with",
    "col",
    "color", "colour", "coloured", "colored", "some", "chiefly", "number", "of", "total", "no", "unnumbered",
    "unpaged", "various", "pagings", "approx", "ca", "circa", "x", "extent", "length", "umfang", "full",
    "application",
    "format", "size", "various", "numbered",
  ]

  /// "application/pdf", "text/html; charset=utf-8".
  private static func isMediaType(_ bytes: Bytes) -> Bool {
    guard let slash = bytes.place(ofByte: UInt8(ascii: "/")) else { return false }
    let kind = bytes.cut(0, slash)
    guard
      kind.equals("application") || kind.equals("text") || kind.equals("image") || kind.equals("audio")
        || kind.equals("video")
    else { return false }
    let rest = bytes.from(slash + 1)
    return !rest.isEmpty
      && rest.allSatisfy {
        ASCII.isAlphanumeric($0) || "-+._;= ".utf8.contains($0)
      }
  }
}

/// The numbers that stand before a unit: "xii, 88, [4]".
private struct PageNumbers {
  private var plain = 0
  private var bracketed = 0
  private var depth = 0
  private(set) var isEmpty = true
  /// A word for pages came without a number before it.
  private(set) var isLabelled = false

  /// The count of pages: the longest sequence with printed numbers, else of those without.
  var largest: Int? { plain > 0 ? plain : bracketed > 0 ? bracketed : nil }

  /// Takes the number at `place` and returns its end; nil where it can count nothing.
  mutating func take(_ bytes: Bytes, at place: Int) -> Int? {
    var value = 0
    var i = place
    while i < bytes.count, value < 10_000_000 {
      if ASCII.isDigit(bytes[i]) {
        value = value * 10 + Int(bytes[i] - 0x30)
        i += 1
      } else if bytes[i] == UInt8(ascii: ","), isThousand(bytes, at: i) {
        i += 1
      } else {
        break
      }
    }
    guard value < 10_000_000 else { return nil }
    if depth > 0 { bracketed = max(bracketed, value) } else { plain = max(plain, value) }
    isEmpty = false
    return i
  }

  private func isThousand(_ bytes: Bytes, at comma: Int) -> Bool {
    guard comma + 3 < bytes.count else { return false }
    for i in comma + 1...comma + 3 where !ASCII.isDigit(bytes[i]) { return false }
    return comma + 4 == bytes.count || !ASCII.isDigit(bytes[comma + 4])
  }

  mutating func takeRoman() { isEmpty = false }

  mutating func see(_ byte: UInt8) {
    if byte == UInt8(ascii: "[") { depth = 1 } else if byte == UInt8(ascii: "]") { depth = 0 }
  }

  mutating func label() {
    isLabelled = isEmpty
    clear()
  }

  mutating func clear() {
    plain = 0
    bracketed = 0
    isEmpty = true
  }
}
