import Catalogue

/// Cuts a JSON Feed into its items, with the context that each needs to be read alone: an object with the feed's
/// `base`, `language` and `authors`, as far as they came before the items.
struct JSONFeedSplitter: Sendable {
  private var splitter: JSONSplitter
  private let address: String
  private let language: String?
  private var context: [UInt8]?
  /// What came before the first item. Where that says not that this is a JSON Feed, its items are not taken.
  private var early: FeedHead?
  private(set) var entries = 0

  var repairs: [String: Int] { splitter.repairs }
  var ended: Bool { splitter.ended }
  var envelopeOverflowed: Bool { splitter.envelopeOverflowed }

  init(address: String, language: String?) {
    self.address = address
    self.language = language
    splitter = JSONSplitter(.list(JSONPointer(tokens: [.key(Array("items".utf8), place: nil)])))
  }

  mutating func feed(_ chunk: Bytes, _ sink: (RecordBytes) -> Void) {
    var at = 0
    // Until the list begins, no further than each bracket: then what stands before the items is known, and no more.
    while context == nil, at < chunk.count {
      let end = chunk.place(of: JSONBytes.openBracket, from: at).map { $0 + 1 } ?? chunk.count
      splitter.feed(chunk.part(at..<end)) { _ in }
      at = end
      if splitter.listBegan { context = writeContext() }
    }
    var cut: [RecordBytes] = []
    splitter.feed(chunk.part(at..<chunk.count)) { cut.append($0) }
    handOut(cut, sink)
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) {
    var cut: [RecordBytes] = []
    splitter.finish { cut.append($0) }
    handOut(cut, sink)
  }

  private mutating func handOut(_ records: [RecordBytes], _ sink: (RecordBytes) -> Void) {
    guard let context, early?.kind.isEmpty == false else { return }
    for var record in records {
      record.context = context
      entries += 1
      sink(record)
    }
  }

  private mutating func writeContext() -> [UInt8] {
    let head = head(closing: "]}")
    early = head
    var fields = ["\"base\":\(Self.quoted(WebAddress.stem(address)))"]
    if let language = head.language ?? language { fields.append("\"language\":\(Self.quoted(language))") }
    let authors = FeedContext.authors(head.authors)
    if !authors.isEmpty {
      fields.append("\"authors\":[\(authors.map(Self.quoted).joined(separator: ","))]")
    }
    return Array("{\(fields.joined(separator: ","))}".utf8)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      if unit < 0x20 || unit >= 0x7F || unit == 0x22 || unit == 0x5C {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      } else {
        result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      }
    }
    return result + "\""
  }

  /// What the feed says of itself, as far as it has come.
  func head() -> FeedHead {
    let whole = head(closing: "")
    return whole.kind.isEmpty ? early ?? whole : whole
  }

  private func head(closing: String) -> FeedHead {
    var head = FeedHead(base: address)
    let document = JSONDocument()
    let envelope = splitter.envelope + closing.utf8
    var repairs: [String: Int] = [:]
    guard envelope.withUnsafeBufferPointer({ document.read($0, repairs: &repairs) }) == nil,
      let root = document.root, root.kind == .object, let version = JSONFeed.string(root, "version"),
      let number = Self.version(version)
    else { return head }
    head.kind = "JSON Feed \(number)"
    head.report.title = PlainText.clean(JSONFeed.string(root, "title") ?? "")
    head.report.abstract = JSONFeed.string(root, "description").map(PlainText.cleanParagraphs)
    head.language = JSONFeed.string(root, "language").flatMap(LanguageTag.normalise)
    head.authors = JSONFeed.authors(root)
    var links = FeedLinks()
    if let page = JSONFeed.string(root, "home_page_url") { links.add(page, base: address) }
    links.put(into: &head.report)
    for (key, relation) in [("feed_url", "self"), ("next_url", "next")] as [(StaticString, String)] {
      guard let url = JSONFeed.string(root, key).flatMap({ WebAddress.resolve($0, against: address) }) else {
        continue
      }
      head.links.append((relation, url))
    }
    head.isExpired = JSONFeed.string(root, "expired") == "true"
    return head
  }

  private static func version(_ url: String) -> String? {
    guard url.contains("jsonfeed.org/version/"), let last = url.split(separator: "/").last else { return nil }
    return Printable.line(String(last), limit: 8)
  }
}
