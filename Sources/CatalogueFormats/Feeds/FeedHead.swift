import CXML
import Catalogue

/// What a feed says of itself, around its entries.
struct FeedHead {
  /// "Atom 1.0", "RSS 2.0", "RSS 1.0"; empty where it is no feed.
  var kind = ""
  /// Title, links, authors, dates and so on, as an entry's.
  var report = Report()
  var identifier: String?
  var generator: String?
  var updated: String?
  var language: String?
  /// What relative addresses in its entries start from.
  var base: String
  var authors: [String] = []
  /// The feed's own links, whole.
  var links: [(relation: String, url: String)] = []
  /// RFC 5005, 2: the document holds every entry there is.
  var isComplete = false
  /// JSON Feed: nothing will come any more.
  var isExpired = false
  private var wish = PollingWish()
  var polling: PollingWish { FeedPolling.settle(wish) }
  /// The title of a page for people.
  var pageTitle: String?

  /// A head that says nothing yet.
  init(base: String) { self.base = base }

  /// Reads what stands around the entries; as well as can be, where it is not well-formed.
  ///
  /// - Parameters:
  ///   - closing: The end tags that have not come yet.
  ///   - base: Where the document came from.
  init(_ envelope: [UInt8], charset: FeedCharset, closing: [UInt8], base: String) {
    self.base = base
    let reader = XMLReader()
    Self.read(envelope, charset, closing, reader)
    let elements = FeedElements(reader.events)
    var names = FeedElements.Names()
    guard let root = elements.root(&names) else { return }
    readPageTitle(reader.events)
    guard let kind = Self.kind(root, elements) else { return }
    self.kind = kind
    take(root, elements, &names)
  }

  private static func read(
    _ envelope: [UInt8], _ charset: FeedCharset, _ closing: [UInt8], _ reader: XMLReader
  ) {
    var name = envelope.withUnsafeBufferPointer { charset.name(of: $0) }
    var head = FeedContext.declaration(name)
    guard let fault = (head + envelope + closing).withUnsafeBufferPointer({ reader.read($0) }) else { return }
    if FeedContext.isNotToBeTrusted(head, after: fault) { (name, head) = (nil, []) }
    let mended = envelope.withUnsafeBufferPointer { Mending.mend($0, isUTF8: name == nil, .characters) }
    let document = head + mended.bytes + closing
    _ = document.withUnsafeBufferPointer { reader.read($0, recover: true) }
  }

  /// By the root element, and its namespace or version.
  private static func kind(_ root: FeedElements.Element, _ elements: FeedElements) -> String? {
    let version = elements.attribute("version", of: root).map { Printable.line($0, limit: 12) }
    let space = elements.namespace(of: root).map { String(cString: $0).lowercased() } ?? ""
    switch root.tag {
    case .feed:
      let isOld = space.utf8.elementsEqual("http://purl.org/atom/ns#".utf8) || version == "0.3"
      return isOld ? "Atom 0.3" : "Atom 1.0"
    case .rss: return "RSS \(version ?? "2.0")"
    case .rdf: return "RSS 1.0"
    default: return nil
    }
  }

  private mutating func readPageTitle(_ events: XMLEvents) {
    var isTitle = false
    for event in events.list {
      switch event.kind {
      case Int32(CXMLStart):
        isTitle = event.name.map { String(cString: $0).lowercased() == "title" } ?? false
      case Int32(CXMLText) where isTitle:
        pageTitle = Printable.line(events.text(event))
        return
      case Int32(CXMLEnd): isTitle = false
      default: break
      }
    }
  }

  // MARK: The feed's own elements

  private mutating func take(
    _ root: FeedElements.Element, _ elements: FeedElements, _ names: inout FeedElements.Names
  ) {
    let isAtom = root.tag == .feed
    let space = elements.namespace(of: root)
    var feed = root
    if !isAtom,
      let channel = elements.children(of: root, core: space, &names).first(where: { $0.tag == .channel })
    {
      feed = channel
    }
    for element in root.start == feed.start ? [root] : [root, feed] {
      if let value = elements.attribute("base", prefix: "xml", of: element) {
        base = WebAddress.base(value, within: base)
      }
      language = elements.attribute("lang", prefix: "xml", of: element) ?? language
    }
    var reading = EntryReading(elements, isAtom: isAtom, base: base)
    reading.language = language
    reading.read(feed, &names)
    report = reading.report()
    identifier = reading.id ?? reading.about
    authors = isAtom ? report.contributors.filter { $0.role == .author }.map(\.name.printed) : []
    for element in elements.children(of: feed, core: elements.namespace(of: feed), &names) {
      takeDetail(element, elements, &names)
    }
    language = language.flatMap { $0.isEmpty ? nil : LanguageTag.normalise($0) }
    // RSS has no rule for relative addresses; nearly all mean the site's.
    if !isAtom, elements.attribute("base", prefix: "xml", of: root) == nil,
      let site = report.links.first(where: { $0.kind == .landingPage })?.url
    {
      base = site
    }
  }

  private mutating func takeDetail(
    _ element: FeedElements.Element, _ elements: FeedElements, _ names: inout FeedElements.Names
  ) {
    let text = PlainText.clean(elements.text(of: element))
    switch (element.vocabulary, element.tag) {
    case (.core, .link):
      guard links.count < 64, let reference = elements.attribute("href", of: element),
        let url = WebAddress.resolve(reference, against: base)
      else { return }
      links.append((elements.attribute("rel", of: element)?.lowercased() ?? "alternate", url))
    case (.core, .generator):
      let version = elements.attribute("version", of: element).map { " \($0)" } ?? ""
      generator = generator ?? (text.isEmpty ? nil : text + version)
    case (.core, .updated), (.core, .modified), (.core, .lastBuildDate): updated = updated ?? text
    case (.core, .pubDate), (.dublinCore, .date): updated = updated ?? text
    case (.core, .language), (.dublinCore, .language): language = language ?? text
    case (.history, .complete): isComplete = true
    default: FeedPolling.read(element, text, elements, &names, into: &wish)
    }
  }
}
