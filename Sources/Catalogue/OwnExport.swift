/// By what Catalogued knows what it exported itself: there every text is meant as it stands, and no guess is needed.
public enum OwnExport {
  /// The columns of its CSV, in their order.
  public static let columns = [
    "id", "deleted", "title", "subtitle", "authors", "editors", "contributors", "date", "publisher", "pages",
    "doi", "isbn", "issn", "handle", "report number", "url", "full text", "abstract", "subjects", "languages",
    "series", "series number", "rights", "access", "type",
  ]

  /// Before a report's number, as the identifier of its record in Dublin Core.
  public static let recordPrefix = "urn:x-catalogued:"

  /// What a chapter says that is a record of its own: beside its report it is none of that one's contents.
  public static let alone = "record of its own"

  // MARK: Cells of several values

  /// What parts them: a semicolon and a blank.
  public static let separator = "; "

  /// Whether a value must stand in quotation marks, those that it holds twice, so that it is told from several: as RFC
  /// 4180 has it of a cell in its row.
  public static func needsQuotes(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
    if value.first == quote || value.last == semicolon { return true }
    var at = 0
    while let found = value.place(ofByte: semicolon, from: at) {
      if found + 1 < value.count, value[found + 1] == 0x20 { return true }
      at = found + 1
    }
    return false
  }

  /// A value that holds a semicolon, in quotation marks; another one as it is.
  public static func quoted(_ value: String) -> String {
    value.utf8.contains(semicolon) ? inMarks(value) : value
  }

  /// A value of several, in quotation marks where it needs them.
  public static func part(_ value: String) -> String { value.withBytes(needsQuotes) ? inMarks(value) : value }

  private static func inMarks(_ value: String) -> String { "\"\(value.replacing("\"", with: "\"\""))\"" }

  /// The values of a cell, the empty ones too.
  public static func values(in cell: String) -> [String] { told(in: cell).map(\.value) }

  /// The same, and whether quotation marks stood around them.
  public static func told(in cell: String) -> [(value: String, isQuoted: Bool)] {
    cell.withBytes { cell in
      var values: [(value: String, isQuoted: Bool)] = []
      var at = 0
      while true {
        let inMarks = quoted(cell, from: at)
        let (value, end) = inMarks ?? plain(cell, from: at)
        values.append((value, inMarks != nil))
        guard end < cell.count else { return values }
        at = end + 2
        // Of a blank at the end of a cell nothing is left.
        if at > cell.count { at = cell.count }
      }
    }
  }

  private static func plain(_ cell: Bytes, from start: Int) -> (String, end: Int) {
    var end = start
    while end < cell.count, !parts(cell, at: end) { end += 1 }
    return (cell.cut(start, end).string, end)
  }

  /// Nil where no quotation marks hold all of a value.
  private static func quoted(_ cell: Bytes, from start: Int) -> (String, end: Int)? {
    guard start < cell.count, cell[start] == quote else { return nil }
    var text: [UInt8] = []
    var at = start + 1
    while at < cell.count {
      if cell[at] == quote {
        guard at + 1 < cell.count, cell[at + 1] == quote else { break }
        at += 1
      }
      text.append(cell[at])
      at += 1
    }
    guard at < cell.count, at + 1 == cell.count || parts(cell, at: at + 1) else { return nil }
    return (String(decoding: text, as: UTF8.self), at + 1)
  }

  /// Whether a separator stands at a place, or what is left of one at the end.
  private static func parts(_ cell: Bytes, at place: Int) -> Bool {
    cell[place] == semicolon && (place + 1 == cell.count || cell[place + 1] == 0x20)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let semicolon = UInt8(ascii: ";")

  // MARK: Formulas

  /// Whether a spreadsheet would take a cell for a formula, or would if no apostrophe stood before it.
  public static func isLikeFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.first { $0 != apostrophe }.map("=+-@".utf8.contains) ?? false
  }

  /// A cell's text without the apostrophe that was put before what looks like a formula.
  public static func unguarded(_ cell: String) -> String {
    guard cell.utf8.first == apostrophe, cell.withBytes(isLikeFormula) else { return cell }
    return String(cell.dropFirst())
  }

  /// What keeps a spreadsheet from taking a cell for a formula.
  public static let apostrophe = UInt8(ascii: "'")
}
