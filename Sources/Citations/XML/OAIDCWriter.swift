import Catalogue

/// Unqualified Dublin Core (`oai_dc`) in the form of an OAI-PMH 2.0 ListRecords answer (4.5), as harvesters save it. A
/// report that is gone is a record with the status `deleted` (2.5.1).
public struct OAIDCWriter: ReportWriter {
  private let moment: Timestamp
  private var isEmpty = true

  /// - Parameter moment: When the answer is made: its `responseDate`, and the datestamp of its records.
  public init(at moment: Timestamp) { self.moment = moment }

  public mutating func begin(_ bytes: inout [UInt8]) {
    bytes.add(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
      <responseDate>\(moment)</responseDate>
      <request verb="ListRecords" metadataPrefix="oai_dc">http://localhost/</request>

      """)
  }

  /// A list has a record at least: without one it is an error (3.6).
  public mutating func end(_ bytes: inout [UInt8]) {
    bytes.add(isEmpty ? "<error code=\"noRecordsMatch\"/>\n" : "</ListRecords>\n")
    bytes.add("</OAI-PMH>\n")
  }

  private mutating func header(_ number: Int64, isDeleted: Bool, _ bytes: inout [UInt8]) {
    if isEmpty { bytes.add("<ListRecords>\n") }
    isEmpty = false
    bytes.add("<record>\n<header")
    if isDeleted { bytes.add(" status=\"deleted\"") }
    bytes.add("><identifier>\(OwnExport.recordPrefix)")
    bytes.add(number)
    bytes.add("</identifier><datestamp>\(moment)</datestamp></header>\n")
  }

  public mutating func add(gone: GoneReport, to bytes: inout [UInt8]) {
    header(gone.number, isDeleted: true, &bytes)
    bytes.add("</record>\n")
  }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    header(citation.number, isDeleted: false, &bytes)
    bytes.add(
      "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
        + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n")
    let report = citation.report
    func add(_ name: String, _ text: String?) { bytes.element(" ", name, text) }
    add("dc:title", report.wholeTitle)
    for one in report.contributors {
      add(one.role == .author ? "dc:creator" : "dc:contributor", one.inverted())
    }
    for subject in report.subjects { add("dc:subject", subject) }
    bytes.paragraphs(" ", "dc:description", report.abstract)
    add("dc:publisher", report.publisher)
    add("dc:date", report.published?.iso)
    for type in report.types { add("dc:type", type) }
    add("dc:format", report.pageCount.map { "\($0) pages" })
    for identifier in report.identifiers { add("dc:identifier", Self.printed(identifier)) }
    for link in report.links where link.kind != .related {
      add(Self.isOwn(link, of: report) ? "dc:identifier" : "dc:source", link.url)
    }
    for language in report.languages { add("dc:language", language) }
    for series in report.series {
      let parts = [series.title, series.number].compactMap(\.self)
      add("dc:relation", parts.map(OwnExport.part).joined(separator: OwnExport.separator))
    }
    for right in report.rights { add("dc:rights", right) }
    bytes.add("</oai_dc:dc></metadata>\n</record>\n")
  }

  /// Whether an address names nothing else than the report: a chapter's may be its book's DOI.
  private static func isOwn(_ link: Link, of report: Report) -> Bool {
    guard let named = Identifier.recognise(link.url), named.scheme.isStrong else { return true }
    return report.identifiers.contains(named)
  }

  /// With its scheme, where the form alone does not tell.
  private static func printed(_ identifier: Identifier) -> String {
    switch identifier.scheme {
    case .doi, .handle: identifier.url ?? identifier.value
    case .isbn: "ISBN:\(identifier.value)"
    case .issn: "ISSN:\(identifier.value)"
    case .ark, .repec, .reportNumber, .stableURL, .upstream: identifier.value
    }
  }
}
