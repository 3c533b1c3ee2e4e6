import Catalogue

/// Where the cells of one row stand (RFC 4180, 2).
///
/// A cell is quoted if it opens with a quote that is closed in the row; blanks may stand around the quotes. A quote
/// anywhere else is text, as is one that is never closed, and so is all of a cell that goes on behind its closing quote
/// (`"Peace" in our time`).
struct RowCells {
  private struct Cell {
    var start: Int
    var end: Int
    /// Whether quotes stand around the whole cell.
    var isQuoted: Bool
  }

  private var cells: [Cell] = []

  var count: Int { cells.count }

  mutating func split(_ row: Bytes, separator: UInt8) {
    cells.removeAll(keepingCapacity: true)
    var start = 0
    while true {
      let opening = row.skippingBlanks(from: start)
      var isQuoted = false
      var tail = start
      if opening < row.count, row[opening] == TableDialect.quote,
        let close = row.closingQuote(from: opening + 1)
      {
        tail = row.skippingBlanks(from: close + 1)
        isQuoted = tail == row.count || row[tail] == separator
        if isQuoted {
          cells.append(Cell(start: opening + 1, end: close, isQuoted: true))
        } else {
          tail = close + 1
        }
      }
      let end = row.place(of: separator, from: tail) ?? row.count
      if !isQuoted { cells.append(Cell(start: start, end: end, isQuoted: false)) }
      guard end < row.count else { return }
      start = end + 1
    }
  }

  /// Whether nothing but blanks stands in a cell.
  func isEmpty(_ column: Int, in row: Bytes) -> Bool {
    let cell = cells[column]
    return row.skippingBlanks(from: cell.start) >= cell.end
  }

  /// The text of a cell, its quotes undone; nil where it holds only white space. Bytes that are not UTF-8 are read as
  /// Windows-1252, and counted.
  func text(_ column: Int, in row: Bytes, _ repairs: inout [String: Int]) -> String? {
    guard column < cells.count else { return nil }
    let cell = cells[column]
    var bytes = row.part(cell.start..<cell.end).trimmed
    guard !bytes.isEmpty else { return nil }
    // Excel's way to keep a number's zeros: ="00123".
    if bytes.count >= 3, bytes[0] == UInt8(ascii: "=") {
      let quotes = cell.isQuoted ? 2 : 1
      let opening = bytes.part(1..<min(1 + quotes, bytes.count))
      if bytes.count > 2 * quotes, opening.allSatisfy({ $0 == TableDialect.quote }),
        bytes.suffix(quotes).allSatisfy({ $0 == TableDialect.quote })
      {
        bytes = bytes.part(1 + quotes..<bytes.count - quotes)
      }
    } else if !cell.isQuoted, bytes.count >= 2, bytes[0] == TableDialect.quote,
      bytes[bytes.count - 1] == TableDialect.quote, bytes.dropFirst().dropLast().contains(TableDialect.quote)
    {
      // `"He said "no" to it"`: meant as a quoted cell, its own quotes not doubled.
      bytes = bytes.part(1..<bytes.count - 1)
    }
    guard cell.isQuoted, bytes.place(of: TableDialect.quote, from: 0) != nil else {
      return Self.decoded(bytes, &repairs)
    }
    var undoubled: [UInt8] = []
    undoubled.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      undoubled.append(bytes[at])
      at += bytes[at] == TableDialect.quote ? 2 : 1
    }
    return undoubled.withUnsafeBufferPointer { Self.decoded($0, &repairs) }
  }

  private static func decoded(_ bytes: Bytes, _ repairs: inout [String: Int]) -> String? {
    if bytes.isEmpty { return nil }
    if bytes.isASCII { return String(decoding: bytes, as: UTF8.self) }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    repairs["cell that is not UTF-8 read as Windows-1252", default: 0] += 1
    return Windows1252.text(bytes)
  }
}

extension Bytes {
  var isASCII: Bool {
    guard let base = UnsafeRawPointer(baseAddress) else { return true }
    var at = 0
    while at + 8 <= count {
      if base.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
      at += 8
    }
    while at < count {
      if self[at] >= 0x80 { return false }
      at += 1
    }
    return true
  }

  func skippingBlanks(from start: Int) -> Int {
    var at = start
    while at < count, self[at] == 0x20 { at += 1 }
    return at
  }

  /// The quote that ends a quoted cell: the first that is not doubled.
  func closingQuote(from start: Int) -> Int? {
    var at = start
    while let quote = place(of: TableDialect.quote, from: at) {
      guard quote + 1 < count, self[quote + 1] == TableDialect.quote else { return quote }
      at = quote + 2
    }
    return nil
  }
}
