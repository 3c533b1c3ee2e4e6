extension PageSplitter {
  mutating func passEndTag(_ p: Bytes, _ tag: Int, _ isLast: Bool) -> Bool {
    guard let name = Markup.name(p, at: tag + 2) else {
      at = tag + 2
      return true
    }
    let isTooLong = p.count - tag > ElementLimits.tag
    guard name.end < p.count || isLast || isTooLong else { return false }
    let local = String(decoding: p.part(name.local), as: UTF8.self)
    switch local {
    case "ListRecords", "GetRecord":
      ended = true
      isOtherList = false
    case root: ended = true
    case "resumptionToken": break
    default:
      // What is left of a destroyed record must not close the list for who reads the envelope.
      guard listBegan, !ended else { break }
      let close = p.skippingSpace(from: name.end)
      guard close < p.count || isLast || isTooLong else { return false }
      let isClosed = close < p.count && p[close] == ASCII.greaterThan
      pass(p, from: tag, to: isClosed ? close + 1 : name.end, keeping: false)
      return true
    }
    at = name.end
    return true
  }

  mutating func passStartTag(_ p: Bytes, _ tag: Int, _ isLast: Bool, _ sink: Sink) -> Bool {
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
