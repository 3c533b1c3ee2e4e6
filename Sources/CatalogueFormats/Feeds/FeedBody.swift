import Catalogue

/// A feed's document as it comes: XML, or JSON where it begins so.
struct FeedBody: Sendable {
  private enum Form {
    /// Only white space has come, or a byte order mark.
    case unknown([UInt8])
    case xml
    case json
  }

  private var form = Form.unknown([])
  private var xml: FeedSplitter
  private var json: JSONFeedSplitter

  /// - Parameters:
  ///   - language: What HTTP says, for a feed that says nothing.
  ///   - readsDays: Whether to find out `earliestDay`.
  init(contentType: String?, address: String, language: String? = nil, readsDays: Bool = false) {
    xml = FeedSplitter(contentType: contentType, address: address, language: language, readsDays: readsDays)
    json = JSONFeedSplitter(address: address, language: language)
  }

  mutating func feed(_ chunk: Bytes, _ sink: (RecordBytes) -> Void) {
    switch form {
    case .xml: xml.feed(chunk, sink)
    case .json: json.feed(chunk, sink)
    case .unknown(var held):
      held.append(contentsOf: chunk)
      let start = held.starts(with: Self.mark) ? 3 : 0
      guard let first = held[start...].first(where: { !ASCII.isSpace($0) }),
        held.count >= 4 || first != Self.mark[0]
      else {
        form = .unknown(held)
        return
      }
      begin(first == JSONBytes.openBrace, held, sink)
    }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) {
    if case .unknown(let held) = form { begin(held.first == JSONBytes.openBrace, held, sink) }
    if case .json = form { json.finish(sink) } else { xml.finish(sink) }
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private mutating func begin(_ isJSON: Bool, _ held: [UInt8], _ sink: (RecordBytes) -> Void) {
    form = isJSON ? .json : .xml
    held.withUnsafeBufferPointer { if isJSON { json.feed($0, sink) } else { xml.feed($0, sink) } }
  }

  private var isJSON: Bool { if case .json = form { true } else { false } }

  // MARK: What came

  func head() -> FeedHead { isJSON ? json.head() : xml.head() }

  var entries: Int { isJSON ? json.entries : xml.entries }
  var repairs: [String: Int] { (isJSON ? json.repairs : xml.repairs).merging(ownRepairs) { $0 + $1 } }
  var ended: Bool { isJSON ? json.ended : xml.ended }
  var envelopeOverflowed: Bool { isJSON ? json.envelopeOverflowed : xml.envelopeOverflowed }
  /// Of the entries so far, the earliest day that one says it was changed on, and whether all said one.
  var earliestDay: Int? { isJSON ? nil : xml.earliestDay }
  var allDated: Bool { !isJSON && xml.allDated }
  private var ownRepairs: [String: Int] = [:]

  mutating func count(_ repair: String) { ownRepairs[repair, default: 0] += 1 }

  /// The root element's name in lower case.
  var root: String? { isJSON ? nil : xml.root.map { String(decoding: $0.name, as: UTF8.self).lowercased() } }

  /// What an answer is that is no feed.
  var words: String {
    if isJSON { return "JSON, but not a JSON Feed" }
    return xml.isEmpty ? "empty" : root == nil ? "not a feed" : "XML, but not a feed"
  }
}
