/// Running text in lines of a width.
enum Filling {
  /// Lines of at most `width` columns, where the words allow it.
  ///
  /// - Parameters:
  ///   - first: stands before the first word.
  ///   - rest: stands before every further line.
  static func lines(_ words: [String], width: Int, first: String = "", rest: String = "") -> [String] {
    var lines: [String] = []
    var line = first
    var isFresh = true
    for word in words {
      if !isFresh, line.columns + 1 + word.columns > width {
        lines.append(line)
        line = rest
        isFresh = true
      }
      line += isFresh ? word : " " + word
      isFresh = false
    }
    lines.append(line)
    return lines
  }

  /// A text's paragraphs.
  static func text(_ text: String, width: Int, indent: String = "") -> [String] {
    Paragraph.all(of: text).flatMap { paragraph -> [String] in
      switch paragraph {
      case .filled(let words): lines(words, width: width, first: indent, rest: indent)
      case .kept(let lines): lines.map { indent + $0 }
      case .gap: [""]
      }
    }
  }

  /// A command line, as a shell reads it, broken where it may be with a backslash.
  static func command(_ line: String, width: Int) -> [String] {
    guard line.columns + 2 > width else { return ["  " + line] }
    var words = [""]
    var quote: Character?
    for character in line {
      if character == " ", quote == nil {
        words.append("")
        continue
      }
      if quote == character {
        quote = nil
      } else if quote == nil, "'\"".contains(character) {
        quote = character
      }
      words[words.count - 1].append(character)
    }
    let all = lines(words, width: width - 2, first: "  ", rest: "      ")
    return all.dropLast().map { $0 + " \\" } + all.suffix(1)
  }

  /// Names with what they mean beside them, or below them where that would be too narrow.
  static func list(_ rows: [(name: String, help: String)], width: Int) -> [String] {
    let column = (rows.map(\.name.count).max() ?? 0) + 4
    let isNarrow = width - column < 30
    let indent = String(repeating: " ", count: isNarrow ? 6 : column)
    return rows.flatMap { row -> [String] in
      let words = row.help.split(separator: " ").map(String.init)
      if isNarrow { return ["  " + row.name] + lines(words, width: width, first: indent, rest: indent) }
      let gap = String(repeating: " ", count: column - row.name.count - 2)
      return lines(words, width: width, first: "  " + row.name + gap, rest: indent)
    }
  }
}

/// A part of a text as tables write it.
enum Paragraph: Hashable {
  case filled([String])
  /// Lines that begin with a space.
  case kept([String])
  case gap

  static func all(of text: String) -> [Paragraph] {
    var result: [Paragraph] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ").map(String.init)
      switch (result.last, words.isEmpty, line.hasPrefix(" ")) {
      case (nil, true, _): continue
      case (_, true, _): result.append(.gap)
      case (.kept(let lines), _, true): result[result.count - 1] = .kept(lines + [String(line)])
      case (_, _, true): result.append(.kept([String(line)]))
      case (.filled(let before), _, false): result[result.count - 1] = .filled(before + words)
      case (_, _, false): result.append(.filled(words))
      }
    }
    return result
  }
}
