/// Finds where the entries of a BibTeX file begin and end, as its bytes come, and never lets one that is not closed swallow
/// the next.
///
/// Written by hand. Debian's libbtparse (of Text::BibTeX) reads 73 MB/s with flat memory, but one quote that is never
/// closed cost it all 100 entries that followed, ten macros that double eightfold kept it busy for good, its macros are one
/// table for the whole process, and accents stay TeX.
///
/// Braces decide where an entry ends, as they do for BibTeX, whatever stands before them. Three things show that an entry
/// is not closed, before its file is over: a quoted value in which a brace closes that none opened; an `@` in the place
/// of a field's name; and two further lines that begin entries (`@book{key,`) within a value. (One alone may stand in a
/// note; the entry is believed if it closes before the second.) The entry ends where the next one begins, then. An entry
/// is looked at three times at most.
///
/// Comments are given, too. What only may have been an entry is looked at in `BibTeXScanner+Astray`.
struct BibTeXScanner: Sendable {
  /// No entry is longer; of one that is, a little more is given, and the rest passed over.
  static let entryLimit = 1 << 20

  struct Found {
    var entry: Range<Int>
    /// Of its first line, from 1.
    var line: Int64
  }

  enum Place: Sendable {
    /// Between entries; `isComment`: in a line that begins with `%`.
    case outside(isComment: Bool, isLineStart: Bool)
    case inside(Inside)
    case astray(Astray)
  }

  struct Inside: Sendable {
    /// Where it begins, relative to the scanner's bytes, and in which line.
    var start: Int
    var line: Int64
    /// What closes it.
    var close: UInt8
    /// Of braces within the entry's own.
    var depth = 0
    /// Of braces within a quoted value; nil outside of one.
    var quoteDepth: Int?
    var expects = Expected.key
    /// A line that may begin an entry, and its number.
    var suspect: (at: Int, line: Int64)?
    var isOversized = false
    var isComment: Bool
  }

  enum Expected: Sendable { case key, name, value }

  var place = Place.outside(isComment: false, isLineStart: true)
  var line: Int64 = 1
  /// Up to here everything was looked at.
  var at = 0
  /// A `@comment{` that never closes was met: from then on, as for BibTeX itself, only the word is a comment.
  private var distrustsComments = false
  /// Whether an entry was met.
  private var hasBegun = false
  private(set) var repairs: [String: Int] = [:]
  /// Whether the file was over before its last entry was.
  private(set) var endsOpen = false

  /// Whether an entry is open, or what may be one.
  var isInside: Bool { if case .outside = place { false } else { true } }

  /// Gives every entry that ends in `p`, which begins with the bytes that were not done with before. Returns how many are
  /// done with now: the caller must drop them.
  mutating func scan(_ p: Bytes, isLast: Bool, _ found: (Found) -> Void) -> Int {
    while at < p.count || (isLast && isInside) {
      let before = at
      switch place {
      case .outside(let isComment, let isLineStart):
        lookOutside(p, isComment, isLineStart, isLast)
        if !isInside, at == before { return drop(at) }
      case .inside(var inside):
        let end = look(in: &inside, p, isLast, found)
        place = end ? .outside(isComment: false, isLineStart: false) : .inside(inside)
        if !end, !isLast || at == before { return drop(inside.isOversized ? at : inside.start) }
      case .astray(let astray):
        if !lookAstray(astray, p, isLast, found) { return drop(astray.start) }
      }
    }
    switch place {
    case .inside(let inside): return drop(inside.isOversized ? at : inside.start)
    case .astray(let astray): return drop(astray.start)
    case .outside: return drop(at)
    }
  }

  private mutating func drop(_ count: Int) -> Int {
    at -= count
    if case .inside(var inside) = place {
      inside.start -= count
      if let suspect = inside.suspect { inside.suspect = (suspect.at - count, suspect.line) }
      place = .inside(inside)
    } else if case .astray(var astray) = place {
      astray.start -= count
      place = .astray(astray)
    }
    return count
  }

  // MARK: Between entries

  private mutating func lookOutside(_ p: Bytes, _ isComment: Bool, _ isLineStart: Bool, _ isLast: Bool) {
    var (isComment, isLineStart) = (isComment, isLineStart)
    defer { if !isInside { place = .outside(isComment: isComment, isLineStart: isLineStart) } }
    while at < p.count {
      let byte = p[at]
      switch byte {
      case 0x0A, 0x0D:
        guard let isEnd = endsLine(p, isLast) else { return }
        if isEnd { line += 1 }
        (isComment, isLineStart) = (false, true)
        at += 1
      case UInt8(ascii: "%"):
        isComment = isComment || isLineStart
        isLineStart = false
        at += 1
      case UInt8(ascii: "@") where !isComment:
        guard let opening = BibTeXOpening(p, at: at) else {
          // What follows may be on its way.
          if !isLast, p.count - at < BibTeXOpening.lookAhead, BibTeXOpening.mayBegin(p, at: at) { return }
          if isLineStart || BibTeXOpening.namesType(p, at: at), !BibTeXOpening.isComment(p, at: at) {
            place = .astray(Astray(start: at, line: line))
            at += 1
            return
          }
          isLineStart = false
          at += 1
          continue
        }
        if opening.isComment, distrustsComments {
          at += 8
          continue
        }
        place = .inside(
          Inside(start: at, line: line, close: opening.close, isComment: opening.isComment))
        at = opening.body
        hasBegun = true
        // Its name and its brace may stand in two lines.
        return
      case _ where !isComment && ASCII.isLetter(byte):
        guard isLast || p.count - at >= BibTeXOpening.lookAhead else { return }
        if BibTeXOpening.mayRemain(p, at: at, isField: hasBegun) {
          place = .astray(Astray(start: at, line: line, hasField: true))
          at += 1
          return
        }
        isLineStart = false
        while at < p.count, ASCII.isLetter(p[at]) { at += 1 }
      default:
        if byte > 0x20 { isLineStart = false }
        at += 1
      }
    }
  }

