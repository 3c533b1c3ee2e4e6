extension Line {
  /// The line in at most `width` columns; what does not fit becomes "…".
  func cut(to width: Int) -> Line {
    guard columns > width else { return self }
    var result = Line()
    var used = 0
    for span in spans {
      var kept = ""
      for character in span.text {
        let columns = String(character).columns
        guard used + columns < width else { return result + Line(kept, span.style) + "…" }
        kept.append(character)
        used += columns
      }
      result.append(Line(kept, span.style))
    }
    return result
  }

  /// The line broken at spaces, and between wide characters (Chinese has no spaces), so that each part, behind its
  /// indent, fits `width` columns. A word that is wider than that is broken, too, but for addresses and paths: these stay
  /// whole, so that they can be copied.
  ///
  /// - Parameter first: What stands before the first part; the others are indented by its width.
  func wrapped(to width: Int, behind first: Line = "") -> [Line] {
    let indent = first.columns
    let room = max(10, width - indent)
    var lines: [Line] = []
    var line = Line()
    for (word, isJoined) in words(within: room) {
      let gap = isJoined ? 0 : 1
      if !line.isEmpty, line.columns + gap + word.columns > room {
        lines.append(line)
        line = Line()
      }
      if !isJoined, let last = line.spans.last {
        line.append(Line(" ", last.style == word.spans.first?.style ? last.style : .plain))
      }
      line.append(word)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines.enumerated().map { ($0.offset == 0 ? first : Line.spaces(indent)) + $0.element }
  }

  /// What may stand on lines of its own; a word may have several styles. Joined is what no space parts from the word
  /// before.
  private func words(within room: Int) -> [(word: Line, isJoined: Bool)] {
    var words: [(Line, Bool)] = []
    var word = Line()
    var isJoined = false
    func end(joined isNextJoined: Bool) {
      if !word.isEmpty { words.append((word, isJoined)) }
      word = Line()
      isJoined = isNextJoined
    }
    for span in spans {
      for (index, part) in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { end(joined: false) }
        for (index, piece) in String(part).pieces(within: room).enumerated() {
          if index > 0 { end(joined: true) }
          word.append(Line(piece, span.style))
        }
      }
    }
    end(joined: false)
    return words
  }
}

extension String {
  /// What is longer is no address that anybody copies.
  private static let longestAddress = 2000

  /// Its parts between which a line may end although there is no space: a good deal less than UAX #14 has.
  fileprivate func pieces(within room: Int) -> [String] {
    let isWhole = utf8.count <= room || utf8.count <= Self.longestAddress && contains("/")
    guard !isWhole || utf8.contains(where: { $0 >= 0xE3 }) else { return [self] }
    var pieces: [String] = []
    var piece = ""
    var used = 0
    for character in self {
      let columns = String(character).columns
      if let last = piece.last,
        !isWhole && used + columns > room
          || (last.isIdeographic || character.isIdeographic) && !Self.opening.contains(last)
            && !Self.closing.contains(character)
      {
        pieces.append(piece)
        piece = ""
        used = 0
      }
      piece.append(character)
      used += columns
    }
    return pieces + [piece]
  }

  /// What must not end a line, and what must not begin one.
  private static let opening: Set<Character> = ["（", "「", "『", "【", "〈", "《", "(", "[", "“", "‘"]
  private static let closing: Set<Character> = [
    "）", "」", "』", "】", "〉", "》", "、", "。", "，", "．", "：", "；", "！", "？", "・", "ー", "々", "…", ")", "]", "”",
    "’",
    ",", ".", ":", ";", "!", "?",
  ]
}

extension Character {
  /// Whether it belongs to a script that has no spaces between its words, and wide characters.
  fileprivate var isIdeographic: Bool {
    switch unicodeScalars.first?.value ?? 0 {
    case 0x3001...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
