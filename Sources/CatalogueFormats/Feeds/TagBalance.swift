/// Puts an entry's tags in order, so that each is closed where it must be. Run last, over what was mended already.
struct TagBalance {
  private var output: [UInt8] = []
  private var open: [[UInt8]] = []
  /// Regions of which no further end comes.
  private var endless: Set<Region> = []

  static func balance(_ p: Bytes) -> [UInt8] {
    var balance = TagBalance()
    balance.output.reserveCapacity(p.count + 64)
    var at = 0
    while at < p.count { at = balance.take(p, at) }
    while let name = balance.open.popLast() { balance.close(name) }
    return balance.output
  }

  private mutating func take(_ p: Bytes, _ at: Int) -> Int {
    guard p[at] == ASCII.lessThan else {
      output.append(p[at])
      return at + 1
    }
    if let region = Region.opening(p, at: at), !endless.contains(region) {
      guard let close = p.place(of: region.closing, from: at + 2, before: p.count) else {
        endless.insert(region)
        return at
      }
      let end = close + region.closing.utf8CodeUnitCount
      if region == .cdata, !open.isEmpty { output.append(contentsOf: p[at..<end]) }
      return end
    }
    let isEnd = at + 1 < p.count && p[at + 1] == ASCII.slash
    guard let name = Markup.name(p, at: isEnd ? at + 2 : at + 1), let end = Markup.tagEnd(p, from: name.end)
    else {
      output += "&lt;".utf8
      return at + 1
    }
    let written = Array(p.part(name.prefix.lowerBound..<name.end))
    if isEnd { takeEnd(written) } else { takeStart(p, written, name.end..<end.place, end) }
    return end.place
  }

  private mutating func takeEnd(_ name: [UInt8]) {
    guard let place = open.lastIndex(of: name) else { return }
    while open.count > place, let inner = open.popLast() { close(inner) }
  }

  private mutating func takeStart(_ p: Bytes, _ name: [UInt8], _ attributes: Range<Int>, _ end: Markup.TagEnd)
  {
    // Of two roots, only the first is the entry.
    if open.isEmpty, !output.isEmpty { return }
    guard open.count < 200 else { return }
    if let last = open.last, open.count > 1, Self.holdsOnlyText(last) {
      open.removeLast()
      close(last)
    }
    output.append(ASCII.lessThan)
    output += name
    var seen: Set<[UInt8]> = []
    for (attribute, value) in Markup.attributes(p, attributes) where seen.insert(Array(attribute)).inserted {
      let quote = UInt8(ascii: value.contains(UInt8(ascii: "\"")) ? "'" : "\"")
      output.append(0x20)
      output += attribute
      output += [UInt8(ascii: "="), quote]
      output += value
      output.append(quote)
    }
    if case .closed(_, isEmpty: true) = end {
      output += "/>".utf8
    } else {
      output.append(ASCII.greaterThan)
      open.append(name)
    }
  }

  private mutating func close(_ name: [UInt8]) {
    output += "</".utf8
    output += name
    output.append(ASCII.greaterThan)
  }

  private static func holdsOnlyText(_ name: [UInt8]) -> Bool {
    let local = name.split(separator: ASCII.colon).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return textual.contains(local)
  }

  private static let textual: Set<String> = [
    "title", "link", "id", "guid", "name", "email", "uri", "url", "category", "summary", "description",
    "rights",
    "published", "updated", "issued", "modified", "created", "pubDate", "language", "comments", "encoded",
    "creator",
    "date", "subject", "publisher", "identifier",
  ]

  /// Unprefixed names that tags of an entry have; others are HTML that was not escaped.
  static let fields: Set<String> = [
    "entry", "item", "deleted-entry", "title", "link", "id", "guid", "author", "contributor", "name", "email",
    "uri",
    "url", "category", "summary", "description", "content", "rights", "copyright", "published", "updated",
    "issued",
    "modified", "created", "pubDate", "source", "enclosure", "language", "comments", "generator", "icon",
    "logo",
    "subtitle",
  ]
}