  // MARK: Within an entry

  /// Looks on until the entry ends, or the bytes. True if it ended.
  private mutating func look(in entry: inout Inside, _ p: Bytes, _ isLast: Bool, _ found: (Found) -> Void)
    -> Bool
  {
    while at < p.count {
      if !entry.isOversized, at - entry.start > Self.entryLimit {
        if cut(&entry, found) { return true }
      }
      let byte = p[at]
      switch byte {
      case 0x0A, 0x0D:
        guard let isEnd = endsLine(p, isLast) else { return false }
        let suspicion = suspectLine(entry, p, isLast)
        if suspicion == .unknown { return false }
        at += 1
        if isEnd { line += 1 }
        if case .yes(let place) = suspicion {
          if entry.isComment { continue }
          if entry.isOversized { return end(entry, before: place, found) }
          if let first = entry.suspect { return goBack(entry, to: first, found) }
          if entry.depth == 0, entry.quoteDepth == nil { return end(entry, before: place, found) }
          entry.suspect = (place, line)
        }
      case UInt8(ascii: "{"):
        if let depth = entry.quoteDepth { entry.quoteDepth = depth + 1 } else { entry.depth += 1 }
        at += 1
      case UInt8(ascii: "}"):
        at += 1
        if let depth = entry.quoteDepth {
          // It closes the entry: the quote was never closed.
          if depth == 0 { return end(entry, before: at, found) }
          entry.quoteDepth = depth - 1
        } else if entry.depth > 0 {
          entry.depth -= 1
        } else if entry.close == byte {
          return end(entry, before: at, found)
        }
      default:
        at += 1
        if entry.depth == 0, !entry.isComment { take(byte, &entry, p) }
        if byte == entry.close, entry.depth == 0, entry.quoteDepth == nil {
          return end(entry, before: at, found)
        }
        if byte == UInt8(ascii: "@"), entry.depth == 0, entry.quoteDepth == nil, entry.expects == .name {
          if BibTeXOpening(p, at: at - 1) != nil { return end(entry, before: at - 1, found) }
          if !isLast, p.count - at < BibTeXOpening.lookAhead, BibTeXOpening.mayBegin(p, at: at - 1) {
            at -= 1
            return false
          }
        }
      }
    }
    guard isLast else { return false }
    if cut(&entry, found) { return true }
    endsOpen = !entry.isComment
    return end(entry, before: p.count, found)
  }

  /// Quotes, commas and comments between an entry's braces, outside of all others.
  private mutating func take(_ byte: UInt8, _ entry: inout Inside, _ p: Bytes) {
    if let depth = entry.quoteDepth {
      if byte == UInt8(ascii: "\""), depth == 0 { entry.quoteDepth = nil }
      return
    }
    switch byte {
    case UInt8(ascii: "\"") where entry.expects == .value: entry.quoteDepth = 0
    case UInt8(ascii: "="): entry.expects = .value
    case UInt8(ascii: ","): entry.expects = .name
    case UInt8(ascii: "%") where entry.expects == .name:
      while at < p.count, p[at] != 0x0A, p[at] != 0x0D { at += 1 }
    default: break
    }
  }

  private mutating func end(_ entry: Inside, before end: Int, _ found: (Found) -> Void) -> Bool {
    at = end
    if !entry.isOversized { found(Found(entry: entry.start..<end, line: entry.line)) }
    return true
  }

  /// The entry was not closed where the one at `suspect` begins.
  private mutating func goBack(
    _ entry: Inside, to suspect: (at: Int, line: Int64), _ found: (Found) -> Void
  ) -> Bool {
    line = suspect.line
    return end(entry, before: suspect.at, found)
  }

  /// The entry is too long, or its file is over. True if it ended earlier than here.
  private mutating func cut(_ entry: inout Inside, _ found: (Found) -> Void) -> Bool {
    if entry.isComment {
      // What stands in it may be entries: only the word is passed over.
      guard !distrustsComments else { return false }
      distrustsComments = true
      repairs["comment that is never closed", default: 0] += 1
      at = entry.start + 8
      line = entry.line
      return true
    }
    if entry.isOversized { return false }
    if let suspect = entry.suspect { return goBack(entry, to: suspect, found) }
    guard at - entry.start > Self.entryLimit else { return false }
    found(Found(entry: entry.start..<entry.start + Self.entryLimit + 1, line: entry.line))
    entry.isOversized = true
    return false
  }

  /// Whether a line ends at `at`, and not only the first half of its end; nil where that is not known yet.
  func endsLine(_ p: Bytes, _ isLast: Bool) -> Bool? {
    if p[at] == 0x0A { return true }
    if at + 1 < p.count { return p[at + 1] != 0x0A }
    return isLast ? true : nil
  }

  private enum Suspicion: Equatable {
    case no, unknown
    case yes(Int)
  }

  /// Whether the line behind the line end at `at` begins an entry with a key.
  private func suspectLine(_ entry: Inside, _ p: Bytes, _ isLast: Bool) -> Suspicion {
    var start = at + 1
    while start < p.count, p[start] == 0x20 || p[start] == ASCII.tab, start - at < 16 { start += 1 }
    guard start < p.count else { return isLast ? .no : .unknown }
    guard p[start] == UInt8(ascii: "@") else { return .no }
    if let opening = BibTeXOpening(p, at: start), opening.hasKey(p) { return .yes(start) }
    return !isLast && p.count - start < BibTeXOpening.lookAhead ? .unknown : .no
  }
}
