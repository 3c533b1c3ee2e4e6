import Catalogue

@testable import CatalogueFormats

/// Reads one document as a harvest of it would.
enum FeedReader {
  /// What a document comes to.
  struct Outcome: Equatable {
    var statements: [Statement] = []
    var rejects: [RecordFault] = []
    var contexts: [[UInt8]] = []
    var places: [Int64] = []
    var repairs: [String: Int] = [:]
    var fault: HarvestFault?
    var facts = ListFacts(full: true, complete: false)
    var next: HarvestStep?

    var reports: [Report] {
      statements.compactMap { if case .live(let report) = $0.state { report } else { nil } }
    }
    var identifiers: [String] { statements.map(\.identifier) }
  }

  static let address = "http://feeds.example/reports/feed.xml"

  /// Feeds a document in chunks of `size` bytes (0: whole).
  static func read(
    _ document: [UInt8], chunk size: Int = 0, contentType: String? = "application/xml", url: String = address,
    fields: [AnswerHead.Field] = [], complete: Bool? = nil, scope: HarvestScope = .full
  ) -> Outcome {
    var harvest = FeedHarvest(HarvestSettings(format: "feed", url: url, complete: complete), scope)
    return read(
      document, with: &harvest, chunk: size,
      AnswerHead(status: 200, contentType: contentType, url: url, fields: fields))
  }

  static func read(
    _ document: [UInt8], with harvest: inout FeedHarvest, chunk size: Int = 0, _ head: AnswerHead
  ) -> Outcome {
    var outcome = Outcome()
    let parser = FeedRecordParser()
    func take(_ record: RecordBytes) {
      outcome.contexts.append(record.context)
      outcome.places.append(record.place)
      do throws(RecordFault) {
        let statement = try parser.parse(record.bytes, context: record.context, repairs: &outcome.repairs)
        if let scanned = record.identifier, scanned != statement.identifier {
          outcome.fault = HarvestFault(
            .malformed, "the scan says \(scanned), the parser \(statement.identifier)")
        }
        outcome.statements.append(statement)
      } catch { outcome.rejects.append(error) }
    }
    do throws(HarvestFault) {
      try harvest.begin(head)
      var at = 0
      while at < document.count {
        let end = size == 0 ? document.count : min(document.count, at + size)
        let fed: Result<Void, HarvestFault> = Array(document[at..<end]).withUnsafeBytes { bytes in
          do throws(HarvestFault) { return .success(try harvest.feed(bytes, take)) } catch {
            return .failure(error)
          }
        }
        try fed.get()
        at = end
      }
      let facts = try harvest.end(take)
      for (name, count) in facts.repairs { outcome.repairs[name, default: 0] += count }
      outcome.next = harvest.next()
    } catch { outcome.fault = outcome.fault ?? error }
    outcome.facts = harvest.facts
    return outcome
  }

  static func read(_ document: String, contentType: String? = "application/xml", url: String = address)
    -> Outcome
  {
    read(Array(document.utf8), contentType: contentType, url: url)
  }

  /// Feeds a document whole and in chunks of 1 to 64 bytes; nil if they do not come to the same.
  static func readEveryWay(
    _ document: [UInt8], contentType: String? = "application/xml", url: String = address,
    fields: [AnswerHead.Field] = []
  ) -> Outcome? {
    let whole = read(document, contentType: contentType, url: url, fields: fields)
    for size in 1...64
    where read(document, chunk: size, contentType: contentType, url: url, fields: fields) != whole {
      return nil
    }
    return whole
  }

  static func readEveryWay(
    _ document: String, contentType: String? = "application/xml", url: String = address
  )
    -> Outcome?
  {
    readEveryWay(Array(document.utf8), contentType: contentType, url: url)
  }
}
