import Foundation

/// What a terminal shows of the bytes that a program has written: a small interpreter of what our programs emit, which
/// takes anything else, and every line that reaches beyond the width, for a fault.
struct TerminalPicture {
  private(set) var columns: Int
  private(set) var rows: Int
  /// All lines from the first on, also those that have scrolled away. A wide character fills two cells, the second of
  /// which is empty; a combining one joins the cell before it.
  private var lines: [[String]] = [[]]
  private var row = 0
  private var column = 0
  private var pending: [UInt8] = []
  /// What is wrong, in words; empty where all is well.
  private(set) var faults: [String] = []
  /// The most lines that the program has drawn again below what scrolls: how far up it went, and one.
  private(set) var redrawn = 0

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    setlocale(LC_CTYPE, "C.UTF-8")  // for wcwidth
  }

  /// All lines, without the spaces at their ends.
  var text: String { lines.map(Self.trimmed).joined(separator: "\n") }

  /// The lines that are on the screen now.
  var screen: [String] { lines[top...].map(Self.trimmed) }

  /// Where the cursor is: the line, from the first ever written, and the column, from 0.
  var cursor: (line: Int, column: Int) { (row, column) }

  /// The C library's, which counts independently of what the programs believe. (Glibc's module does not show it.)
  private static let wcwidth: (@convention(c) (Int32) -> Int32)? = dlsym(nil, "wcwidth").map {
    unsafeBitCast($0, to: (@convention(c) (Int32) -> Int32).self)
  }

  private var top: Int { max(0, lines.count - rows) }

  private static func trimmed(_ line: [String]) -> String {
    var text = line.joined()
    while text.last == " " { text.removeLast() }
    return text
  }

  /// As xterm does it: what no longer fits is lost. Or as many others do: it goes on in the next line, and the cursor
  /// stays where it was in the text.
  mutating func resize(columns: Int, rows: Int, reflows: Bool = false) {
    self.columns = columns
    self.rows = rows
    if reflows {
      var line = row
      for index in lines.indices.reversed() where lines[index].count > columns {
        let parts = stride(from: 0, to: lines[index].count, by: columns).map {
          Array(lines[index][$0..<min($0 + columns, lines[index].count)])
        }
        lines.replaceSubrange(index...index, with: parts)
        if index < row { line += parts.count - 1 }
        if index == row { line += min(column / columns, parts.count - 1) }
      }
      (row, column) = (line, column % columns)
    }
    for index in lines.indices where lines[index].count > columns {
      lines[index].removeLast(lines[index].count - columns)
    }
    column = min(column, columns - 1)
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    while let first = pending.first {
      let count: Int
      switch first {
      case 0x1B:
        guard let end = sequenceEnd() else { return }
        obey(Array(pending[..<end]))
        count = end
      case 0x0D:
        column = 0
        count = 1
      case 0x0A:
        down()
        count = 1
      case 0..<0x20, 0x7F:
        faults.append("a control character \(first)")
        count = 1
      default:
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard pending.count >= length else { return }
        if let text = String(validating: pending[..<length], as: UTF8.self),
          let scalar = text.unicodeScalars.first
        {
          put(scalar)
        } else {
          faults.append("bytes that are no UTF-8")
        }
        count = length
      }
      pending.removeFirst(count)
    }
  }

  /// At the output's end: what is still incomplete is a fault.
  mutating func finish() { if !pending.isEmpty { faults.append("an end in the middle of a character") } }

  /// Behind the end of the control sequence at the beginning (ECMA-48, 5.4); nil where it is still to come.
  private func sequenceEnd() -> Int? {
    guard pending.count > 1 else { return nil }
    guard pending[1] == 0x5B else { return 2 }
    guard let end = pending.dropFirst(2).firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      return nil
    }
    return end + 1
  }

  private mutating func obey(_ sequence: [UInt8]) {
    let text = String(decoding: sequence.dropFirst(), as: UTF8.self)
    let parameter = text.dropFirst().dropLast()
    switch text.last {
    case "m" where parameter.allSatisfy { $0.isNumber || $0 == ";" }: break
    case "K" where parameter.isEmpty: cut(lines[row].startIndex + column)
    case "J" where parameter.isEmpty:
      cut(column)
      lines.removeLast(lines.count - row - 1)
    case "A":
      guard let count = parameter.isEmpty ? 1 : Int(parameter), count > 0 else { fallthrough }
      redrawn = max(redrawn, count + 1)
      if row - count < top { faults.append("goes up by \(count), above the screen") }
      row = max(top, row - count)
    default: faults.append("ESC \(text)")
    }
  }

  private mutating func cut(_ column: Int) {
    if lines[row].count > column { lines[row].removeLast(lines[row].count - column) }
  }

  private mutating func down() {
    row += 1
    if row == lines.count { lines.append([]) }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.wcwidth.map { Int($0(Int32(bitPattern: scalar.value))) } ?? 1
    guard width > 0 else {
      if width < 0 { faults.append("a control character U+\(String(scalar.value, radix: 16))") }
      if column > 0, lines[row].count >= column { lines[row][column - 1].unicodeScalars.append(scalar) }
      return
    }
    if column + width > columns {
      faults.append("a line reaches beyond column \(columns): \(Self.trimmed(lines[row]))\(scalar)")
      column = 0
      down()
    }
    while lines[row].count < column + width { lines[row].append(" ") }
    lines[row][column] = String(Character(scalar))
    if width == 2 { lines[row][column + 1] = "" }
    column += width
  }
}
