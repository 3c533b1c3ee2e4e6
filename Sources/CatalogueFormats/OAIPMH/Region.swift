/// The stretches of XML in which `<` opens nothing.
enum Region: Int, CaseIterable {
  case comment, cdata, instruction

  var opening: StaticString {
    switch self {
    case .comment: "<!--"
    case .cdata: "<![CDATA["
    case .instruction: "<?"
    }
  }

  var closing: StaticString {
    switch self {
    case .comment: "-->"
    case .cdata: "]]>"
    case .instruction: "?>"
    }
  }

  /// The region that begins with the `<` at `place`.
  static func opening(_ p: Bytes, at place: Int) -> Region? {
    allCases.first { p.has($0.opening, at: place) }
  }
}

/// Finds where regions end, looking at no byte twice however many of them never end.
struct RegionFinder: Sendable {
  /// For each region: between `from` and `until` (offsets in the page) its closing stands nowhere but, if `found`, at
  /// `until`.
  private var searched = [(from: Int64, until: Int64, found: Bool)](repeating: (0, 0, false), count: 3)

  /// The local name of the elements that are cut out.
  private let record: StaticString

  init(record: StaticString = "record") { self.record = record }

  enum End {
    /// Behind the closing.
    case closed(Int)
    /// The closing was destroyed, or never was: the opening is only text.
    case none
    /// More bytes are needed.
    case unknown
  }

  /// `base` is the page's offset of `p`'s first byte.
  mutating func end(of region: Region, at place: Int, in p: Bytes, base: Int64, isLast: Bool) -> End {
    let start = place + region.opening.utf8CodeUnitCount
    let known = searched[region.rawValue]
    var closing: Int?
    if known.found, known.from <= base + Int64(start), known.until >= base + Int64(start) {
      closing = Int(known.until - base)
    } else {
      // A closing may straddle what was searched and what is new.
      let isCovered = !known.found && known.from <= base + Int64(start)
      let from = isCovered ? max(start, Int(known.until - base) - 2) : start
      closing = p.place(of: region.closing, from: from, before: p.count)
      searched[region.rawValue] = (
        isCovered ? known.from : base + Int64(start), base + Int64(closing ?? p.count), closing != nil
      )
    }
    guard let closing else { return isLast ? .none : .unknown }
    return isDestroyed(region, from: start, to: closing, in: p)
      ? .none : .closed(closing + region.closing.utf8CodeUnitCount)
  }

  /// Whether the closing that was found is another region's: then this one's own was destroyed. So it is if records
  /// meet within it, and the region is opened again behind that. (A processing instruction never holds a record.)
  private func isDestroyed(_ region: Region, from start: Int, to end: Int, in p: Bytes) -> Bool {
    guard let again = region == .instruction ? end : p.place(of: region.opening, from: start, before: end),
      let tag = p.place(of: record, from: start, before: again)
    else { return false }
    var at = tag
    while let close = p.place(of: ASCII.greaterThan, from: at), close < again {
      let next = p.skippingSpace(from: close + 1)
      if next < again, p[next] == ASCII.lessThan, let name = Markup.name(p, at: next + 1),
        p.has(record, at: name.local.lowerBound), name.local.count == record.utf8CodeUnitCount,
        isRecordEnd(p, closingAt: close)
      {
        return true
      }
      at = close + 1
    }
    return false
  }

  private func isRecordEnd(_ p: Bytes, closingAt close: Int) -> Bool {
    let length = record.utf8CodeUnitCount
    return close > length && p.has(record, at: close - length)
  }
}
