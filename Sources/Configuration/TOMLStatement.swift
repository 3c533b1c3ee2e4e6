/// A header or a key with its value, as far as it can be told apart in a document that is not TOML: what a parser stopped
/// at, and what must be left out to find the next fault.
struct TOMLStatement {
  /// Offsets of its bytes; without the indentation, with its comment, to the end of its last line.
  var bytes: Range<Int>
  /// From 1.
  var lines: ClosedRange<Int>
  var isHeader: Bool
  /// Where the first `=` stands.
  var equals: Int?
  /// What was opened and never closed.
  var open: (offset: Int, what: Open)?

  enum Open { case text, list, table, tableOverLines }

  /// All of a document, in order. It never fails.
  static func all(of bytes: [UInt8]) -> [TOMLStatement] {
    var scanner = Scanner(bytes: bytes)
    var statements: [TOMLStatement] = []
    while let statement = scanner.next() { statements.append(statement) }
    return statements
  }

  private struct Scanner {
    let bytes: [UInt8]
    var at = 0
    var line = 1

    mutating func next() -> TOMLStatement? {
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "\n"): line += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
        case UInt8(ascii: "#"):
          at = endOfLine(at)
          continue
        default: return statement()
        }
        at += 1
      }
      return nil
    }

    private mutating func statement() -> TOMLStatement {
      let (start, first) = (at, line)
      var found = TOMLStatement(
        bytes: start..<start, lines: first...first, isHeader: bytes[start] == UInt8(ascii: "["))
      /// Brackets of the value that wait for their end.
      var brackets: [Int] = []
      /// Where the line of a table's { ends: where the statement does, too, if there is no }.
      var end: (at: Int, line: Int)?
      scan: while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "#"):
          at = endOfLine(at)
          continue
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          text(&found)
          continue
        case UInt8(ascii: "=") where found.equals == nil && !found.isHeader: found.equals = at
        case UInt8(ascii: "["), UInt8(ascii: "{"): if found.equals != nil { brackets.append(at) }
        case UInt8(ascii: "]"), UInt8(ascii: "}"): if !brackets.isEmpty { brackets.removeLast() }
        case UInt8(ascii: "\n"):
          guard let bracket = brackets.last else { break scan }
          let isTable = bytes[bracket] == UInt8(ascii: "{")
          guard goesOn(from: at + 1, inTable: isTable) else {
            break scan
          }
          if isTable, found.open == nil {
            found.open = (bracket, .tableOverLines)
            end = (at, line)
          }
          line += 1
        default: break
        }
        at += 1
      }
      if let end, let open = found.open, brackets.contains(open.offset) {
        found.open = (open.offset, .table)
        (at, line) = end
      } else if let bracket = brackets.last, found.open == nil {
        found.open = (bracket, bytes[bracket] == UInt8(ascii: "{") ? .table : .list)
      }
      found.bytes = start..<at
      found.lines = first...line
      return found
    }

    /// Goes behind the text that begins here; one that is not closed ends with its line, or, in three quotes, with the
    /// file.
    private mutating func text(_ found: inout TOMLStatement) {
      let (start, quote) = (at, bytes[at])
      let escapes = quote == UInt8(ascii: "\"")
      let isLong = found.equals != nil && bytes[at...].prefix(3).elementsEqual([quote, quote, quote])
      at += isLong ? 3 : 1
      while at < bytes.count {
        if bytes[at] == UInt8(ascii: "\n") {
          guard isLong else { break }
          line += 1
        } else if escapes, bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count,
          bytes[at + 1] != UInt8(ascii: "\n")
        {
          at += 1
        } else if bytes[at] == quote,
          !isLong || bytes[at...].prefix(3).elementsEqual([quote, quote, quote])
        {
          at += isLong ? 3 : 1
          // Two quotes may stand before the three that end it.
          while isLong, at < bytes.count, bytes[at] == quote { at += 1 }
          return
        }
        at += 1
      }
      if found.open == nil { found.open = (start, .text) }
    }

    /// Whether a value in brackets may go on in this line: a list does not in one that begins as a statement does, a table
    /// not in that of a header.
    private func goesOn(from start: Int, inTable: Bool) -> Bool {
      var rest = bytes[start..<endOfLine(start)].drop { $0 == 0x20 || $0 == 0x09 }
      let isHeader = rest.first == UInt8(ascii: "[")
      while isHeader, rest.first == UInt8(ascii: "[") { rest = rest.dropFirst() }
      guard let letter = rest.first, (0x41...0x5a).contains(letter & 0xdf) else { return start < bytes.count }
      rest = rest.drop { TOMLStatement.isBare($0) || $0 == UInt8(ascii: ".") }
      if isHeader { return rest.first != UInt8(ascii: "]") }
      return inTable || rest.first { $0 != 0x20 && $0 != 0x09 } != UInt8(ascii: "=")
    }

    private func endOfLine(_ start: Int) -> Int {
      guard start < bytes.count else { return bytes.count }
      return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
  }

  /// What a key may be made of without quotes (TOML 1.0, Keys).
  static func isBare(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
