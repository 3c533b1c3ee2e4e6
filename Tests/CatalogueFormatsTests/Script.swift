import Catalogue

@testable import CatalogueFormats

/// Runs a harvest over a script of answers, as `Sync` does, and notes what it asked for.
struct Script {
  enum Answer {
    case body(String, status: Int = 200)
    case fails(HarvestFault)

    static func status(_ status: Int) -> Answer { .body("", status: status) }
    static let cutOff = Answer.fails(HarvestFault(.transfer(status: nil), "the connection broke off"))
  }

  var harvest: any Harvest
  var asked: [String] = []
  var identifiers: [String] = []
  var recoveries: [Recovery] = []
  var repairs: [String: Int] = [:]
  var chunk: Int?
  /// Identifiers heard in this pass, for receipts.
  private var heard: Set<String> = []
  private var pass = 0
  private var receipts: [(Int, Int)] = []
  private var attempt = 0

  init(_ harvest: any Harvest, chunk: Int? = nil) {
    self.harvest = harvest
    self.chunk = chunk
  }

  init(_ settings: HarvestSettings = .script(), _ scope: HarvestScope = .full, chunk: Int? = nil) {
    self.init(OAIHarvest(settings, scope), chunk: chunk)
  }

  /// The arguments of the last request, or all of its URL.
  var last: String { asked.last ?? "" }

  /// Gives answers until they run out or the list ends. `after` is called after every whole page.
  mutating func run(_ answers: [Answer], after: (inout Script) -> Void = { _ in }) -> ListEnd? {
    for answer in answers {
      switch harvest.next() {
      case .ended(let end): return end
      case .recall: return nil
      case .request(let request): asked.append(request.url)
      }
      do throws(HarvestFault) {
        try take(answer)
        attempt = 0
        after(&self)
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

  private mutating func take(_ answer: Answer) throws(HarvestFault) {
    guard case .body(let body, let status) = answer else {
      guard case .fails(let fault) = answer else { return }
      throw fault
    }
    try harvest.begin(AnswerHead(status: status, contentType: "text/xml"))
    let bytes = Array(body.utf8)
    var page: [String] = []
    var at = 0
    while at < bytes.count {
      let end = min(bytes.count, at + (chunk ?? bytes.count))
      let part = Array(bytes[at..<end])
      // An array's closure cannot throw a typed error here: it is carried out.
      var fault: HarvestFault?
      part.withUnsafeBytes { raw in
        do throws(HarvestFault) {
          try harvest.feed(raw) { page.append($0.identifier ?? "?") }
        } catch { fault = error }
      }
      if let fault { throw fault }
      at = end
    }
    defer { identifiers += page }
    let facts = try harvest.end { page.append($0.identifier ?? "?") }
    for (name, count) in facts.repairs { repairs[name, default: 0] += count }
    if harvest.facts.pass != pass {
      pass = harvest.facts.pass
      heard = []
    }
    receipts.append((page.count, page.count { heard.insert($0).inserted }))
    // The store's answers come late.
    if receipts.count > 3 {
      let (records, new) = receipts.removeFirst()
      harvest.committed(records: records, newSinceRestart: new)
    }
  }
}

extension HarvestSettings {
  static func script(
    url: String = "http://r.example/oai", prefix: String? = nil, set: String? = nil, from: Int64? = nil,
    overlap: Int64 = 0, complete: Bool? = nil
  ) -> HarvestSettings {
    HarvestSettings(
      format: "oai-pmh", url: url, metadataPrefix: prefix, set: set, from: from.map(Datestamp.init(seconds:)),
      overlap: overlap, complete: complete)
  }
}

extension [Script.Answer] {
  /// What every full run hears before its list.
  static func opening(deleted: String = "transient", granularity: String = "YYYY-MM-DDThh:mm:ssZ") -> Self {
    [
      .body(Answers.identify(deleted: deleted, granularity: granularity)), .body(Answers.formats()),
      .body(Answers.sets()),
    ]
  }

  /// What an incremental run hears before its list.
  static func shortOpening(granularity: String = "YYYY-MM-DDThh:mm:ssZ") -> Self {
    [.body(Answers.identify(granularity: granularity))]
  }
}
