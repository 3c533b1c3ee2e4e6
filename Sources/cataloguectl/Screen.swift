import Glibc

/// What is printed on: how wide it is, and what it understands.
struct Screen: Sendable {
  /// Columns; nil where it is no terminal, and rows may be as long as they are.
  var width: Int?
  var hasColour = false

  /// Standard output, or standard error. No colour where NO_COLOR asks for none (no-color.org).
  static func standard(_ descriptor: Int32 = STDOUT_FILENO) -> Screen {
    guard isatty(descriptor) != 0 else { return Screen() }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let isPlain = environment("NO_COLOR") != nil || environment("TERM") == "dumb"
    return Screen(width: isKnown ? Int(size.ws_col) : 80, hasColour: !isPlain)
  }

  var isTerminal: Bool { width != nil }

  /// For running text: lines that are longer are hard to read.
  var textWidth: Int { min(width ?? 100, 100) }

  func render(_ line: Line) -> String {
    guard hasColour else { return line.plain }
    return line.spans.map { span in
      switch span.style {
      case .plain: span.text
      case .bold: "\u{1b}[1m\(span.text)\u{1b}[0m"
      case .warning: "\u{1b}[33m\(span.text)\u{1b}[0m"
      case .removed: "\u{1b}[9;31m\(span.text)\u{1b}[0m"
      case .added: "\u{1b}[32m\(span.text)\u{1b}[0m"
      }
    }.joined()
  }

  /// Draws a line over the one that was drawn before; nil takes it away.
  func redraw(_ line: Line?) {
    let text = line.map { render($0.cut(to: (width ?? 80) - 1)) } ?? ""
    Screen.write(Array("\r\(text)\u{1b}[K".utf8))
  }

  func print(_ line: Line) { Screen.write(Array((render(line) + "\n").utf8)) }

  /// A sentence or two: broken to fit a terminal, whole in a pipe.
  func say(_ line: Line, behind first: Line = "", to descriptor: Int32 = STDOUT_FILENO) {
    let lines = isTerminal ? line.wrapped(to: textWidth, behind: first) : [first + line]
    Screen.write(Array(lines.map { render($0) + "\n" }.joined().utf8), to: descriptor)
  }

  /// Writes all of it. Where standard output takes no more, what was asked for cannot be had: the program says so, and
  /// ends.
  static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) {
    guard !bytes.withUnsafeBytes({ writeAll($0, to: descriptor) }), descriptor == STDOUT_FILENO else {
      return
    }
    complain("writing standard output: \(String(cString: strerror(errno)))")
    exit(ExitCode.failed.rawValue)
  }

  /// The program's own text, and a line's end.
  static func write(line: String) { write(Array((line + "\n").utf8)) }

  static func complain(_ message: String) {
    standard(STDERR_FILENO).say("cataloguectl: \(message)", to: STDERR_FILENO)
  }
}

/// A variable of the environment that is set to something.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}
