import CXML
import Glibc

typealias Bytes = UnsafeBufferPointer<UInt8>

/// ASCII as the scanners need it.
enum ASCII {
  static let tab = UInt8(ascii: "\t")
  static let lessThan = UInt8(ascii: "<")
  static let greaterThan = UInt8(ascii: ">")
  static let slash = UInt8(ascii: "/")
  static let ampersand = UInt8(ascii: "&")
  static let colon = UInt8(ascii: ":")

  /// XML's white space (XML 1.0, production 3).
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// Whether a name may begin so; every byte beyond ASCII counts, whatever the charset.
  static func isNameStart(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "_") || byte == colon || byte >= 0x80
  }

  static func isName(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

extension String {
  /// Lends the text's bytes. They must not leave the closure.
  func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The next place at or after `start` where `byte` stands.
  @inline(__always)
  func place(of byte: UInt8, from start: Int) -> Int? {
    guard start < count, let base = baseAddress,
      let found = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// The next place at or after `start` where `text` begins, before `end`.
  func place(of text: StaticString, from start: Int, before end: Int) -> Int? {
    guard start < end, end <= count, let base = baseAddress,
      let found = cxml_find(base + start, end - start, text.utf8Start, text.utf8CodeUnitCount)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Whether `text` stands at `start`.
  func has(_ text: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + text.utf8CodeUnitCount <= count, let base = baseAddress else { return false }
    return memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  func has(_ text: [UInt8], at start: Int) -> Bool {
    guard start >= 0, start + text.count <= count, let base = baseAddress else { return false }
    return text.withUnsafeBufferPointer { other in
      guard let otherBase = other.baseAddress else { return true }
      return memcmp(base + start, otherBase, other.count) == 0
    }
  }

  /// Whether a name, such as a tag's, stands at `start` and ends there.
  func has(name: [UInt8], at start: Int) -> Bool {
    let end = start + name.count
    return has(name, at: start) && (end >= count || !ASCII.isName(self[end]))
  }

  /// Whether the bytes begin with `text`, whatever the case of their ASCII letters; those of `text` are in lower case.
  func startsIgnoringCase(with text: [UInt8]) -> Bool {
    guard text.count <= count else { return false }
    for at in text.indices where ASCII.lower(self[at]) != text[at] { return false }
    return true
  }

  /// The first place at or after `start` where no white space stands, at most `count`.
  func skippingSpace(from start: Int) -> Int {
    var at = start
    while at < count, ASCII.isSpace(self[at]) { at += 1 }
    return at
  }

  func part(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  /// Without white space at both ends.
  var trimmed: Bytes {
    let start = skippingSpace(from: 0)
    var end = count
    while end > start, ASCII.isSpace(self[end - 1]) { end -= 1 }
    return part(start..<end)
  }
}
