/// Where a field's value stands in an item: a pointer, or a text with pointers in it ("https://example.org/id/{/id}").
struct JSONPlace: Hashable, Sendable {
  private enum Piece: Hashable {
    case text(String)
    case pointer(JSONPointer)
  }

  private let pieces: [Piece]

  /// Nil for what is no pointer, or holds none that is one.
  init?(_ text: String) {
    guard text.contains("{/") else {
      guard let pointer = JSONPointer(text) else { return nil }
      pieces = [.pointer(pointer)]
      return
    }
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{/"), let close = rest[open.upperBound...].firstIndex(of: "}") {
      guard let pointer = JSONPointer(String(rest[rest.index(after: open.lowerBound)..<close])) else {
        return nil
      }
      pieces += [.text(String(rest[..<open.lowerBound])), .pointer(pointer)]
      rest = rest[rest.index(after: close)...]
    }
    self.pieces = pieces + [.text(String(rest))]
  }

  /// The values that it leads to.
  func values(in item: JSONValue) -> [JSONValue] {
    guard pieces.count == 1, case .pointer(let pointer) = pieces[0] else { return [] }
    return pointer.values(in: item)
  }

  /// The pointer, where it is one alone.
  var pointer: JSONPointer? {
    if pieces.count == 1, case .pointer(let pointer) = pieces[0] { pointer } else { nil }
  }

  /// The text with the first value of each pointer put in; nil where one leads to nothing, or it is a pointer alone.
  func filled(from item: JSONValue) -> String? {
    guard pieces.count > 1 else { return nil }
    var filled = ""
    for piece in pieces {
      switch piece {
      case .text(let text): filled += text
      case .pointer(let pointer):
        guard let value = pointer.first(in: item)?.text, !value.isEmpty else { return nil }
        filled += value
      }
    }
    return filled
  }
}
