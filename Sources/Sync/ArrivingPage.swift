import CatalogueFormats

/// What answers brought and is not prepared yet: records, and what was heard besides.
///
/// Of an OAI-PMH list it is a page; of web pages, each of which is an answer of its own, it is several, since each
/// transaction costs as much as taking some pages does. A kill costs no more than that those are asked for again.
struct ArrivingPage {
  var records: [RecordBytes] = []
  /// Of the records, in bytes.
  var size = 0
  var repairs: [String: Int] = [:]
  var news = PageNews()
  /// Where the run goes on once all of it is taken; nil before the first answer is whole.
  private(set) var checkpoint: String?
  /// How many answers are whole.
  private(set) var answers = 0
  /// When the first of them and the last were, on the clock of `monotonicSeconds`.
  private var first = 0.0
  private var last = 0.0
  private var lastTook = 0.0

  /// At most so many answers wait for each other.
  static let answerLimit = 50
  /// And at most for so many seconds.
  static let patience = 2.0

  mutating func add(_ record: RecordBytes) {
    records.append(record)
    size += record.bytes.count
  }

  /// What an answer brought besides its records.
  mutating func add(_ facts: PageFacts) {
    for (name, count) in facts.repairs { repairs[name, default: 0] += count }
    news.notes += facts.news.notes
    news.present += facts.news.present
    for statement in facts.statements { add(statement) }
  }

  /// An answer is whole.
  ///
  /// - Parameters:
  ///   - asked: When it was begun to wait for it.
  ///   - now: The time, on the same clock.
  mutating func end(checkpoint: String, asked: Double, now: Double) {
    if answers == 0 { first = now }
    (last, lastTook) = (now, now - asked)
    answers += 1
    self.checkpoint = checkpoint
  }

  /// Whether another answer may be waited for before these are taken, if it takes as long as the last one.
  func hasRoom(bytes limit: Int) -> Bool {
    answers < Self.answerLimit && size < limit && last - first + lastTook < Self.patience
  }

  /// Hands out the first records, in their order.
  mutating func takeRecords(_ count: Int) -> [RecordBytes] {
    let part = Array(records.prefix(count))
    records.removeFirst(part.count)
    size = records.isEmpty ? 0 : size - part.reduce(0) { $0 + $1.bytes.count }
    return part
  }
}
