/// Pages of the manual in the language that man(1) reads: roff, with the macros of man(7).
public struct Roff {
  private var lines: [String] = []

  /// The whole page.
  public static func page(_ page: ManualPage) -> String {
    var roff = Roff()
    let title = [
      quoted(page.name.uppercased()), "\(page.section)", page.release.date,
      quoted("Catalogued \(page.release.version)"),
    ]
    roff.lines.append(".TH " + title.joined(separator: " "))
    // Paths and options are not to be cut or drawn apart.
    roff.lines += [".nh", ".ad l"]
    let start = roff.lines.count
    roff.section("NAME")
    roff.fill([escaped(page.name), "\\-"] + words(page.summary))
    roff.section("SYNOPSIS")
    for (index, line) in page.synopsis.enumerated() {
      if index > 0 { roff.lines.append(".br") }
      roff.lines.append(Roff.spans(line))
    }
    for section in page.sections {
      roff.section(section.title)
      for (index, block) in section.blocks.enumerated() { roff.add(block, gap: index == 0 ? nil : ".PP") }
    }
    roff.lines.insert(contentsOf: substitutes(in: roff.lines), at: start)
    return roff.lines.joined(separator: "\n") + "\n"
  }

  private mutating func section(_ title: String) { lines.append(".SH " + Roff.quoted(title)) }

  /// - Parameter gap: The macro between it and what is before it; nil where nothing is.
  private mutating func add(_ block: ManualPage.Block, gap: String?) {
    switch block {
    case .text(let text):
      var gap = gap
      for paragraph in Paragraph.all(of: text) where paragraph != .gap {
        if let gap { lines.append(gap) }
        gap = ".PP"
        switch paragraph {
        case .filled(let words): fill(words.map(Roff.escaped))
        case .kept(let kept): code(kept)
        case .gap: break
        }
      }
    case .line(let spans):
      if let gap { lines.append(gap) }
      lines.append(Roff.spans(spans))
    case .code(let kept):
      if let gap { lines.append(gap) }
      code(kept)
    case .list(let items):
      for item in items {
        lines += [".TP", Roff.spans(item.term)]
        guard let first = item.body.first else { continue }
        add(first, gap: nil)
        guard item.body.count > 1 else { continue }
        lines.append(".RS")
        for part in item.body.dropFirst() { add(part, gap: ".PP") }
        lines.append(".RE")
      }
    }
  }

  /// Lines that stay as they are, set in.
  private mutating func code(_ kept: [String]) {
    lines += [".in +2n", ".EX"]
    lines += kept.map { Roff.guarded(Roff.escaped($0)) }
    lines += [".EE", ".in"]
  }

  /// Words that are escaped already; a sentence begins a line, since roff sees its end by that.
  private mutating func fill(_ words: [String]) {
    var line: [String] = []
    var length = 0
    func flush(_ lines: inout [String]) {
      if !line.isEmpty { lines.append(Roff.guarded(line.joined(separator: " "))) }
      (line, length) = ([], 0)
    }
    for word in words {
      if length + word.utf8.count > 76 { flush(&lines) }
      line.append(word)
      length += word.utf8.count + 1
      if Roff.endsSentence(word) { flush(&lines) }
    }
    flush(&lines)
  }

  /// What stands for characters that a terminal without Unicode does not have.
  private static func substitutes(in lines: [String]) -> [String] {
    var names: Set<Substring> = []
    for line in lines {
      for part in line.split(separator: "\\[u", omittingEmptySubsequences: false).dropFirst() {
        names.insert(part.prefix { $0 != "]" })
      }
    }
    return names.sorted().map { ".if !c\\[u\($0)] .char \\[u\($0)] ?" }
  }

  private static func endsSentence(_ word: String) -> Bool {
    word.count > 1 && (word.hasSuffix(".") || word.hasSuffix("?") || word.hasSuffix(".)"))
      && !word.hasSuffix("..")
  }

  // MARK: Escaping

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map { escaped(String($0)) }
  }

  private static func spans(_ spans: [ManualPage.Span]) -> String {
    let text = spans.map { span in
      switch span {
      case .plain(let text): escaped(text)
      case .bold(let text): "\\fB\(escaped(text))\\fR"
      case .italic(let text): "\\fI\(escaped(text))\\fR"
      }
    }
    return guarded(text.joined())
  }

  private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

  /// A line that begins with a dot would be a request. (An apostrophe is escaped anywhere.)
  private static func guarded(_ line: String) -> String { line.hasPrefix(".") ? "\\&" + line : line }

  /// A text that shows as it is: every dash as the one that is typed, nothing that roff would obey, and ASCII only.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\(rs"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "…": result += "..."
      case "–": result += "\\(en"
      case "—": result += "\\(em"
      case "“": result += "\\(lq"
      case "”": result += "\\(rq"
      case " "..."~": result.unicodeScalars.append(scalar)
      case let scalar where scalar.value < 0xA0: result += " "
      case let scalar:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
      }
    }
    return result
  }
}
