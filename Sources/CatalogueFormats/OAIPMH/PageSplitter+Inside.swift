extension PageSplitter {
  /// Looks from `at` on within the open record, until it ends or the bytes do. Returns false if more bytes are needed.
  ///
  /// This is the loop that all bytes pass: from `<` to `<`, and of most tags only one byte is compared.
  mutating func lookInside(_ p: Bytes, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard var open = record else { return true }
    defer { if record != nil { record = open } }
    // As much of a tag as decides what it is.
    let ahead = open.prefixLength + 18
    var place = at
    while let tag = p.place(of: ASCII.lessThan, from: place) {
      at = tag
      guard isLast || tag + ahead <= p.count else { return false }
      guard tag + 1 < p.count else { break }
      let isEnd = p[tag + 1] == ASCII.slash
      let local = tag + open.prefixLength + (isEnd ? 2 : 1)
      place = tag + 1
      // A comment's text may have a letter where a prefixed tag would have one.
      let isDeclaration = p[tag + 1] == UInt8(ascii: "!") || p[tag + 1] == UInt8(ascii: "?")
      let first = local < p.count && !isDeclaration ? p[local] : 0
      switch first {
      case UInt8(ascii: "r"), UInt8(ascii: "m"), UInt8(ascii: "L"):
        switch markup(p, tag, isEnd, &open, isLast) {
        case .passed(let end): place = end
        case .ends(let end):
          cut(p, at: end, sink)
          return true
        case .unknown: return false
        }
        continue
      default: break
      }
      guard isDeclaration, let region = Region.opening(p, at: tag) else { continue }
      let isTooLong = p.count - tag > ElementLimits.element
      switch regions.end(of: region, at: tag, in: p, base: base, isLast: isLast || isTooLong) {
      case .closed(let end): place = end
      case .none: place = tag + region.opening.utf8CodeUnitCount
      case .unknown: return false
      }
    }
    at = p.count
    return true
  }

  private enum Meaning {
    /// Nothing that ends the record; go on here.
    case passed(Int)
    case ends(Int)
    case unknown
  }

  /// What the tag at `tag` means to the open record, if its name is one of those that do.
  private func markup(
    _ p: Bytes, _ tag: Int, _ isEnd: Bool, _ open: inout OpenRecord, _ isLast: Bool
  ) -> Meaning {
    let start = tag + (isEnd ? 2 : 1)
    func isNamed(_ name: [UInt8]) -> Bool { p.has(name: name, at: start) }
    func isLocally(_ name: StaticString) -> Bool {
      let end = start + open.prefixLength + name.utf8CodeUnitCount
      return p.has(name, at: start + open.prefixLength) && (end >= p.count || !ASCII.isName(p[end]))
    }
    if isNamed(open.name) {
      let end = start + open.name.count
      return isEnd ? recordEnd(p, end, &open, isLast) : recordStart(p, tag, end, &open, isLast)
    }
    if isNamed(open.metadata) {
      let end = start + open.metadata.count
      if isEnd {
        open.metadataDepth = max(0, open.metadataDepth - 1)
        return .passed(end)
      }
      guard let close = Markup.tagEnd(p, from: end) else { return isLast ? .passed(end) : .unknown }
      if case .closed(_, isEmpty: true) = close {} else { open.metadataDepth += 1 }
      return .passed(close.place)
    }
    // The list goes on without this record's end: it was destroyed.
    let listEnds = isEnd ? isLocally("ListRecords") : isLocally("resumptionToken")
    return listEnds && open.metadataDepth == 0 ? .ends(tag) : .passed(start)
  }

  private func recordEnd(_ p: Bytes, _ end: Int, _ open: inout OpenRecord, _ isLast: Bool) -> Meaning {
    if open.nested > 0 {
      open.nested -= 1
      return .passed(end)
    }
    let close = p.skippingSpace(from: end)
    guard close < p.count else { return isLast ? .ends(p.count) : .unknown }
    return .ends(p[close] == ASCII.greaterThan ? close + 1 : end)
  }

  /// An element of the record's own name: the next record, if no metadata are open and a header follows; else nested.
  private func recordStart(
    _ p: Bytes, _ tag: Int, _ end: Int, _ open: inout OpenRecord, _ isLast: Bool
  ) -> Meaning {
    guard let close = Markup.tagEnd(p, from: end) else { return isLast ? .passed(end) : .unknown }
    if open.metadataDepth == 0 {
      let next = p.skippingSpace(from: close.place)
      guard isLast || next + open.prefixLength + 8 < p.count else { return .unknown }
      if next < p.count, p[next] == ASCII.lessThan, let name = Markup.name(p, at: next + 1),
        name.local.count == 6, p.has("header", at: name.local.lowerBound)
      {
        return .ends(tag)
      }
    }
    if case .closed(_, isEmpty: true) = close {} else { open.nested += 1 }
    return .passed(close.place)
  }
}
