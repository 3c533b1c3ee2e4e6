import Catalogue

@testable import CatalogueFormats

/// A table's answer, harvested and parsed.
struct Reading {
  struct Record: Equatable {
    var identifier: String?
    var place: Int64
    var bytes: [UInt8]
    /// What the parser made of it, or why nothing.
    var outcome: Outcome
  }

  enum Outcome: Equatable {
    case statement(Statement)
    case reject(String, identifier: String?)
  }

  var records: [Record] = []
  var repairs: [String: Int] = [:]
  var fault: HarvestFault?
  var facts: ListFacts
  private(set) var contexts: Set<[UInt8]> = []

  /// `chunk`: how many bytes at a time; nil: all at once.
  init(
    _ bytes: some Collection<UInt8>, _ settings: HarvestSettings = .table(), chunk: Int? = nil,
    status: Int = 200, contentType: String? = "text/csv"
  ) {
    let format = CatalogueFormat.named(settings.format)!
    var harvest = format.begin(settings, .full)
    let parser = format.parser(settings)
    let bytes = Array(bytes)
    var cut: [RecordBytes] = []
    do throws(HarvestFault) {
      try harvest.begin(AnswerHead(status: status, contentType: contentType))
      var at = 0
      while at < bytes.count {
        let end = min(bytes.count, at + (chunk ?? bytes.count))
        let part = Array(bytes[at..<end])
        var failure: HarvestFault?
        part.withUnsafeBytes { raw in
          do throws(HarvestFault) { try harvest.feed(raw) { cut.append($0) } } catch { failure = error }
        }
        if let failure { throw failure }
        at = end
      }
      repairs = try harvest.end { cut.append($0) }.repairs
    } catch { fault = error }
    facts = harvest.facts
    for record in cut {
      contexts.insert(record.context)
      let outcome: Outcome
      do throws(RecordFault) {
        outcome = .statement(try parser.parse(record.bytes, context: record.context, repairs: &repairs))
      } catch { outcome = .reject(error.reason, identifier: error.identifier) }
      records.append(
        Record(identifier: record.identifier, place: record.place, bytes: record.bytes, outcome: outcome))
    }
  }

  init(
    _ text: String, _ settings: HarvestSettings = .table(), chunk: Int? = nil,
    contentType: String? = "text/csv"
  ) {
    self.init(text.utf8, settings, chunk: chunk, contentType: contentType)
  }

  var statements: [Statement] {
    records.compactMap { if case .statement(let statement) = $0.outcome { statement } else { nil } }
  }

  var reports: [Report] {
    statements.compactMap { if case .live(let report) = $0.state { report } else { nil } }
  }

  var rejects: [String] {
    records.compactMap { if case .reject(let reason, _) = $0.outcome { reason } else { nil } }
  }

  var titles: [String] { reports.map(\.title) }

  func about(_ name: String) -> String? { facts.about.first { $0.name == name }?.value }
}

extension HarvestSettings {
  static func table(
    _ fields: [ReportField: [String]] = [:], separator: Character? = nil, complete: Bool? = nil,
    url: String = "https://t.example/list.csv"
  ) -> HarvestSettings {
    HarvestSettings(
      format: "table", url: url, complete: complete,
      fields: FieldMapping(fields.mapValues { FieldSource($0) }),
      separator: separator?.asciiValue)
  }

  static func kbart(complete: Bool? = nil) -> HarvestSettings {
    HarvestSettings(format: "kbart", url: "https://t.example/kbart.txt", complete: complete)
  }
}
