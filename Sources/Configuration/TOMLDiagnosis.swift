/// What is wrong with a document that the parser stopped at, in words for whoever wrote it. The parser's own words are
/// what is left where none of these fit.
struct TOMLDiagnosis {
  let bytes: [UInt8]
  let statements: [TOMLStatement]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    statements = TOMLStatement.all(of: bytes)
  }

  struct Finding {
    var fault: TOMLDocument.Fault
    /// What must go for the rest to be read.
    var lines: ClosedRange<Int>
    /// Whether nothing is lost with them: what they say stands elsewhere, too.
    var isRepetition = false
  }

  /// - Parameter fault: the parser's.
  func explain(_ fault: TOMLDocument.Fault) -> Finding {
    let line = fault.position.line
    guard var index = statements.lastIndex(where: { $0.lines.lowerBound <= line }) else {
      return Finding(fault: remainder(fault), lines: line...line)
    }
    // A bracket that was not closed is found out in the statement behind it.
    if index > 0, let open = statements[index - 1].open?.what, open != .text { index -= 1 }
    let statement = statements[index]
    var finding = Finding(fault: remainder(fault), lines: statement.lines)
    if statement.open == nil, line > statement.lines.upperBound {
      finding.lines = statement.lines.lowerBound...line
    }
    if statement.isHeader {
      // Below a header that cannot be read, nobody knows whose the keys are.
      let next = statements[(index + 1)...].first { $0.isHeader }
      finding.lines = statement.lines.lowerBound...max(line, next.map { $0.lines.lowerBound - 1 } ?? lastLine)
    }
    if let (offset, message) = sentence(fault, statement, index) {
      finding.fault = TOMLDocument.Fault(
        message: message, position: offset.map { position(of: $0) } ?? fault.position)
    }
    finding.isRepetition = fault.message.contains("cannot redefine") && !statement.isHeader
    return finding
  }

  private typealias Sentence = (offset: Int?, message: String)

  private func sentence(_ fault: TOMLDocument.Fault, _ statement: TOMLStatement, _ index: Int) -> Sentence? {
    let said = fault.message
    if said.contains("utf-8") { return (nil, "this is not UTF-8: save the file in that encoding") }
    if said.contains("cannot redefine") { return repetition(fault, statement, index) }
    if said.contains("escape sequence") {
      return (
        nil, "\\ begins an escape in a text in \" quotes: write \\\\ for it, or put the text in ' quotes"
      )
    }
    if said.contains("expected a comment or whitespace"), !statement.isHeader {
      return (
        nil,
        "the value ends before this, and nothing else may stand in its line; a \" in a text is written \\\""
      )
    }
    switch statement.open {
    case (let offset, .text)?:
      let quote = bytes[offset] == UInt8(ascii: "'") ? "'" : "\""
      let isLong = bytes[offset...].prefix(3).elementsEqual(repeatElement(bytes[offset], count: 3))
      return (
        offset,
        "the text that begins here has no end: \(isLong ? "three \(quote) are" : "a \(quote) is") missing behind it"
      )
    case (let offset, .list)?:
      return (offset, "the list that begins here has no end: a ] is missing behind it")
    case (let offset, .table)?:
      return (offset, "the table that begins here has no end: a } is missing behind it, in the same line")
    case (let offset, .tableOverLines)?:
      return (
        offset,
        "a table in braces must stand in one line; over several lines it is written [NAME], and its keys below"
      )
    case nil: break
    }
    if statement.isHeader { return header(statement) }
    return key(statement) ?? value(fault, statement)
  }

  // MARK: Twice

  private func repetition(_ fault: TOMLDocument.Fault, _ statement: TOMLStatement, _ index: Int) -> Sentence?
  {
    let name = name(of: statement)
    let table = table(of: index)
    let first = statements[..<index].indices.first {
      statements[$0].isHeader == statement.isHeader && self.name(of: statements[$0]) == name
        && (statement.isHeader || self.table(of: $0) == table)
    }
    guard let first else {
      let parts = fault.message.split(separator: "'", omittingEmptySubsequences: false)
      let what = parts.count >= 3 ? quoted(String(parts[1])) : "this"
      return (nil, "\(what) is there already: remove one of the two")
    }
    let line = statements[first].lines.lowerBound
    let start = statement.bytes.lowerBound
    if statement.isHeader {
      return (start, "[\(name)] is there already, in line \(line): put the keys of both under one of them")
    }
    return (start, "\(excerpt(name)) is there already, in line \(line): remove one of the two")
  }

  /// A key or a header's name as it is written, without quotes and spaces.
  private func name(of statement: TOMLStatement) -> String {
    let end = statement.equals ?? statement.bytes.upperBound
    let raw = bytes[statement.bytes.lowerBound..<end]
    let line = statement.isHeader ? raw.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\n") } : raw
    return String(decoding: line.filter { !" \t\r[]\"'".utf8.contains($0) }, as: UTF8.self)
  }

  /// The header that a statement stands under. Each `[[table]]` is one of its own.
  private func table(of index: Int) -> Int? { statements[..<index].lastIndex { $0.isHeader } }

  // MARK: What is missing

  private func header(_ statement: TOMLStatement) -> Sentence {
    let isList = bytes[statement.bytes].prefix(2).elementsEqual("[[".utf8)
    let right = isList ? "[[NAME]]" : "[NAME]"
    return (
      statement.bytes.lowerBound, "a table's name stands alone in its line, between brackets: \(right)"
    )
  }

  private func key(_ statement: TOMLStatement) -> Sentence? {
    let start = statement.bytes.lowerBound
    let word = bytes[statement.bytes].prefix(while: TOMLStatement.isBare)
    let name = String(decoding: word, as: UTF8.self)
    guard let equals = statement.equals else {
      if word.isEmpty { return (start, "a line is KEY = VALUE, [TABLE], or a comment behind #") }
      let next = bytes[word.endIndex..<statement.bytes.upperBound].first { $0 != 0x20 && $0 != 0x09 }
      let colon = next == UInt8(ascii: ":") ? ", not :" : ""
      return (word.endIndex, "= is missing between the key \(excerpt(name)) and its value\(colon)")
    }
    if equals == start { return (start, "the key is missing before =") }
    let key = bytes[start..<equals]
    if !key.contains(where: { "\"'.".utf8.contains($0) }), !trimmed(key).allSatisfy(TOMLStatement.isBare) {
      return (start, "a key is made of letters (a to z), digits, - and _; behind it stands =")
    }
    let value = trimmed(bytes[(equals + 1)..<statement.bytes.upperBound])
    guard let first = value.first, first != UInt8(ascii: "#") else {
      return (equals, "the value is missing behind \(String(decoding: trimmed(key), as: UTF8.self)) =")
    }
    return nil
  }

  // MARK: What is no value

  private func value(_ fault: TOMLDocument.Fault, _ statement: TOMLStatement) -> Sentence? {
    guard let equals = statement.equals else { return nil }
    var start = trimmed(bytes[(equals + 1)..<statement.bytes.upperBound]).startIndex
    let isInside = bytes[start] == UInt8(ascii: "[") || bytes[start] == UInt8(ascii: "{")
    if isInside {
      if fault.message.contains("expected comma") {
        return (nil, "a comma is missing between two elements, or the bracket at their end")
      }
      start = max(start, offset(of: fault.position))
      while start > equals + 1, !" \t\n,[{=".utf8.contains(bytes[start - 1]) { start -= 1 }
    }
    guard start < statement.bytes.upperBound else { return nil }
    let rest = bytes[start..<statement.bytes.upperBound]
    let token = trimmed(rest.prefix { !"#\n".utf8.contains($0) && !(isInside && ",]}".utf8.contains($0)) })
    let text = String(decoding: token, as: UTF8.self)
    guard let first = token.first else { return nil }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard fault.message.contains("control characters") else { return nil }
      return (nil, "a control character stands in the text: write it as an escape, such as \\u001B")
    case _ where ["“", "”", "„", "‘", "’", "«"].contains { text.hasPrefix($0) }:
      return (start, "these are not the quotes that TOML knows: write \" before the text and behind it")
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return (start, number(token, text, fault, isInside ? nil : statement))
    default: break
    }
    switch text.lowercased() {
    case "true", "yes", "on", "false", "no", "off":
      return (start, "this is neither true nor false: write one of them so, or a text in \" quotes")
    default: return (start, "a text stands in quotes: put a \" before it and behind it")
    }
  }

  private func number(
    _ token: ArraySlice<UInt8>, _ text: String, _ fault: TOMLDocument.Fault, _ statement: TOMLStatement?
  ) -> String {
    let digits = token.prefix { (0x30...0x39).contains($0) }
    let next = token.dropFirst(digits.count).first
    if fault.message.contains("date") || fault.message.contains("time")
      || (digits.count == 4 && next == UInt8(ascii: "-"))
    {
      return
        "this is no date or time that there is: one is written 2024-01-31, 2024-01-31T12:00:00Z or 12:00:00"
    }
    if fault.message.contains("leading zero") { return "a number begins with no 0" }
    let shown = "this is no number; a text, such as a duration or a size, stands in quotes"
    // Of what may be a secret, nothing is shown.
    guard let statement, token.count <= 20, text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x1f }),
      !text.contains("\""), CatalogueKeys.all.contains(where: { $0.name == name(of: statement) })
    else { return shown }
    return "\(shown): \(name(of: statement)) = \(quoted(text))"
  }

  private func remainder(_ fault: TOMLDocument.Fault) -> TOMLDocument.Fault {
    var message = fault.message
    if message.hasPrefix("Error while parsing "), let colon = message.firstIndex(of: ":") {
      message = "this is not TOML:" + message[message.index(after: colon)...]
    }
    return TOMLDocument.Fault(message: message, position: fault.position)
  }
}

// MARK: Places

extension TOMLDiagnosis {
  private var lastLine: Int { 1 + bytes.count { $0 == UInt8(ascii: "\n") } }

  private func trimmed(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var slice = slice.drop { " \t\r\n".utf8.contains($0) }
    while let last = slice.last, " \t\r\n".utf8.contains(last) { slice.removeLast() }
    return slice
  }

  private func position(of offset: Int) -> TOMLPosition {
    let before = bytes[..<offset]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // The bytes that begin a character.
    let column = bytes[start..<offset].count { $0 & 0xc0 != 0x80 }
    return TOMLPosition(line: 1 + before.count { $0 == UInt8(ascii: "\n") }, column: column + 1)
  }

  private func offset(of position: TOMLPosition) -> Int {
    var at = 0
    for _ in 1..<max(1, position.line) {
      guard let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) else { return bytes.count }
      at = end + 1
    }
    var column = 1
    while at < bytes.count, column < position.column, bytes[at] != UInt8(ascii: "\n") {
      at += 1
      if at < bytes.count, bytes[at] & 0xc0 != 0x80 { column += 1 }
    }
    return min(at, bytes.count)
  }
}
