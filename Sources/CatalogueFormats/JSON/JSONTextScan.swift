/// Finds one text of an item that is not readable JSON, so that a reject can still be told by its identifier.
///
/// As the splitter does, it knows only strings and brackets; what stands before the fault is found.
struct JSONTextScan {
  private var path = JSONPath()
  private let bytes: Bytes

  private init(_ bytes: Bytes) { self.bytes = bytes }

  /// The first text or number that the pointer leads to.
  static func text(at pointer: JSONPointer, in bytes: Bytes) -> String? {
    var scan = JSONTextScan(bytes)
    return scan.find(pointer)
  }

  /// The same, but nil where two members seem to be called so: then the item may have swallowed another, and without an
  /// identifier no list is complete that it stands in.
  static func onlyText(at pointer: JSONPointer, in bytes: Bytes) -> String? {
    if case .key(let key, _)? = pointer.tokens.last, members(key, in: bytes) > 1 { return nil }
    return text(at: pointer, in: bytes)
  }

  /// How many members seem to be called so.
  private static func members(_ key: [UInt8], in p: Bytes) -> Int {
    var count = 0
    var at = 0
    while let quote = p.place(of: JSONBytes.quote, from: at) {
      at = quote + 1
      let end = at + key.count
      guard end < p.count, p.has(key, at: at), p[end] == JSONBytes.quote else { continue }
      let next = p.skippingSpace(from: end + 1)
      if next < p.count, p[next] == JSONBytes.colon { count += 1 }
    }
    return count
  }

  private mutating func find(_ pointer: JSONPointer) -> String? {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case JSONBytes.openBrace, JSONBytes.openBracket:
        guard path.levels.count < JSONSplitter.depthLimit else { return nil }
        path.open(byte)
        at += 1
      case JSONBytes.closeBrace, JSONBytes.closeBracket:
        _ = path.levels.popLast()
        at += 1
      case JSONBytes.comma:
        path.comma()
        at += 1
      case JSONBytes.quote:
        guard let end = stringEnd(at + 1) else { return nil }
        if let level = path.levels.last, level.isObject, level.expectsKey {
          path.takeKey(Array(bytes[at + 1..<end]))
        } else if path.leads(to: pointer) {
          return decoded(at..<end + 1)
        }
        at = end + 1
      case let byte where ASCII.isDigit(byte) || byte == UInt8(ascii: "-"):
        let start = at
        while at < bytes.count, bytes[at] > 0x20, !JSONBytes.mayFollowString(bytes[at]) { at += 1 }
        if path.leads(to: pointer) { return decoded(start..<at) }
      default: at += 1
      }
    }
    return nil
  }

  /// The place of the quote that ends the string; one that no comma, colon or bracket follows is text.
  private func stringEnd(_ start: Int) -> Int? {
    var at = start
    while at < bytes.count {
      if bytes[at] == JSONBytes.backslash {
        at += 2
        continue
      }
      if bytes[at] == JSONBytes.quote {
        let next = bytes.skippingSpace(from: at + 1)
        if next < bytes.count, JSONBytes.mayFollowString(bytes[next]) { return at }
      }
      at += 1
    }
    return nil
  }

  private func decoded(_ range: Range<Int>) -> String? {
    let document = JSONDocument()
    var repairs: [String: Int] = [:]
    guard document.read(bytes.part(range), repairs: &repairs) == nil else { return nil }
    return document.root?.text
  }
}
