import Catalogue

/// Reads one item of a JSON Feed. Used by one thread.
final class JSONFeedItemParser {
  private let document = JSONDocument()

  func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    let feed = readContext(context)
    if let fault = bytes.withUnsafeBufferPointer({ document.read($0, repairs: &repairs) }) {
      throw RecordFault(reason: "the item is not JSON: \(fault.message)", identifier: nil)
    }
    guard let item = document.root, item.kind == .object else {
      throw RecordFault(reason: "the item is no object", identifier: nil)
    }
    var links = FeedLinks()
    let report = report(item, feed, &links)
    let id = JSONFeed.string(item, "id").map(PlainText.clean) ?? ""
    let texts = [report.title, report.abstract ?? "", report.published?.printed ?? ""]
    guard !id.isEmpty || links.first != nil || texts.contains(where: { !$0.isEmpty }) else {
      throw RecordFault(reason: "the item says nothing", identifier: nil)
    }
    let identifier = id.isEmpty ? links.first ?? ContentHash.text(texts) : id
    guard identifier.utf8.count <= 2000 else {
      throw RecordFault(reason: "the item's identifier is longer than 2000 bytes", identifier: nil)
    }
    return Statement(identifier: identifier, datestamp: nil, state: .live(report))
  }

  private struct Feed {
    var base = ""
    var language: String?
    var authors: [String] = []
  }

  private func readContext(_ context: [UInt8]) -> Feed {
    guard context.withUnsafeBufferPointer({ document.read($0) }) == nil, let root = document.root else {
      return Feed()
    }
    return Feed(
      base: JSONFeed.string(root, "base") ?? "", language: JSONFeed.string(root, "language"),
      authors: JSONFeed.authors(root))
  }

  private func report(_ item: JSONValue, _ feed: Feed, _ links: inout FeedLinks) -> Report {
    var report = Report()
    report.title = PlainText.clean(JSONFeed.string(item, "title") ?? "")
    let own = JSONFeed.authors(item)
    for author in own.isEmpty ? feed.authors : own {
      report.contributors += Contributor.parse(author, role: .author)
    }
    let dates = [JSONFeed.string(item, "date_published"), JSONFeed.string(item, "date_modified")]
    report.published = dates.lazy.compactMap { $0.flatMap(FeedDate.parse) }.first
    let texts = [
      JSONFeed.string(item, "summary").map(PlainText.cleanParagraphs),
      JSONFeed.string(item, "content_text").map(PlainText.cleanParagraphs),
      JSONFeed.string(item, "content_html").map(FeedText.html),
    ].compactMap { $0 }.filter { !$0.isEmpty }
    report.abstract = texts.first { $0.utf8.count >= 40 } ?? texts.first
    if let language = JSONFeed.string(item, "language") ?? feed.language { report.add(languages: language) }
    for tag in item[Array("tags".utf8)].map({ Array($0.children) }) ?? [] {
      if let tag = tag.text.map(PlainText.clean), !tag.isEmpty, !report.subjects.contains(tag) {
        report.subjects.append(tag)
      }
    }
    if let identifier = JSONFeed.string(item, "id").flatMap(Identifier.recognise) { report.add(identifier) }
    readLinks(item, feed.base, &links)
    links.put(into: &report)
    return report
  }

  private func readLinks(_ item: JSONValue, _ base: String, _ links: inout FeedLinks) {
    if let page = JSONFeed.string(item, "url") { links.add(page, base: base) }
    if let other = JSONFeed.string(item, "external_url") { links.addRelated(other, base: base) }
    for attachment in item[Array("attachments".utf8)].map({ Array($0.children) }) ?? [] {
      guard let url = JSONFeed.string(attachment, "url") else { continue }
      links.addFile(url, type: JSONFeed.string(attachment, "mime_type"), base: base)
    }
    if let id = JSONFeed.string(item, "id"), WebAddress.isWeb(id) { links.addPermanent(id) }
  }
}
