/// What is known of the item that is being read.
struct JSONItemScan: Sendable {
  enum InString: Sendable {
    case no, inside
    /// Behind a backslash.
    case escape
    /// Behind a quote: what follows tells whether the string ended there.
    case closing
  }

  var string = InString.no
  /// The brackets that are open.
  var open: [UInt8] = []
  /// How many more are open, beyond the depth to which they are told apart.
  var beyond = 0
  /// The last comma, colon or bracket.
  var last: UInt8 = 0
  /// Whether the string that is open began where a value stands; and where it began.
  var isValue = false
  var stringStart = 0
  /// Its beginning was too much already, and was handed out.
  var isOversized = false
  /// The list is an object instead: its only item.
  var isAlone = false

  /// Deeper brackets are only counted.
  static let depthLimit = 1024
}

/// Within an item.
extension JSONSplitter {
  /// Looks on until the item ends, or the bytes.
  mutating func lookInside(_ p: Bytes, _ sink: Sink) {
    while at < p.count {
      switch item.string {
      case .inside:
        while at < p.count, p[at] != JSONBytes.quote, p[at] != JSONBytes.backslash { at += 1 }
        guard at < p.count else { return }
        item.string = p[at] == JSONBytes.quote ? .closing : .escape
        at += 1
      case .escape:
        item.string = .inside
        at += 1
      case .closing:
        at = p.skippingSpace(from: at)
        guard at < p.count else { return }
        guard JSONBytes.mayFollowString(p[at]) else {
          item.string = .inside
          continue
        }
        item.string = .no
        if p[at] == JSONBytes.colon, item.isValue, !item.isOversized, let end = boundary(p) {
          return endItem(p, at: end, sink)
        }
      case .no:
        if takeStructure(p, sink) { return }
      }
    }
  }

  /// Looks at brackets, commas and colons up to the next string. True if the item ended.
  private mutating func takeStructure(_ p: Bytes, _ sink: Sink) -> Bool {
    while at < p.count {
      let byte = p[at]
      switch byte {
      case JSONBytes.quote:
        item.string = .inside
        item.isValue = item.last == JSONBytes.colon
        item.stringStart = at - mark
        at += 1
        return false
      case JSONBytes.openBrace, JSONBytes.openBracket:
        if item.last == JSONBytes.comma, byte == JSONBytes.openBrace, item.open.last == byte, item.beyond == 0
        {
          // Where a key must stand: what was open should have been closed.
          item.open.removeLast()
          if item.open.isEmpty {
            // The comma before it was the list's.
            let comma = p.part(mark..<at).lastIndex(of: JSONBytes.comma) ?? at - mark
            endItem(p, at: mark + comma, goingOnAt: at, sink)
            return true
          }
        }
        if item.open.count < JSONItemScan.depthLimit { item.open.append(byte) } else { item.beyond += 1 }
      case JSONBytes.closeBrace, JSONBytes.closeBracket:
        if item.open.isEmpty {
          // Something without brackets in the list ends with it.
          if byte == JSONBytes.closeBrace { count("bracket that closes nothing passed over") }
          endItem(p, at: at, sink)
          return true
        }
        if close(byte) {
          endItem(p, at: at + 1, sink)
          return true
        }
      case JSONBytes.comma:
        if item.open.isEmpty {
          endItem(p, at: at, sink)
          return true
        }
      case JSONBytes.colon: break
      default:
        at += 1
        continue
      }
      item.last = byte
      at += 1
    }
    return false
  }

  /// Closes the bracket that this one belongs to, and what stands open in it. True if nothing is open any more.
  private mutating func close(_ bracket: UInt8) -> Bool {
    if item.beyond > 0 {
      item.beyond -= 1
      return false
    }
    let opening = bracket == JSONBytes.closeBrace ? JSONBytes.openBrace : JSONBytes.openBracket
    guard let place = item.open.lastIndex(of: opening) else { return false }
    item.open.removeLast(item.open.count - place)
    return item.open.isEmpty
  }

  /// A string that stood as a value turns out to be followed by a colon: a quote was lost, and the string ran on over
  /// whatever followed. If that was an item's end and the next one's beginning, it is here: `}`, a comma and `{`; or, of
  /// an item's own member, a line that begins with `{` and a key (no string has lines).
  private func boundary(_ p: Bytes) -> Int? {
    let start = mark + item.stringStart
    if item.open.count == 1, let line = lineOfItem(p, from: start) { return line }
    var from = start
    while let brace = p.place(of: JSONBytes.closeBrace, from: from), brace < at {
      let comma = p.skippingSpace(from: brace + 1)
      if comma < at, p[comma] == JSONBytes.comma {
        let next = p.skippingSpace(from: comma + 1)
        if next < at, p[next] == JSONBytes.openBrace { return brace + 1 }
      }
      from = brace + 1
    }
    return nil
  }

  private func lineOfItem(_ p: Bytes, from start: Int) -> Int? {
    var from = start
    while let line = p.place(of: 0x0A, from: from), line < at {
      from = p.skippingSpace(from: line + 1)
      let brace = from < at && p[from] == JSONBytes.comma ? p.skippingSpace(from: from + 1) : from
      guard brace < at, p[brace] == JSONBytes.openBrace else { continue }
      let key = p.skippingSpace(from: brace + 1)
      if key < at, p[key] == JSONBytes.quote { return from }
    }
    return nil
  }

  /// The item ends before `end`, and the scan goes on at `next`.
  private mutating func endItem(_ p: Bytes, at end: Int, goingOnAt next: Int? = nil, _ sink: Sink) {
    let isAlone = item.isAlone
    cut(p, before: end, sink)
    at = next ?? end
    mark = at
    place = isAlone ? .outside : .list
    if isAlone { keep("]") }
  }
}
