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
