import Glibc

/// A screen whose last lines are drawn again and again, while what is over scrolls away above them. In a pipe there are
/// no such lines.
///
/// Between two drawings the cursor stands at the beginning of the first of these lines: wherever a terminal moves them
/// when it is made another size, the next drawing begins where they do.
final class LiveScreen {
  private(set) var screen: Screen
  /// Whether lines can be drawn again here.
  let isLive: Bool
  /// Rows of the terminal.
  private var rows = 24
  private var drawn: [Line] = []

  /// - Parameter isLive: False for plain lines, whatever the screen is.
  init(_ screen: Screen, isLive: Bool = true) {
    self.screen = screen
    self.isLive = isLive && screen.isTerminal && environment("TERM") != "dumb"
    measure()
  }

  /// Columns that a line which is drawn again may take: the last one stays free, since some terminals go on to the
  /// next line as soon as it is written to.
  var width: Int { max(1, (screen.width ?? 80) - 1) }

  /// Draws these lines in the place of those before. Those for which there are too few rows are counted.
  func draw(_ lines: [Line]) {
    guard isLive else { return }
    let hasChanged = measure()
    let lines = fitted(lines)
    guard hasChanged || lines != drawn else { return }
    Screen.write(Array(drawing(lines).utf8))
  }

  /// Prints lines that stay.
  ///
  /// - Parameter prefix: What stands before the first; the others are indented by its width, but in a pipe.
  func say(_ lines: [Line], behind prefix: Line = "") {
    measure()
    var text = ""
    for (index, line) in lines.enumerated() {
      let first = index == 0 ? prefix : screen.isTerminal ? .spaces(prefix.columns) : ""
      for line in wrapped(line, behind: first) { text += screen.render(line) + "\n" }
    }
    if isLive { text = "\r\u{1b}[J" + text + drawing(fitted(drawn)) }
    Screen.write(Array(text.utf8))
  }

  /// Says something that is no result, on standard error. What was drawn may not hold any more: it is drawn anew by who
  /// knows.
  func complain(_ message: String) {
    close()
    Screen.complain(message)
  }

  /// Takes the drawn lines away.
  func close() {
    guard isLive else { return }
    if !drawn.isEmpty { Screen.write(Array("\r\u{1b}[J".utf8)) }
    drawn = []
  }

  private func fitted(_ lines: [Line]) -> [Line] {
    let room = max(1, rows - 1)
    var lines = lines
    if lines.count > room { lines = lines.prefix(room - 1) + ["… and \(lines.count - room + 1) more"] }
    return lines.map { $0.cut(to: width) }
  }

  private func drawing(_ lines: [Line]) -> String {
    drawn = lines
    let text = lines.map { screen.render($0) }.joined(separator: "\u{1b}[K\n")
    return "\r" + text + "\u{1b}[J\r" + (lines.count > 1 ? "\u{1b}[\(lines.count - 1)A" : "")
  }

  /// Broken at spaces, behind its own indent; a word that is wider than the screen is cut.
  private func wrapped(_ line: Line, behind first: Line) -> [Line] {
    guard let width = screen.width, first.columns + line.columns > width else { return [first + line] }
    let indent = line.plain.prefix { $0 == " " }.count
    // Where hardly anything would stand beside the indent, there is none.
    let isNarrow = width - first.columns - indent < 20
    let lines =
      isNarrow ? (first + line).wrapped(to: width) : line.wrapped(to: width, behind: first + .spaces(indent))
    return lines.map { $0.cut(to: width) }
  }

  /// Whether the terminal has another size now.
  @discardableResult
  private func measure() -> Bool {
    var size = winsize()
    guard isLive, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return false
    }
    let before = (screen.width, rows)
    screen.width = Int(size.ws_col)
    rows = Int(size.ws_row)
    return before.0 != screen.width || before.1 != rows
  }
}
