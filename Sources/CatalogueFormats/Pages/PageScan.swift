import CXML
import Catalogue

/// Goes through a page once, from its first tag to its last, and takes down what stands there.
struct PageScan {
  var content: PageContent
  private var open: [Frame] = []
  /// What a reader sees, its white space folded; lines are parts of it, with a line end behind each.
  private var text: [UInt8] = []
  private var lineStart = 0
  private var line = LineState()
  /// Open elements that hide what stands in them.
  private var hidden = 0
  /// Open elements in which no others are.
  private var inert = 0
  /// Where the text of `title` or of a script goes.
  private var raw: RawText?
  private var microdata = MicrodataScan()
  private var items = 0
  private var lists = 0
  /// The link that is open, and where its text begins.
  private var link: (address: String, start: Int)?
  /// Whether addresses that are relative may all be files': the page stands among them.
  private var isAmongFiles: Bool

  /// No page that is one report's needs more.
  private static let lineLimit = 20_000
  private static let scriptLimit = 64

  private struct Frame {
    var tag: PageTag
    var hints: PageHints
    var item: Int
    var list: Int
    var isHidden: Bool
    /// Whether its text stands on lines of its own: a block, or what is to be told from the text around it.
    var isApart: Bool
  }

  private struct LineState {
    var kind = PageLine.Kind.text
    var hints: PageHints = []
    var item = 0
    var list = 0
  }

  private enum RawText {
    case title([UInt8])
    case script([UInt8])
  }

  init(url: String) {
    content = PageContent(base: url)
    isAmongFiles = Self.isAmongFiles(url)
  }

  private static func isAmongFiles(_ url: String) -> Bool {
    url.withBytes { $0.place(of: "bitstream", from: 0, before: $0.count) != nil }
  }

  mutating func read(
    _ events: XMLEvents, _ tags: inout NameTable<PageTag>, _ attributes: inout NameTable<PageAttribute>,
    _ hints: inout PageHintTable, _ time: ReadingTime
  ) throws(RecordFault) {
    var at = 0
    var values = PageAttributes()
    var nextCheck = 0
    while at < events.list.count {
      if at >= nextCheck {
        try time.check()
        nextCheck = at + 4096
      }
      let event = events.list[at]
      at += 1
      switch event.kind {
      case Int32(CXMLStart):
        values.removeAll()
        while at < events.list.count, events.list[at].kind == Int32(CXMLAttribute) {
          if let name = events.list[at].name {
            values.add(attributes.value(of: name, PageAttribute.init), events.text(events.list[at]))
          }
          at += 1
        }
        if let name = event.name {
          start(tags.value(of: name, PageTag.init), values, values.hints(&hints), name)
        }
      case Int32(CXMLEnd): if event.name != nil { end() }
      case Int32(CXMLText): add(events.text(event))
      default: break
      }
    }
    while !open.isEmpty { end() }
    endLine()
    content.things = microdata.finished()
  }

  // MARK: Elements

  private mutating func start(
    _ tag: PageTag, _ values: borrowing PageAttributes, _ own: PageHints,
    _ name: UnsafePointer<CChar>
  ) {
    var frame = Frame(
      tag: tag, hints: open.last?.hints ?? [], item: open.last?.item ?? 0, list: open.last?.list ?? 0,
      isHidden: tag == .hidden || tag == .script || tag == .inert,
      isApart: tag.isBlock || own.contains(.subtitle) || own.contains(.label))
    // What is a label is one itself, and what stands in it is not.
    frame.hints.subtract(.label)
    frame.hints.formUnion(own)
    switch tag {
    case .chrome: frame.hints.insert(.chrome)
    case .header: if !open.contains(where: { $0.tag == .main }) { frame.hints.insert(.chrome) }
    case .main: frame.hints.subtract(.chrome)
    case .item:
      items += 1
      frame.item = items
    default: break
    }
    if frame.isApart { startLine(frame, name) } else { line.hints.formUnion(own) }
    if inert == 0 { readHead(tag, values) }
    if frame.isHidden { hidden += 1 }
    if tag == .inert { inert += 1 }
    if hidden == 0, tag == .anchor, isAmongFiles || values.mayBeFile(.href), let href = values.text(.href) {
      link = (href, text.count)
    }
    if inert == 0 {
      microdata.start(tag, values, depth: open.count, at: text.count)
      if values.has(.title), values.has(.classes, token: "z3988"), let title = values.text(.title),
        content.coins.count < Self.scriptLimit
      {
        content.coins.append(title)
      }
    }
    open.append(frame)
  }

