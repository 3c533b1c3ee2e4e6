import Catalogue

/// Tells what an answer is that is no table.
enum Stranger {
  /// Nil where it may be a table; or a catalogue in whichever format, where any is `wanted`.
  static func kind(of start: Bytes, wanted: String = "table") -> HarvestFault? {
    if start.trimmed.isEmpty { return fault("empty") }
    if start.has("PK\u{3}\u{4}", at: 0) {
      return fault("a ZIP file or an Excel workbook (.xlsx), not text: ask for it as CSV")
    }
    if start.has([0xD0, 0xCF, 0x11, 0xE0], at: 0) {
      return fault("an old Excel workbook (.xls), not text: ask for it as CSV")
    }
    if start.has("%PDF-", at: 0) { return fault("a PDF file, not a \(wanted)") }
    if start.has([0x1F, 0x8B], at: 0) { return fault("compressed (gzip), and was not announced as such") }
    let first = start.skippingSpace(from: 0)
    if start[first] == ASCII.lessThan { return markup(start.part(first..<start.count), wanted) }
    guard wanted == "table" else { return nil }
    let isObject = start[first] == UInt8(ascii: "{")
    let isList = start[first] == UInt8(ascii: "[") && "[{\"]".utf8.contains(start.afterSpace(first + 1))
    if isObject || isList { return fault("JSON, not a table: is the format right?") }
    return nil
  }

  private static func markup(_ p: Bytes, _ wanted: String) -> HarvestFault? {
    let start = p.prefix(4096).map(ASCII.lower)
    return start.withUnsafeBufferPointer { lower -> HarvestFault? in
      func holds(_ text: StaticString) -> Bool { lower.place(of: text, from: 0, before: lower.count) != nil }
      if holds("<html") || holds("<!doctype html") || holds("<head") || holds("<body") {
        var title = ""
        if let open = lower.place(of: "<title>", from: 0, before: lower.count),
          let close = lower.place(of: "</title", from: open, before: lower.count)
        {
          title = " “\(Printable.line(p.part(open + 7..<close), limit: 100))”"
        }
        return HarvestFault(
          .notData,
          "the answer is a web page\(title), not a \(wanted): an error page, a login or a bot wall; nothing changed"
        )
      }
      guard wanted == "table", lower.has("<?xml", at: 0) || holds("xmlns") else { return nil }
      return fault("XML, not a table: is the format right?")
    }
  }

  private static func fault(_ what: String) -> HarvestFault {
    HarvestFault(.notData, "the answer is \(what); nothing changed")
  }
}

extension Bytes {
  /// The first byte at or after `start` that is no white space; 0 where none is.
  fileprivate func afterSpace(_ start: Int) -> UInt8 {
    let at = skippingSpace(from: start)
    return at < count ? self[at] : 0
  }
}
