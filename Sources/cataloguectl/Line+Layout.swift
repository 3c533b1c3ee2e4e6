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

  /// The line broken at spaces, so that each part, behind its indent, fits `width` columns. A word that is wider than
  /// that (an address) stays whole.
  ///
  /// - Parameter first: What stands before the first part; the others are indented by its width.
  func wrapped(to width: Int, behind first: Line = "") -> [Line] {
    let indent = first.columns
    let room = max(20, width - indent)
    var lines: [Line] = []
    var line = Line()
    for word in words {
      if !line.isEmpty, line.columns + 1 + word.columns > room {
        lines.append(line)
        line = Line()
      }
      if let last = line.spans.last {
        line.append(Line(" ", last.style == word.spans.first?.style ? last.style : .plain))
      }
      line.append(word)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines.enumerated().map { ($0.offset == 0 ? first : Line.spaces(indent)) + $0.element }
  }

  /// What stands between spaces; a word may have several styles.
  private var words: [Line] {
    var words: [Line] = []
    var word = Line()
    for span in spans {
      for (index, part) in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if index > 0, !word.isEmpty {
          words.append(word)
          word = Line()
        }
        word.append(Line(String(part), span.style))
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