  private mutating func startLine(_ frame: Frame, _ name: UnsafePointer<CChar>) {
    endLine()
    var frame = frame
    if frame.tag == .block, name[0] == 0x6F || name[0] == 0x75, name[1] == 0x6C {  // ol, ul
      lists += 1
      frame.list = lists
    }
    line.hints = frame.hints
    line.item = frame.item
    line.list = frame.list
    line.kind = kind(of: frame.tag)
  }

  /// What is apart in a heading, or in a table's cell, is of its kind.
  private func kind(of tag: PageTag) -> PageLine.Kind {
    switch tag {
    case .heading(let level): .heading(level)
    case .term: .term
    case .detail, .cell: .detail
    case .inline: open.last(where: \.isApart).map { kind(of: $0.tag == .inline ? .block : $0.tag) } ?? .text
    default: .text
    }
  }

  private mutating func end() {
    guard let frame = open.popLast() else { return }
    if let raw {
      switch raw {
      case .title(let text): if content.title.isEmpty { content.title = Self.clean(text[...]) }
      case .script(let text): if content.scripts.count < Self.scriptLimit { content.scripts.append(text) }
      }
      self.raw = nil
    }
    if frame.tag == .anchor { endLink() }
    if frame.isApart { endLine() }
    microdata.end(depth: open.count, text: text)
    if frame.isHidden { hidden -= 1 }
    if frame.tag == .inert { inert -= 1 }
    if frame.isApart, let outer = open.last(where: \.isApart) { goOn(outer) }
  }

  /// What follows a block belongs to the one around it.
  private mutating func goOn(_ outer: Frame) {
    line = LineState()
    line.hints = outer.hints
    line.item = outer.item
    line.list = outer.list
    line.kind = kind(of: outer.tag)
  }

  private mutating func endLink() {
    defer { link = nil }
    guard let link, content.files.count < 1000,
      let address = WebAddress.resolve(link.address, against: content.base),
      WebText.isFile(address)
    else { return }
    content.files.append((address, Self.clean(text[min(link.start, text.count)...])))
  }

  private mutating func readHead(_ tag: PageTag, _ values: borrowing PageAttributes) {
    switch tag {
    case .html: content.language = content.language ?? values.text(.lang)
    case .title: if hidden == 0, content.title.isEmpty { raw = .title([]) }
    case .meta:
      guard content.metas.count < 5000, let text = values.text(.content) else { return }
      for name in [PageAttribute.name, .property, .httpEquiv] {
        if let name = values.text(name) { content.metas.append((name.lowercased(), text)) }
      }
    case .link:
      guard let href = values.text(.href) else { return }
      if content.canonical == nil, values.has(.rel, token: "canonical") { content.canonical = href }
    case .base:
      if let href = values.text(.href) {
        content.base = WebAddress.base(href, within: content.base)
        isAmongFiles = isAmongFiles || Self.isAmongFiles(content.base)
      }
    case .script:
      if values.text(.type)?.lowercased().hasPrefix("application/ld+json") ?? false { raw = .script([]) }
    case .input: if values.text(.type)?.lowercased() == "password" { content.asksForPassword = true }
    default: break
    }
  }

  // MARK: Text

  private mutating func add(_ bytes: Bytes) {
    switch raw {
    case .title(var text):
      raw = nil
      text.append(contentsOf: bytes)
      raw = .title(text)
      return
    case .script(var text):
      raw = nil
      text.append(contentsOf: bytes)
      raw = .script(text)
      return
    case nil: break
    }
    guard hidden == 0 else { return }
    if PlainText.isClean(bytes) {
      text.append(contentsOf: bytes)
      return
    }
    var at = 0
    while at < bytes.count {
      if ASCII.isSpace(bytes[at]) {
        if text.count > lineStart, text.last != 0x20 { text.append(0x20) }
        at = bytes.skippingSpace(from: at)
        continue
      }
      let start = at
      while at < bytes.count, !ASCII.isSpace(bytes[at]) { at += 1 }
      text.append(contentsOf: bytes.part(start..<at))
    }
  }

  private mutating func endLine() {
    if text.count > lineStart, content.lines.count < Self.lineLimit {
      let end = text.last == 0x20 ? text.count - 1 : text.count
      let printed = Self.clean(text[lineStart..<end])
      if !printed.isEmpty {
        content.lines.append(
          PageLine(kind: line.kind, text: printed, hints: line.hints, item: line.item, list: line.list))
      }
      text.append(0x0A)
      text.append(0x0A)
    }
    lineStart = text.count
    let kept = line
    line = LineState()
    (line.hints, line.item, line.list, line.kind) = (open.last?.hints ?? [], kept.item, kept.list, kept.kind)
  }

  private static func clean(_ bytes: ArraySlice<UInt8>) -> String {
    PlainText.clean(HTMLText.withoutC1(String(decoding: bytes, as: UTF8.self)))
  }
}
