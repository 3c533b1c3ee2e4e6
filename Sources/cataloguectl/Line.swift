import ControlAPI

/// A line of output, made by string interpolation: the program's own words go in as they are, and whatever is
/// interpolated is stripped of what a terminal would obey. So nothing from outside is ever printed raw.
struct Line: ExpressibleByStringInterpolation, Hashable, Sendable {
  enum Style: Hashable, Sendable {
    case plain, bold, warning
    /// Of two texts: what only the old one has, and what only the new one has.
    case removed, added
  }

  struct Span: Hashable, Sendable {
    var text: String
    var style: Style
  }

  private(set) var spans: [Span] = []

  init() {}
  init(stringLiteral value: String) { append(value, .plain) }
  init(stringInterpolation: Interpolation) { self = stringInterpolation.line }

  /// A text from outside.
  init(_ text: String, _ style: Style = .plain) { append(text.withoutControls, style) }

  /// How many columns it takes.
  var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

  var isEmpty: Bool { spans.isEmpty }

  /// Without styles.
  var plain: String { spans.map(\.text).joined() }

  mutating func append(_ other: Line) { for span in other.spans { append(span.text, span.style) } }

  private mutating func append(_ text: String, _ style: Style) {
    guard !text.isEmpty else { return }
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else {
      spans.append(Span(text: text, style: style))
    }
  }

  static func + (a: Line, b: Line) -> Line {
    var sum = a
    sum.append(b)
    return sum
  }

  static func spaces(_ count: Int) -> Line { Line(String(repeating: " ", count: max(0, count))) }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var line = Line()

    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { line.append(literal, .plain) }
    mutating func appendInterpolation(_ text: String) { line.append(text.withoutControls, .plain) }
    mutating func appendInterpolation(_ number: some BinaryInteger) { line.append("\(number)", .plain) }
    mutating func appendInterpolation(_ time: Timestamp) { line.append("\(time)", .plain) }
    mutating func appendInterpolation(_ other: Line) { line.append(other) }
    mutating func appendInterpolation(bold text: String) { line.append(text.withoutControls, .bold) }
    mutating func appendInterpolation(warning text: String) { line.append(text.withoutControls, .warning) }
  }
}
