import Catalogue

/// MARC 21 bibliographic records as MARCXML (Library of Congress, MARC21slim 1.1). A report that is gone is a record of
/// the status `d` (leader, 05) that has its number and no more.
public struct MARCXMLWriter: ReportWriter {
  public init() {}

  public mutating func begin(_ bytes: inout [UInt8]) {
    bytes.add(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <collection xmlns="http://www.loc.gov/MARC21/slim">

      """)
  }

  public mutating func end(_ bytes: inout [UInt8]) { bytes.add("</collection>\n") }

  public mutating func add(gone: GoneReport, to bytes: inout [UInt8]) {
    let record = MARCRecord(status: "d", number: gone.number, &bytes)
    record.field("245", "00", [("a", "[removed]")], &bytes)
    record.end(&bytes)
  }

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let report = citation.report
    let record = MARCRecord(status: "n", number: citation.number, &bytes)
    record.fixed(report.published, &bytes)
    identifiers(report, record, &bytes)
    for language in report.languages {
      record.field("041", " 7", [("a", language), ("2", "rfc5646")], &bytes)
    }
    for number in report.all(.reportNumber) { record.field("088", "  ", [("a", number)], &bytes) }
    let first = report.contributors.firstIndex { $0.role == .author }
    if let first { name(report.contributors[first], isMain: true, record, &bytes) }
    record.field(
      "245", first == nil ? "00" : "10",
      [("a", report.title), ("b", report.subtitle)], &bytes)
    record.field("264", " 1", [("b", report.publisher), ("c", report.published?.iso)], &bytes)
    record.field("300", "  ", [("a", report.pageCount.map { "\($0) pages" })], &bytes)
    for series in report.series {
      record.field("490", "0 ", [("a", series.title), ("v", series.number)], &bytes)
    }
    if !report.sections.isEmpty { contents(report.sections, record, &bytes) }
    if let access = report.access {
      record.field("506", access == .open ? "0 " : "1 ", [("a", access.rawValue)], &bytes)
    }
    record.field("520", "3 ", [("a", report.abstract)], &bytes)
    for right in report.rights { record.field("540", "  ", [("a", right)], &bytes) }
    for subject in report.subjects { record.field("653", "  ", [("a", subject)], &bytes) }
    for type in report.types { record.field("655", " 4", [("a", type)], &bytes) }
    for (index, one) in report.contributors.enumerated() where index != first {
      name(one, isMain: false, record, &bytes)
    }
    for link in report.links {
      let relation = link.kind == .fullText ? "0" : "2"
      record.field("856", "4\(relation)", [("u", link.url)], &bytes)
    }
    record.end(&bytes)
  }

  private func identifiers(_ report: Report, _ record: MARCRecord, _ bytes: inout [UInt8]) {
    for identifier in report.identifiers {
      let value = identifier.value
      switch identifier.scheme {
      case .isbn: record.field("020", "  ", [("a", value)], &bytes)
      case .issn: record.field("022", "  ", [("a", value)], &bytes)
      case .doi: record.field("024", "7 ", [("a", value), ("2", "doi")], &bytes)
      case .handle: record.field("024", "7 ", [("a", value), ("2", "hdl")], &bytes)
      case .ark: record.field("024", "7 ", [("a", value), ("2", "ark")], &bytes)
      case .stableURL: record.field("024", "7 ", [("a", value), ("2", "uri")], &bytes)
      case .repec, .upstream: record.field("024", "8 ", [("a", value)], &bytes)
      case .reportNumber: break
      }
    }
  }

  /// A person's name is entered under its first part (100 and 700), a body's as it is called (110 and 710).
  private func name(
    _ one: Contributor, isMain: Bool, _ record: MARCRecord, _ bytes: inout [UInt8]
  ) {
    let isBody = one.kind == .corporate
    let tag = (isMain ? "1" : "7") + (isBody ? "10" : "00")
    let indicators = isBody ? "2 " : one.name.family == nil ? "0 " : "1 "
    let (term, code) = Self.relator(one.role)
    record.field(
      tag, indicators,
      [("a", one.inverted(particleBehind: true)), ("e", term), ("u", one.affiliation), ("4", code)], &bytes)
  }

  /// MARC's terms and codes for relators.
  private static func relator(_ role: Contributor.Role) -> (term: String, code: String) {
    switch role {
    case .author: ("author", "aut")
    case .editor: ("editor", "edt")
    case .translator: ("translator", "trl")
    case .illustrator: ("illustrator", "ill")
    case .compiler: ("compiler", "com")
    case .sponsor: ("sponsor", "spn")
    case .contributor: ("contributor", "ctb")
    }
  }

  /// Enhanced contents: title, who, and pages of each entry.
  private func contents(_ sections: [Section], _ record: MARCRecord, _ bytes: inout [UInt8]) {
    var parts: [(String, String?)] = []
    for section in sections {
      let title = [section.label, section.title].compactMap { $0 }.filter { !$0.isEmpty }
      parts.append(("t", title.isEmpty ? nil : title.joined(separator: " ")))
      let names = section.contributors.map(\.inOrder)
      parts.append(("r", names.isEmpty ? nil : Prose.list(names)))
      parts.append(("g", section.pages.map { "pages " + $0.cited(dash: "-") }))
    }
    record.field("505", "00", parts, &bytes)
  }
}
