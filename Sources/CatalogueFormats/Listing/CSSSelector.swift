/// CSS selectors (Selectors Level 3) as XPath: elements, classes, ids, attributes with every operator, `:first-child`,
/// `:last-child`, `:nth-child(3)`, the four combinators, and lists with commas.
struct CSSSelector {
  private var rest: Substring
  private static let limit = 1000

  static func xpath(_ text: String) throws(SelectorFault) -> String {
    guard !text.isEmpty, text.utf8.count <= limit else {
      throw SelectorFault(message: "it is empty, or too long")
    }
    var selector = CSSSelector(rest: text[...])
    return try selector.list()
  }

  private mutating func list() throws(SelectorFault) -> String {
    var paths: [String] = []
    repeat { paths.append(try path()) } while take(",")
    guard rest.isEmpty else { throw unreadable() }
    return paths.count == 1
      ? "/descendant::\(paths[0])"
      : "/descendant::*[\(paths.map { "self::\($0)" }.joined(separator: " or "))]"
  }

  /// One selector, up to a comma or the end: what is found, on condition of what stands before it. So each element of a
  /// page is looked at once, and no sets of elements are put together, which takes libxml2 as long as one times the other.
  private mutating func path() throws(SelectorFault) -> String {
    skipSpace()
    var result = try compound()
    while true {
      let hadSpace = skipSpace()
      guard let next = rest.first, next != "," else { return result }
      let before: String
      switch next {
      case ">": before = "parent::\(result)"
      case "+": before = "preceding-sibling::*[1]/self::\(result)"
      case "~": before = "preceding-sibling::\(result)"
      default:
        guard hadSpace else { throw unreadable() }
        before = "ancestor::\(result)"
      }
      if ">+~".contains(next) {
        rest.removeFirst()
        skipSpace()
      }
      result = try compound() + "[\(before)]"
    }
  }

  /// `a.title[href^="/reports/"]`.
  private mutating func compound() throws(SelectorFault) -> String {
    var conditions: [String] = []
    var element = "*"
    var isEmpty = true
    if take("*") {
      isEmpty = false
    } else if let name = name() {
      // The HTML parser writes elements in lower case.
      element = name.lowercased()
      isEmpty = false
    }
    while let next = rest.first {
      switch next {
      case ".":
        rest.removeFirst()
        conditions.append(Self.word(try named(), in: "@class"))
      case "#":
        rest.removeFirst()
        conditions.append("@id = \(Self.literal(try named()))")
      case "[":
        rest.removeFirst()
        conditions.append(try attribute())
      case ":":
        rest.removeFirst()
        conditions.append(try pseudo())
      default:
        guard !isEmpty || !conditions.isEmpty else { throw unreadable() }
        return element + conditions.map { "[\($0)]" }.joined()
      }
    }
    guard !isEmpty || !conditions.isEmpty else { throw unreadable() }
    return element + conditions.map { "[\($0)]" }.joined()
  }

  /// Behind the bracket.
  private mutating func attribute() throws(SelectorFault) -> String {
    skipSpace()
    let name = "@" + (try named()).lowercased()
    skipSpace()
    if take("]") { return name }
    let operation = rest.first.flatMap { "~|^$*".contains($0) ? $0 : nil }
    if operation != nil { rest.removeFirst() }
    guard take("=") else { throw unreadable() }
    skipSpace()
    let value = try value()
    skipSpace()
    guard take("]") else { throw unreadable() }
    let literal = Self.literal(value)
    switch operation {
    case nil: return "\(name) = \(literal)"
    case "~": return Self.word(value, in: name)
    case "|": return "(\(name) = \(literal) or starts-with(\(name), \(Self.literal(value + "-"))))"
    // A value that is empty is part of none (Selectors 3, 6.3.2).
    case _ where value.isEmpty: return "false()"
    case "^": return "starts-with(\(name), \(literal))"
    case "*": return "contains(\(name), \(literal))"
    default:
      let start = value.unicodeScalars.count - 1
      return "substring(\(name), string-length(\(name)) - \(start)) = \(literal)"
    }
  }

  /// Behind the colon.
  private mutating func pseudo() throws(SelectorFault) -> String {
    switch try named() {
    case "first-child": return "not(preceding-sibling::*[1])"
    case "last-child": return "not(following-sibling::*[1])"
    case "nth-child":
      guard take("(") else { throw unreadable() }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest[digits.endIndex...]
      guard let number = Int(digits), number > 0, take(")") else {
        throw SelectorFault(message: "nth-child takes a number here, from 1")
      }
      let isFar = number > 1 ? "preceding-sibling::*[\(number - 1)] and " : ""
      return "\(isFar)not(preceding-sibling::*[\(number)])"
    case let other:
      throw SelectorFault(message: "“:\(other)” is not understood; an XPath expression can say more")
    }
  }

  // MARK: Words

  @discardableResult private mutating func skipSpace() -> Bool {
    let length = rest.count
    rest = rest.drop { $0.isWhitespace }
    return rest.count < length
  }

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func name() -> String? {
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    guard let first = name.first, !first.isNumber else { return nil }
    rest = rest[name.endIndex...]
    return String(name)
  }

  private mutating func named() throws(SelectorFault) -> String {
    guard let name = name() else { throw unreadable() }
    return name
  }

  private mutating func value() throws(SelectorFault) -> String {
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return try named() }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote) else { throw unreadable() }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  private func unreadable() -> SelectorFault {
    SelectorFault(message: rest.isEmpty ? "it breaks off" : "“\(rest.prefix(20))” is not understood")
  }

  private static func word(_ word: String, in attribute: String) -> String {
    "contains(concat(' ', normalize-space(\(attribute)), ' '), \(literal(" \(word) ")))"
  }

  /// XPath knows no escapes: a text with both kinds of quotes is put together.
  private static func literal(_ text: String) -> String {
    if !text.contains("'") { return "'\(text)'" }
    if !text.contains("\"") { return "\"\(text)\"" }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
    return "concat(\(parts.joined(separator: ", \"'\", ")))"
  }
}
