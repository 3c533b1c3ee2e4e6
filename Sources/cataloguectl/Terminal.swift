import Glibc

/// What is printed, and on what.
enum Terminal {
  static let isTerminal = isatty(STDOUT_FILENO) != 0
  static let hasColour = isTerminal && getenv("NO_COLOR") == nil

  /// Columns; 100 where it is no terminal.
  static var width: Int {
    var size = winsize()
    if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return 100
  }

  /// Text from outside without what a terminal would obey: control characters and changes of direction.
  static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.compactMap { scalar in
          switch scalar.value {
          case 0..<0x20, 0x7F..<0xA0: scalar == "\n" || scalar == "\t" ? " " : nil
          case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: nil
          default: scalar
          }
        }))
  }

  static func bold(_ text: String) -> String { hasColour ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
  static func warning(_ text: String) -> String { hasColour ? "\u{1b}[33m\(text)\u{1b}[0m" : text }

  static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  static func line(_ text: String = "") { write([UInt8]((text + "\n").utf8)) }

  static func error(_ text: String) {
    let bytes = [UInt8]((text + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }

  /// How many columns a text takes: wide characters two, combining ones none.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  /// The text in lines of at most `width` columns, each behind `indent`.
  static func wrap(_ text: String, indent: String = "", width: Int = Terminal.width) -> String {
    let room = max(20, min(width, 100) - columns(indent))
    var lines: [String] = []
    for paragraph in text.split(separator: "\n") {
      var line = ""
      for word in clean(String(paragraph)).split(separator: " ") {
        if !line.isEmpty, columns(line) + 1 + columns(String(word)) > room {
          lines.append(indent + line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      lines.append(indent + line)
    }
    return lines.joined(separator: "\n")
  }
}
