extension PageSplitter {
  /// How long a tag may be before it is taken for text.
  private static let tagLimit = 64 << 10

  /// Looks at the next tag around the records. Returns false if more bytes are needed.
  mutating func lookOutside(_ p: Bytes, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard let tag = p.place(of: ASCII.lessThan, from: at) else {
      at = p.count
      return true
    }
    at = tag
    guard isLast || tag + 9 <= p.count else { return false }
    guard tag + 1 < p.count else {
      at = p.count
      return true
    }
    switch p[tag + 1] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"): return passDeclaration(p, tag, isLast)
    case ASCII.slash: return passEndTag(p, tag, isLast)
    default: return passStartTag(p, tag, isLast, sink)
    }
  }

  /// Comments, instructions and the document type are left out of the envelope; CDATA is text.
  private mutating func passDeclaration(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool {
    let isTooLong = p.count - tag > Self.envelopeLimit
    if let region = Region.opening(p, at: tag) {
      switch regions.end(of: region, at: tag, in: p, base: base, isLast: isLast || isTooLong) {
      case .closed(let end): pass(p, from: tag, to: end, keeping: region == .cdata)
      case .none: at = tag + region.opening.utf8CodeUnitCount
      case .unknown: return false
      }
      return true
    }
    guard p.has("<!DOCTYPE", at: tag) || p.has("<!doctype", at: tag) else {
      at = tag + 2
      return true
    }
    guard let end = Markup.doctypeEnd(p, at: tag) else {
      guard isLast || isTooLong else { return false }
      at = tag + 2
      return true
    }
    pass(p, from: tag, to: end, keeping: false)
    return true
  }

  private mutating func pass(_ p: Bytes, from start: Int, to end: Int, keeping: Bool) {
    if !keeping {
      keepEnvelope(p, upTo: start)
      mark = end
    }
    at = end
  }

  private mutating func passEndTag(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool {
    guard let name = Markup.name(p, at: tag + 2) else {
      at = tag + 2
      return true
    }
    let isTooLong = p.count - tag > Self.tagLimit
    guard name.end < p.count || isLast || isTooLong else { return false }
    let local = String(decoding: p.part(name.local), as: UTF8.self)
    switch local {
    case "ListRecords", "GetRecord":
      ended = true
      isOtherList = false
    case root: ended = true
    default: break
    }
    at = name.end
    return true
  }

  private mutating func passStartTag(_ p: Bytes, _ tag: Int, _ isLast: Bool, _ sink: Sink) -> Bool {
    guard let name = Markup.name(p, at: tag + 1) else {
      at = tag + 1
      return true
    }
    let isTooLong = p.count - tag > Self.tagLimit
    guard let close = Markup.tagEnd(p, from: name.end) else {
      guard isLast || isTooLong else { return false }
      at = name.end
      return true
    }
    at = close.place
    let attributes = { Markup.attributes(p, name.end..<close.place) }
    let local = String(decoding: p.part(name.local), as: UTF8.self)
    guard root != nil else {
      root = local
      context.take(attributes())
      return true
    }
    guard cutsRecords else { return true }
    switch local {
    case "ListRecords", "GetRecord":
      context.take(attributes())
      listBegan = true
      isOtherList = isOther(attributes())
      keepEnvelope(p, upTo: close.place)
    case "record":
      keepEnvelope(p, upTo: tag)
      begin(p, name, close.place)
      if case .closed(let end, isEmpty: true) = close { cut(p, at: end, sink) }
    case "header" where listBegan:
      // The record's own start tag was destroyed: what is left of it stands between the last record and here.
      mark = p.skippingSpace(from: mark)
      begin(p, name, close.place)
    default: break
    }
    return true
  }

  private mutating func begin(_ p: Bytes, _ name: Markup.TagName, _ start: Int) {
    let prefix = Array(p.part(name.prefix))
    record = OpenRecord(
      name: prefix + "record".utf8, metadata: prefix + "metadata".utf8, prefixLength: prefix.count)
    listBegan = true
    at = start
  }

  /// A static repository holds one list for each prefix.
  private func isOther(_ attributes: [(name: Bytes, value: Bytes)]) -> Bool {
    guard let prefix, root == "Repository" else { return false }
    guard let own = attributes.first(where: { $0.name.has("metadataPrefix", at: 0) && $0.name.count == 14 })
    else {
      return false
    }
    return !own.value.elementsEqual(prefix.utf8)
  }
}
