extension FeedSplitter {
  /// Looks from `at` on within the open entry, until it ends or the bytes do. Returns false if more bytes are needed.
  mutating func lookInside(_ p: Bytes, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard var open = entry else { return true }
    defer { if entry != nil { entry = open } }
    // As much of a tag as decides what it is.
    let ahead = max(open.name.count, root?.name.count ?? 0, 10) + 4
    var place = at
    while let tag = p.place(of: ASCII.lessThan, from: place) {
      at = tag
      guard isLast || tag + ahead <= p.count else { return false }
      guard tag + 1 < p.count else { break }
      place = tag + 1
      switch p[tag + 1] {
      case UInt8(ascii: "!"), UInt8(ascii: "?"):
        guard let region = Region.opening(p, at: tag) else { continue }
        let isTooLong = p.count - tag > ElementLimits.element
        switch regions.end(of: region, at: tag, in: p, base: base, isLast: isLast || isTooLong) {
        case .closed(let end): place = end
        case .none: place = tag + region.opening.utf8CodeUnitCount
        case .unknown: return false
        }
      case ASCII.slash:
        if p.has(name: open.name, at: tag + 2) {
          let close = p.skippingSpace(from: tag + 2 + open.name.count)
          guard close < p.count || isLast else { return false }
          if open.nested > 0 {
            open.nested -= 1
            continue
          }
          let isClosed = close < p.count && p[close] == ASCII.greaterThan
          cut(p, at: isClosed ? close + 1 : tag + 2 + open.name.count, sink)
          return true
        }
        // The feed ends without this entry's end.
        let isFeedsEnd =
          root.map { p.has(name: $0.name, at: tag + 2) } ?? false
          || channel.map { p.has(name: $0, at: tag + 2) } ?? false
        if isFeedsEnd {
          cut(p, at: tag, sink)
          return true
        }
      default:
        guard p.has(name: open.name, at: tag + 1) else { continue }
        if isContent(p, tag) {
          guard let close = Markup.tagEnd(p, from: tag + 1 + open.name.count) else {
            if isLast { continue }
            return false
          }
          if case .closed(_, isEmpty: false) = close { open.nested += 1 }
          place = close.place
        } else {
          // The next entry begins: this one's end is missing.
          cut(p, at: tag, sink)
          return true
        }
      }
    }
    at = p.count
    return true
  }

  /// Whether the entry that begins at `tag` is another element's content: of Atom's `content`, or of a module's.
  private func isContent(_ p: Bytes, _ tag: Int) -> Bool {
    guard root?.kind == .atom else { return false }
    var at = tag - 1
    while at > mark, ASCII.isSpace(p[at]) { at -= 1 }
    guard at > mark, p[at] == ASCII.greaterThan, p[at - 1] != ASCII.slash else { return false }
    while at > mark, p[at] != ASCII.lessThan { at -= 1 }
    guard at > mark, let name = Markup.name(p, at: at + 1) else { return false }
    return !name.prefix.isEmpty || p.part(name.local).elementsEqual("content".utf8)
  }
}
