import Catalogue

@testable import CatalogueFormats

/// Pages of records for tests, and ways to feed them.
enum Pages {
  static let root = "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"

  static func record(
    _ number: Int, _ fields: String = "<dc:title>Report</dc:title>", stamp: String = "2024-01-01"
  ) -> String {
    "<record><header><identifier>oai:x.example:\(number)</identifier><datestamp>\(stamp)</datestamp></header>"
      + "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
      + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\(fields)</oai_dc:dc></metadata></record>\n"
  }

  static func page(
    _ records: [String], token: String? = nil,
    declaration: String = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  )
    -> [UInt8]
  {
    let end = token.map { "<resumptionToken>\($0)</resumptionToken>" } ?? ""
    return Array(
      (declaration + root
        + "<responseDate>2026-01-01T00:00:00Z</responseDate><request>x</request><ListRecords>\n"
        + records.joined() + end + "</ListRecords></OAI-PMH>").utf8)
  }

  /// What a page comes to: its statements or reasons, in order, and what its end said.
  struct Outcome: Equatable {
    var statements: [Statement] = []
    var rejects: [RecordFault] = []
    var repairs: [String: Int] = [:]
    var fault: HarvestFault?
    var token: String?
  }

  /// Feeds a page in chunks of `size` bytes (0: whole) as a file's list would be read.
  static func read(_ page: [UInt8], chunk size: Int, contentType: String? = nil) -> Outcome {
    var harvest = OAIHarvest(HarvestSettings(format: "oai-pmh", url: "http://x.example/oai"), .full)
    harvest.phase = .list
    let parser = OAIRecordParser()
    var outcome = Outcome()
    func take(_ record: RecordBytes) {
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
      try harvest.begin(AnswerHead(status: 200, contentType: contentType))
      var at = 0
      while at < page.count {
        let end = size == 0 ? page.count : min(page.count, at + size)
        let piece = Array(page[at..<end])
        let fed: Result<Void, HarvestFault> = piece.withUnsafeBytes { bytes in
          do throws(HarvestFault) { return .success(try harvest.feed(bytes, take)) } catch {
            return .failure(error)
          }
        }
        try fed.get()
        at = end
      }
      let facts = try harvest.end(take)
      for (name, count) in facts.repairs { outcome.repairs[name, default: 0] += count }
    } catch { outcome.fault = error }
    outcome.token = harvest.token
    return outcome
  }

  /// Feeds a page whole and in chunks of 1 to 64 bytes; nil if they do not come to the same.
  static func readEveryWay(_ page: [UInt8], contentType: String? = nil) -> Outcome? {
    let whole = read(page, chunk: 0, contentType: contentType)
    for size in 1...64 where read(page, chunk: size, contentType: contentType) != whole { return nil }
    return whole
  }
}

/// A small generator of random numbers that gives the same ones for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
