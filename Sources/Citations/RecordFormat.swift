import Catalogue

/// The formats in which reports are handed out, by the names that people and the API use.
public enum RecordFormat: String, Sendable, CaseIterable {
  /// References in words, in one of `TextStyle`.
  case text
  case ris
  case bibtex
  case cslJSON = "csl-json"
  case kbart
  case jsonl
  case csv
  case marcxml
  case oaiDC = "oai-dc"

  /// Those in which a report, or entries of its contents, can be cited.
  public static let cited: [RecordFormat] = [.text, .ris, .bibtex, .cslJSON]
  /// Those in which a library can be exported. JSON lines come first: they leave nothing out.
  public static let exported: [RecordFormat] = [
    .jsonl, .ris, .bibtex, .cslJSON, .kbart, .csv, .marcxml, .oaiDC,
  ]

  /// Those in which a library can be exported with the entries of its contents, each as a record behind its report's.
  public static let withSections: [RecordFormat] = [.ris, .bibtex, .cslJSON]

  /// As DOI registries call those of references, and IANA the others. JSON has no `charset` (RFC 8259, 11).
  public var mediaType: String {
    switch self {
    case .text: "text/plain; charset=utf-8"
    case .ris: "application/x-research-info-systems; charset=utf-8"
    case .bibtex: "application/x-bibtex; charset=utf-8"
    case .cslJSON: "application/vnd.citationstyles.csl+json"
    case .kbart: "text/tab-separated-values; charset=utf-8"
    case .jsonl: "application/x-ndjson"
    case .csv: "text/csv; charset=utf-8"
    case .marcxml: "application/marcxml+xml; charset=utf-8"
    case .oaiDC: "application/xml; charset=utf-8"
    }
  }

  /// Whether it can say that a report is gone.
  public var tellsGone: Bool {
    switch self {
    case .jsonl, .csv, .marcxml, .oaiDC: true
    case .text, .ris, .bibtex, .cslJSON, .kbart: false
    }
  }

  /// A writer that has written nothing yet.
  ///
  /// - Parameters:
  ///   - style: Of references in words.
  ///   - moment: When it is written, for formats that say so.
  public func writer(style: TextStyle = .chicago, at moment: Timestamp) -> any ReportWriter {
    switch self {
    case .text: TextWriter(style)
    case .ris: RISWriter()
    case .bibtex: BibTeXWriter()
    case .cslJSON: CSLWriter()
    case .kbart: KBARTWriter()
    case .jsonl: JSONLinesWriter()
    case .csv: CSVWriter()
    case .marcxml: MARCXMLWriter()
    case .oaiDC: OAIDCWriter(at: moment)
    }
  }
}
