import Catalogue

/// How references are put in words. Titles are printed as the catalogue has them: no style's capitals are made of them, as
/// that goes wrong in most languages. Plain text has no italics.
public enum TextStyle: String, Sendable, CaseIterable {
  /// The Chicago Manual of Style, 17th edition: the reference list of author-date (15).
  case chicago
  /// Publication Manual of the American Psychological Association, 7th edition.
  case apa
  /// MLA Handbook, 9th edition: works cited.
  case mla

  /// The reference as one line, without its end.
  public func reference(_ citation: Citation) -> String {
    switch self {
    case .chicago: ChicagoStyle.reference(citation)
    case .apa: APAStyle.reference(citation)
    case .mla: MLAStyle.reference(citation)
    }
  }
}

/// References in words: a line each.
public struct TextWriter: ReportWriter {
  private let style: TextStyle

  public init(_ style: TextStyle) { self.style = style }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    bytes.add(style.reference(citation))
    bytes.append(UInt8(ascii: "\n"))
  }
}

extension Citation {
  /// The book's title, as styles print it.
  var containerTitle: String { Prose.isolated(report.wholeTitle.isEmpty ? "[Untitled]" : report.wholeTitle) }

  var publisher: String? { report.publisher.map(Prose.isolated) }

  /// Whether who wrote it is a body that published it, too.
  var isPublishedByItself: Bool {
    authors.count == 1 && authors[0].kind != .person && report.publisher == authors[0].name.printed
  }
}
