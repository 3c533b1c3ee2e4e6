import Catalogue

@testable import CatalogueFormats

/// Runs a JSON harvest over a script of answers, as `Sync` does, and parses what it gives.
struct JSONRun {
  struct Answer {
    var body: [UInt8]
    var status = 200
    var headers: [(String, String)] = []
    var fails: HarvestFault?

    static func body(_ text: String, _ status: Int = 200, _ headers: [(String, String)] = []) -> Answer {
      Answer(body: Array(text.utf8), status: status, headers: headers)
    }
    static func status(_ status: Int) -> Answer { Answer(body: [], status: status) }
    static let cutOff = Answer(
      body: [], fails: HarvestFault(.transfer(status: nil), "the connection broke off"))
  }

  var harvest: JSONHarvest
  let parser: JSONRecordParser
  var chunk: Int?
  var asked: [String] = []
  var statements: [Statement] = []
  var rejects: [RecordFault] = []
  var repairs: [String: Int] = [:]
  var recoveries: [Recovery] = []
  var checkpoints: [String] = []
  private var heard: Set<String> = []
  private var pass = 0
  private var attempt = 0

  init(_ harvest: JSONHarvest, _ settings: HarvestSettings, chunk: Int? = nil) {
    self.harvest = harvest
    parser = JSONRecordParser(settings)
    self.chunk = chunk
  }

  init(_ settings: HarvestSettings, _ scope: HarvestScope = .full, chunk: Int? = nil) {
    self.init(JSONHarvest(settings, scope), settings, chunk: chunk)
  }

  var identifiers: [String] { statements.map(\.identifier) }

  /// The address that would be asked next, or how the list ended.
  var next: String {
    switch harvest.next() {
    case .request(let request): request.url
    case .recall: "recall"
    case .ended(.whole): "whole"
    case .ended(.brokenOff(let fault)): fault.message
    }
  }

  /// Gives answers until they run out or the list ends; nil if it goes on.
  mutating func run(_ answers: [Answer]) -> ListEnd? {
    for answer in answers {
      guard case .request(let request) = harvest.next() else { break }
      asked.append(request.url)
      do throws(HarvestFault) {
        try take(answer, request.url)
        attempt = 0
        checkpoints.append(harvest.checkpoint)
      } catch {
        attempt += 1
        let recovery = harvest.failed(error, attempt: attempt)
        recoveries.append(recovery)
        switch recovery {
        case .retry: break
        case .goOn: attempt = 0
        case .brokenOff(let fault): return .brokenOff(fault)
        }
      }
    }
    if case .ended(let end) = harvest.next() { return end }
    return nil
  }

  private mutating func take(_ answer: Answer, _ url: String) throws(HarvestFault) {
    if let fault = answer.fails { throw fault }
    try harvest.begin(
      AnswerHead(
        status: answer.status, contentType: "application/json", url: url,
        fields: answer.headers.map { AnswerHead.Field(name: $0.0, value: $0.1) }))
    var items: [RecordBytes] = []
    var at = 0
    while at < answer.body.count {
      let end = min(answer.body.count, at + (chunk ?? answer.body.count))
      var fault: HarvestFault?
      Array(answer.body[at..<end]).withUnsafeBytes { raw in
        do throws(HarvestFault) { try harvest.feed(raw) { items.append($0) } } catch { fault = error }
      }
      if let fault { throw fault }
      at = end
    }
    var fault: HarvestFault?
    do throws(HarvestFault) {
      let facts = try harvest.end { items.append($0) }
      for (name, count) in facts.repairs { repairs[name, default: 0] += count }
    } catch { fault = error }
    if harvest.facts.pass != pass {
      pass = harvest.facts.pass
      heard = []
    }
    var new = 0
    for item in items {
      do throws(RecordFault) {
        let statement = try parser.parse(item.bytes, context: item.context, repairs: &repairs)
        // The harvest tells an identifier only where it is the parser's.
        if let identifier = item.identifier, identifier != statement.identifier {
          rejects.append(
            RecordFault(reason: "told \(identifier), parsed \(statement.identifier)", identifier: nil))
        }
        statements.append(statement)
        if heard.insert(statement.identifier).inserted { new += 1 }
      } catch { rejects.append(error) }
    }
    if let fault { throw fault }
    harvest.committed(records: items.count, newSinceRestart: new)
  }
}

extension HarvestSettings {
  static func json(
    _ list: JSONMapping, url: String = "https://r.example/api", set: String? = nil, query: String? = nil,
    overlap: Int64 = 0, complete: Bool? = nil
  ) -> HarvestSettings {
    HarvestSettings(
      format: "json", url: url, set: set, query: query, overlap: overlap, complete: complete,
      fields: FieldMapping([.identifier: FieldSource(["/id"]), .title: FieldSource(["/title"])]), list: list)
  }
}

/// `{"items":[{"id":1},…], …}`.
func jsonPage(_ identifiers: some Sequence<Int>, _ more: String = "") -> String {
  "{\"items\":[\(identifiers.map { "{\"id\":\($0),\"title\":\"Report \($0)\"}" }.joined(separator: ","))]\(more)}"
}
