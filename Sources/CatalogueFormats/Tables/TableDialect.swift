/// How a table's text is laid out: what RFC 4180 fixes, and programs do each in their own way.
struct TableDialect: Hashable, Sendable {
  /// What stands between two cells: an ASCII character.
  var separator: UInt8
  /// What ends a row: a line feed (before which a carriage return may stand), or a carriage return.
  var lineEnd: UInt8

  static let quote = UInt8(ascii: "\"")

  /// Tried where nothing tells the separator, in this order.
  static let separators = [ASCII.tab, UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "|")]

  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  /// The separator in words.
  var separatorName: String {
    switch separator {
    case ASCII.tab: "tab"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: ","): "comma"
    default: String(UnicodeScalar(separator))
    }
  }

  /// The line end that most rows of a table's beginning have. Those within quotes are none: Excel for the Mac writes
  /// carriage returns between rows, and line feeds within cells.
  static func lineEnd(of start: Bytes) -> UInt8 {
    var isQuoted = false
    var feeds = 0
    var returns = 0
    for at in start.indices {
      switch start[at] {
      case quote: isQuoted.toggle()
      case lineFeed where !isQuoted: feeds += 1
      case carriageReturn where !isQuoted && !(at + 1 < start.count && start[at + 1] == lineFeed):
        returns += 1
      default: break
      }
    }
    if feeds == 0, returns == 0 {
      // All within one quote that never closes.
      return start.contains(lineFeed) || !start.contains(carriageReturn) ? lineFeed : carriageReturn
    }
    return feeds >= returns ? lineFeed : carriageReturn
  }
}

/// How many cells a table's rows have.
struct TableShape: Hashable, Sendable {
  /// The header's cells.
  var columns: Int
  /// The header's cells without empty ones at its end.
  var named: Int

  /// Whether a row has the header's cells. Further ones may stand behind them if they are empty, as spreadsheets leave
  /// them.
  func fits(_ cells: RowCells, of row: Bytes) -> Bool {
    guard cells.count >= named else { return false }
    return cells.count <= columns || (columns..<cells.count).allSatisfy { cells.isEmpty($0, in: row) }
  }
}
