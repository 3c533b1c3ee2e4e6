import Catalogue

/// What can be told of an entry without parsing it: only what a parser would certainly say, too.
struct EntryScan {
  /// Its `id` (Atom) or `guid` (RSS); nil where that is not sure.
  var identifier: String?
  /// The latest day that it was published or changed on, as `yyyymmdd`.
  var day: Int?

  /// How far the scan looks.
  private static let limit = 64 << 10

  init(_ whole: Bytes, isAtom: Bool, readsDays: Bool = false) {
    let p = whole.part(0..<min(whole.count, Self.limit))
    var at = 0
    var depth = 0
    while let open = p.place(of: ASCII.lessThan, from: at), open + 1 < p.count {
      if p[open + 1] == ASCII.slash {
        depth -= 1
        at = open + 2
        continue
      }
      if p.has("<![CDATA[", at: open) {
        guard let close = p.place(of: "]]>", from: open + 9, before: p.count) else { return }
        at = close + 3
        continue
      }
      guard let name = Markup.name(p, at: open + 1),
        case .closed(let end, let isEmpty)? = Markup.tagEnd(p, from: name.end)
      else { return }  // a comment or something broken: the parser's
      at = end
      if isEmpty { continue }
      depth += 1
      guard depth == 2, name.prefix.isEmpty || !isAtom, let close = p.place(of: ASCII.lessThan, from: at)
      else {
        continue
      }
      let text = p.part(at..<close)
      if identifier == nil, name.prefix.isEmpty,
        p.part(name.local).elementsEqual((isAtom ? "id" : "guid").utf8)
      {
        guard p.has("</", at: close), let value = Self.value(text) else { return }
        identifier = value
      } else if Self.dates.contains(where: { $0.elementsEqual(p.part(name.local)) }),
        readsDays, let found = FeedDate.day(text)
      {
        day = max(day ?? found, found)
      }
    }
  }

  private static let dates: [[UInt8]] = ["updated", "published", "modified", "issued", "pubDate", "date"].map
  {
    Array($0.utf8)
  }

  /// The text as the parser makes it, if nothing has to be decoded or mended in it.
  private static func value(_ text: Bytes) -> String? {
    for byte in text {
      let isPlain = byte >= 0x20 || ASCII.isSpace(byte)
      guard isPlain, byte != ASCII.ampersand, byte != ASCII.greaterThan, byte < 0x80 else { return nil }
    }
    let value = PlainText.clean(String(decoding: text, as: UTF8.self))
    return value.isEmpty ? nil : value
  }
}
