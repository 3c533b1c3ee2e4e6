import Catalogue

import enum Reconciliation.Likeness
import enum Reconciliation.LinkKey

extension Report {
  /// All that the report is found by: the identifiers that it states, and the forms under which those link that are
  /// printed otherwise (rule 9). Each once.
  var keys: [(identifier: Identifier, links: Bool)] {
    var keys: [(identifier: Identifier, links: Bool)] = []
    var known: Set<Identifier> = []
    func add(_ identifier: Identifier, links: Bool) {
      guard known.insert(identifier).inserted else { return }
      keys.append((identifier, links))
    }
    for identifier in identifiers {
      let linking = identifier.linking
      add(identifier, links: linking == identifier)
      if let linking { add(linking, links: true) }
    }
    return keys
  }

  /// By what a live record that says this is like others, each once.
  var likenesses: [UInt64] {
    var found: [UInt64] = []
    for hash in Likeness.all(of: self).map(\.hash) where !found.contains(hash) { found.append(hash) }
    return found
  }
}

extension EncodedReport {
  /// Encodes and compresses `report` with the bytes that it came from.
  public init(_ report: Report, context: [UInt8], raw: [UInt8], with writer: BodyWriter) {
    said = SaidReport(report)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4096)
    report.encode(into: &bytes)
    self.report = 0..<bytes.count

    var columns: [Range<Int>] = []
    columns.reserveCapacity(Column.allCases.count)
    for column in Column.allCases {
      let start = bytes.count
      SearchText.append(column, of: report, to: &bytes)
      columns.append(start..<bytes.count)
    }
    var keys: [Key] = []
    keys.reserveCapacity(report.identifiers.count)
    for key in report.keys {
      let start = bytes.count
      bytes.append(contentsOf: key.identifier.value.utf8)
      keys.append(Key(scheme: key.identifier.scheme, value: start..<bytes.count, links: key.links))
    }
    let start = bytes.count
    writer.append(reportIn: self.report, context: context, raw: raw, to: &bytes)
    body = start..<bytes.count
    self.bytes = bytes
    self.columns = columns
    self.keys = keys
    likenesses = report.likenesses
    dictionary = writer.dictionaryNumber
  }
}

extension EncodedReport {
  /// By what a live record that says this finds others.
  var linkKeys: [LinkKey] {
    let identifiers = keys.lazy.filter(\.links).prefix(LinkKey.identifierLimit).map { key in
      Identifier(scheme: key.scheme, value: String(decoding: bytes[key.value], as: UTF8.self))
    }
    return identifiers.map(LinkKey.identifier) + likenesses.map(LinkKey.likeness)
  }
}

/// The bytes of a deletion, compressed: what is kept of a tombstone.
public struct EncodedTombstone: Sendable {
  var body: [UInt8]
  var dictionary: Int64

  init(dictionary: Int64, body: [UInt8]) {
    self.dictionary = dictionary
    self.body = body
  }

  public init(context: [UInt8], raw: [UInt8], with writer: BodyWriter) {
    body = []
    writer.append(reportIn: 0..<0, context: context, raw: raw, to: &body)
    dictionary = writer.dictionaryNumber
  }
}

/// What the full-text index holds of a report.
enum SearchText {
  /// The columns, in their order.
  static func all(of report: Report) -> [[UInt8]] {
    EncodedReport.Column.allCases.map { column in
      var text: [UInt8] = []
      append(column, of: report, to: &text)
      return text
    }
  }

  /// Whether two reports are indexed alike for all that it is made of being equal.
  static func isPlainlySame(_ a: Report, _ b: Report) -> Bool {
    a.title == b.title && a.subtitle == b.subtitle && a.publisher == b.publisher && a.abstract == b.abstract
      && a.series == b.series && a.contributors == b.contributors && a.subjects == b.subjects
      && a.sections == b.sections
  }

  static func append(_ column: EncodedReport.Column, of report: Report, to bytes: inout [UInt8]) {
    switch column {
    case .title:
      bytes.append(contentsOf: report.title.utf8)
      if let subtitle = report.subtitle { append(line: subtitle, to: &bytes) }
      for series in report.series { append(line: series.title, to: &bytes) }
    case .contributors:
      for contributor in report.contributors { append(line: contributor.name.printed, to: &bytes) }
      if let publisher = report.publisher { append(line: publisher, to: &bytes) }
    case .subjects:
      for subject in report.subjects { append(line: subject, to: &bytes) }
    case .abstract:
      if let abstract = report.abstract { bytes.append(contentsOf: abstract.utf8) }
    case .sections:
      for section in report.sections {
        append(line: section.title, to: &bytes)
        for contributor in section.contributors { append(line: contributor.name.printed, to: &bytes) }
      }
    }
  }

  private static func append(line: String, to bytes: inout [UInt8]) {
    guard !line.isEmpty else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: line.utf8)
  }
}

extension EncodedTombstone {
  /// How much memory it takes, roughly.
  public var size: Int { body.count }
}
