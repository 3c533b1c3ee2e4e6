/// An `@` that begins a line and no entry (`@report key,`, `@{key,`), or names a type anywhere, may be what is left of one,
/// and so may an entry without its `@`, and a field between entries. Up to the next `@` that begins a line it is given as an
/// entry, too, if it has a field: it must not be passed over as if it were prose.
extension BibTeXScanner {
  /// Behind what began no entry.
  struct Astray: Sendable {
    /// Where it begins, relative to the scanner's bytes, and in which line.
    var start: Int
    var line: Int64
    /// Whether an equals sign has come.
    var hasField = false
    var isLineStart = false
  }

  /// Looks on until an entry may begin, or the bytes end. True if what may have been an entry ended.
  mutating func lookAstray(
    _ astray: Astray, _ p: Bytes, _ isLast: Bool, _ found: (Found) -> Void
  ) -> Bool {
    var astray = astray
    place = .astray(astray)
    defer { if case .astray = place { place = .astray(astray) } }
    while at < p.count, at - astray.start <= Self.entryLimit {
      switch p[at] {
      case 0x0A, 0x0D:
        guard let isEnd = endsLine(p, isLast) else { return false }
        if isEnd { line += 1 }
        astray.isLineStart = true
      case UInt8(ascii: "@"):
        guard isLast || p.count - at >= BibTeXOpening.lookAhead else { return false }
        if astray.isLineStart || BibTeXOpening(p, at: at)?.hasKey(p) == true { return end(astray, found) }
      case let byte:
        if byte > 0x20 { astray.isLineStart = false }
        astray.hasField = astray.hasField || byte == UInt8(ascii: "=")
      }
      at += 1
    }
    guard isLast || at - astray.start > Self.entryLimit else { return false }
    return end(astray, found)
  }

  private mutating func end(_ astray: Astray, _ found: (Found) -> Void) -> Bool {
    if astray.hasField { found(Found(entry: astray.start..<at, line: astray.line)) }
    place = .outside(isComment: false, isLineStart: true)
    return true
  }
}
