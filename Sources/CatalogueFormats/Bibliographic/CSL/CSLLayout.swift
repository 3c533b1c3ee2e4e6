/// How items of CSL-JSON stand in an answer, as its beginning shows it.
enum CSLLayout {
  case list
  /// In the member `items` of an object (Zotero).
  case items
  case lines
  /// Alone, or one below the other, in several lines each.
  case bare

  init(_ start: [UInt8]) {
    // Byte order marks and the zeros of UTF-16 are none of the text.
    let text = start.filter { $0 != 0 && $0 < 0x80 }.drop(while: ASCII.isSpace)
    let words = String(decoding: text.filter { !ASCII.isSpace($0) }, as: UTF8.self)
    if text.first != JSONBytes.openBrace {
      self = .list
    } else if words.contains(#""items":["#) || words.hasPrefix(#"{"config":"#) {
      self = .items
    } else {
      self = !start.contains(0) && Self.opensLines(text) ? .bare : .lines
    }
  }

  var json: JSONSplitter.Layout {
    switch self {
    case .list, .bare: .list(JSONPointer())
    case .items: .list(JSONPointer("/items") ?? JSONPointer())
    case .lines: .lines
    }
  }

  /// Whether the first item goes on behind its first line: where it was only not closed, another begins there.
  private static func opensLines(_ text: ArraySlice<UInt8>) -> Bool {
    guard let end = text.firstIndex(of: 0x0A) else { return false }
    let last = text[..<end].last { !ASCII.isSpace($0) }
    let next = text[end...].first { !ASCII.isSpace($0) }
    return last != JSONBytes.closeBrace && next != JSONBytes.openBrace
  }
}
