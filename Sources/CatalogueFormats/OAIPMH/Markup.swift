/// What the splitter must know of XML's surface. Every function answers nil where the bytes end too early to tell.
enum Markup {
  /// A tag's name, and where it ends.
  struct TagName {
    /// From the name's first byte to the end of its prefix's colon; empty without a prefix.
    var prefix: Range<Int>
    var local: Range<Int>
    var end: Int { local.upperBound }
  }

  /// The name that begins at `start`; nil also if none does. (A name that runs to the end of the bytes may go on.)
  static func name(_ p: Bytes, at start: Int) -> TagName? {
    guard start < p.count, ASCII.isNameStart(p[start]) else { return nil }
    var at = start
    var local = start
    while at < p.count, ASCII.isName(p[at]) {
      if p[at] == ASCII.colon, local == start { local = at + 1 }
      at += 1
    }
    return TagName(prefix: start..<local, local: local..<at)
  }

  enum TagEnd {
    /// Behind the `>`.
    case closed(Int, isEmpty: Bool)
    /// The tag's own end is lost: here the next one begins.
    case broken(Int)

    var place: Int {
      switch self {
      case .closed(let place, _), .broken(let place): place
      }
    }
  }

  /// Where a start tag ends, from the end of its name. A `<` never stands in a tag, not even in a value.
  static func tagEnd(_ p: Bytes, from start: Int) -> TagEnd? {
    var at = start
    var quote: UInt8 = 0
    while at < p.count {
      let byte = p[at]
      if byte == ASCII.lessThan { return .broken(at) }
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == ASCII.greaterThan {
        return .closed(at + 1, isEmpty: p[at - 1] == ASCII.slash)
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      at += 1
    }
    return nil
  }

  /// A start tag's attributes, names with prefix; those that are not well-formed are passed over.
  static func attributes(_ p: Bytes, _ range: Range<Int>) -> [(name: Bytes, value: Bytes)] {
    var result: [(name: Bytes, value: Bytes)] = []
    var at = range.lowerBound
    while at < range.upperBound {
      guard ASCII.isNameStart(p[at]) else {
        at += 1
        continue
      }
      let start = at
      while at < range.upperBound, ASCII.isName(p[at]) { at += 1 }
      let end = at
      at = p.skippingSpace(from: at)
      guard at < range.upperBound, p[at] == UInt8(ascii: "=") else { continue }
      at = p.skippingSpace(from: at + 1)
      guard at < range.upperBound, p[at] == UInt8(ascii: "\"") || p[at] == UInt8(ascii: "'"),
        let close = p.place(of: p[at], from: at + 1), close < range.upperBound
      else { continue }
      result.append((p.part(start..<end), p.part(at + 1..<close)))
      at = close + 1
    }
    return result
  }

  /// Where a document type declaration that begins at `start` ends, its internal subset included. It is skipped, never
  /// read: nothing in it can expand.
  static func doctypeEnd(_ p: Bytes, at start: Int) -> Int? {
    var at = start + 2
    var depth = 0
    while at < p.count {
      switch p[at] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let close = p.place(of: p[at], from: at + 1) else { return nil }
        at = close
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case ASCII.lessThan where p.has("<!--", at: at):
        guard let close = p.place(of: "-->", from: at + 4, before: p.count) else { return nil }
        at = close + 2
      case ASCII.greaterThan where depth <= 0: return at + 1
      default: break
      }
      at += 1
    }
    return nil
  }
}
