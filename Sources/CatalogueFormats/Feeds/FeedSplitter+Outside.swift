extension FeedSplitter {
  /// Whether the feed goes on: what stands behind its end is nobody's.
  private mutating func passesOn(_ p: Bytes) -> Bool {
    guard ended else { return true }
    (at, mark) = (p.count, p.count)
    return false
  }

  mutating func passEndTag(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool {
    guard passesOn(p) else { return true }
    guard let name = Markup.name(p, at: tag + 2) else {
      at = tag + 2
      return true
    }
    let isTooLong = p.count - tag > ElementLimits.tag
    let close = p.skippingSpace(from: name.end)
    guard close < p.count || isLast || isTooLong else { return false }
    let isClosed = close < p.count && p[close] == ASCII.greaterThan
    let end = isClosed ? close + 1 : name.end
    let isRoot = root.map { p.has($0.name, at: tag + 2) && $0.name.count == name.end - tag - 2 } ?? false
    if isRoot {
      keepEnvelope(p, upTo: tag)
      ended = true
      (at, mark) = (end, end)
      return true
    }
    if let channel, p.has(channel, at: tag + 2), channel.count == name.end - tag - 2 { self.channel = nil }
    // What is left of a destroyed entry must not close anything for who reads the envelope.
    if isEntry(p, name) {
      pass(p, from: tag, to: end, keeping: false)
    } else {
      at = end
    }
    return true
  }

  mutating func passStartTag(_ p: Bytes, _ tag: Int, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard passesOn(p) else { return true }
    guard let name = Markup.name(p, at: tag + 1) else {
      at = tag + 1
      return true
    }
    let isTooLong = p.count - tag > ElementLimits.tag
    guard let close = Markup.tagEnd(p, from: name.end) else {
      guard isLast || isTooLong else { return false }
      at = name.end
      return true
    }
    at = close.place
    guard let root else {
      open(p, name, tag, close)
      return true
    }
    guard root.kind != .other else {
      if isFeed(p, name, close.place), !root.name.elementsEqual("html".utf8),
        !root.name.elementsEqual("HTML".utf8)
      {
        repairs["text before the feed passed over", default: 0] += 1
        forgetEnvelope()
        open(p, name, tag, close)
      }
      return true
    }
    if root.kind != .atom, channel == nil, p.part(name.local).elementsEqual("channel".utf8) {
      context.take(Markup.attributes(p, name.end..<close.place))
      if case .closed(_, isEmpty: false) = close {
        channel = Array(p.part(name.prefix.lowerBound..<name.end))
      }
      return true
    }
    guard isEntry(p, name) else { return true }
    keepEnvelope(p, upTo: tag)
    entry = OpenEntry(name: Array(p.part(name.prefix.lowerBound..<name.end)))
    if case .closed(let end, isEmpty: true) = close { cut(p, at: end, sink) }
    return true
  }

  /// The root's start tag: what kind of feed it is, if any.
  private mutating func open(_ p: Bytes, _ name: Markup.TagName, _ tag: Int, _ close: Markup.TagEnd) {
    mark = tag
    let kind: Root.Kind =
      switch String(decoding: p.part(name.local), as: UTF8.self) {
      case "feed": .atom
      case "rss": .rss
      case "RDF": .rdf
      default: .other
      }
    root = Root(
      kind: kind, name: Array(p.part(name.prefix.lowerBound..<name.end)), prefixLength: name.prefix.count)
    if kind == .atom { regions = RegionFinder(record: "entry") }
    context.take(Markup.attributes(p, name.end..<close.place))
    if case .closed(_, isEmpty: true) = close { ended = kind != .other }
  }

  /// Whether a tag behind another (a script's warning) is a feed's root all the same.
  private func isFeed(_ p: Bytes, _ name: Markup.TagName, _ end: Int) -> Bool {
    let local = p.part(name.local)
    guard ["feed", "rss", "RDF"].contains(where: { local.elementsEqual($0.utf8) }) else { return false }
    return Markup.attributes(p, name.end..<end).contains {
      $0.name.has("xmlns", at: 0) || $0.name.has("version", at: 0)
    }
  }

  /// Whether an element is one of the feed's: by its name, and because it is in no other vocabulary.
  private func isEntry(_ p: Bytes, _ name: Markup.TagName) -> Bool {
    let local = p.part(name.local)
    guard let root, root.kind != .other else { return false }
    if local.elementsEqual("deleted-entry".utf8) { return root.kind == .atom }
    guard local.elementsEqual((root.kind == .atom ? "entry" : "item").utf8) else { return false }
    if name.prefix.isEmpty || p.has(root.name, at: name.prefix.lowerBound) { return true }
    let prefix = p.part(name.prefix)
    if prefix.elementsEqual(root.name.prefix(root.prefixLength)) { return true }
    guard let space = context.namespace(of: prefix) else { return false }
    return FeedVocabulary(namespace: String(decoding: space, as: UTF8.self)) == .core
  }
}
