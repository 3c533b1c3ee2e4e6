import CXML
import Catalogue

/// The elements of one document: libxml2's flat list of events, with each element's end. Valid until the reader reads
/// again.
struct FeedElements {
  struct Element {
    var tag: FeedTag
    var vocabulary: FeedVocabulary
    /// Its start event; and its end event, or the end of the list where it has none.
    var start: Int
    var end: Int
  }

  /// No entry, and no feed, has more elements of its own that say something.
  static let limit = 4096

  private let events: XMLEvents
  /// For a start event, its end event.
  private let ends: [Int32]

  /// What interned names mean, for as long as a reader keeps them.
  struct Names {
    fileprivate var tags = NameTable<FeedTag>()
    fileprivate var vocabularies = NameTable<FeedVocabulary>()
    fileprivate var prefixes = NameTable<FeedVocabulary>()

    mutating func removeAll() {
      tags.removeAll()
      vocabularies.removeAll()
      prefixes.removeAll()
    }
  }

  init(_ events: XMLEvents) {
    self.events = events
    var ends = [Int32](repeating: Int32(events.list.count), count: events.list.count)
    var open: [Int] = []
    for (index, event) in events.list.enumerated() {
      if event.kind == Int32(CXMLStart) { open.append(index) }
      if event.kind == Int32(CXMLEnd), let start = open.popLast() { ends[start] = Int32(index) }
    }
    self.ends = ends
  }

  /// The document's element, if it has one.
  func root(_ names: inout Names) -> Element? {
    events.list.first?.kind == Int32(CXMLStart) ? element(at: 0, core: nil, &names) : nil
  }

  /// The elements right below `parent`, in their order, at most `limit`. `core` is the namespace that counts as the feed's own, besides
  /// those that are known.
  func children(of parent: Element, core: UnsafePointer<CChar>? = nil, _ names: inout Names) -> [Element] {
    var result: [Element] = []
    var at = parent.start + 1
    while at < parent.end, result.count < Self.limit {
      guard events.list[at].kind == Int32(CXMLStart) else {
        at += 1
        continue
      }
      let element = element(at: at, core: core, &names)
      result.append(element)
      at = element.end + 1
    }
    return result
  }

  private func element(at index: Int, core: UnsafePointer<CChar>?, _ names: inout Names) -> Element {
    let event = events.list[index]
    let tag = event.name.map { names.tags.value(of: $0) { FeedTag(rawValue: $0) ?? .other } } ?? .other
    var vocabulary = FeedVocabulary.core
    if let uri = event.uri {
      vocabulary = names.vocabularies.value(of: uri) { FeedVocabulary(namespace: $0) }
      if let core, core == uri { vocabulary = .core }
    } else if let prefix = event.prefix {
      vocabulary = names.prefixes.value(of: prefix) { FeedVocabulary(prefix: $0) }
    }
    return Element(tag: tag, vocabulary: vocabulary, start: index, end: Int(ends[index]))
  }

  /// The name of the namespace of an element, by its address.
  func namespace(of element: Element) -> UnsafePointer<CChar>? { events.list[element.start].uri }

  /// The local name as written.
  func name(of element: Element) -> String {
    events.list[element.start].name.map { String(cString: $0) } ?? ""
  }

  /// An attribute's value, as it stands; nil where there is none. `prefix` is that of its name.
  func attribute(_ name: StaticString, prefix: StaticString? = nil, of element: Element) -> String? {
    var at = element.start + 1
    while at < events.list.count, events.list[at].kind == Int32(CXMLAttribute) {
      let event = events.list[at]
      if let pointer = event.name, Self.equals(pointer, name),
        prefix.map({ wanted in event.uri.map { Self.equals($0, wanted) } ?? false }) ?? (event.uri == nil)
      {
        return Self.value(events.text(event))
      }
      at += 1
    }
    return nil
  }

  /// libxml2 leaves an `&` of an attribute as the reference that it can stand for (it would otherwise expand entities).
  private static func value(_ text: Bytes) -> String {
    guard text.place(of: "&#38;", from: 0, before: text.count) != nil else {
      return String(decoding: text, as: UTF8.self)
    }
    var result: [UInt8] = []
    var at = 0
    while at < text.count {
      result.append(text[at])
      at += text.has("&#38;", at: at) ? 5 : 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func equals(_ pointer: UnsafePointer<CChar>, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    for at in 0..<length where UInt8(bitPattern: pointer[at]) != text.utf8Start[at] { return false }
    return pointer[length] == 0
  }

  /// All text in the element, of whatever depth.
  func text(of element: Element) -> String {
    var bytes: [UInt8] = []
    for at in element.start..<element.end where events.list[at].kind == Int32(CXMLText) {
      let piece = events.text(events.list[at])
      bytes.append(contentsOf: piece)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there is markup in the element.
  func hasMarkup(_ element: Element) -> Bool {
    (element.start + 1..<max(element.start + 1, element.end)).contains {
      events.list[$0].kind == Int32(CXMLStart)
    }
  }

  /// The text of an element whose content is markup of its own (XHTML), as a reader would see it.
  func shown(_ element: Element) -> String {
    var html = HTMLText()
    for at in element.start + 1..<max(element.start + 1, element.end) {
      let event = events.list[at]
      switch event.kind {
      case Int32(CXMLStart): html.start(event.name.map { String(cString: $0).lowercased() } ?? "")
      case Int32(CXMLEnd): html.end(event.name.map { String(cString: $0).lowercased() } ?? "")
      case Int32(CXMLText): html.add(events.text(event))
      default: break
      }
    }
    return html.text
  }
}
