import Glibc

/// The UTF-8 bytes of a text, lent for one closure. Parsers work on these; `String`s are made once, for values kept.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension String {
  /// Lends the text's bytes. They must not leave the closure.
  @inline(__always)
  func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  @inline(__always)
  func cut(_ start: Int, _ end: Int) -> Bytes { Bytes(rebasing: self[start..<end]) }

  @inline(__always)
  func from(_ start: Int) -> Bytes { cut(start, count) }

  /// The text; wrong UTF-8 is mended (it can only come from cutting, or from percent codes).
  var string: String { String(decoding: self, as: UTF8.self) }

  /// The text with ASCII letters in lower case.
  var lowercaseString: String {
    String(unsafeUninitializedCapacity: count) { target in
      for i in 0..<count { target.initializeElement(at: i, to: ASCII.lower(self[i])) }
      return count
    }
  }

  /// Without ASCII white space at both ends.
  var trimmed: Bytes {
    var start = 0
    var end = count
    while start < end, self[start] <= 0x20 { start += 1 }
    while end > start, self[end - 1] <= 0x20 { end -= 1 }
    return cut(start, end)
  }

  /// Whether `literal`, given in lower case, stands at `place`, whatever the case of its ASCII letters.
  @inline(__always)
  func holds(_ literal: StaticString, at place: Int = 0) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard place >= 0, count - place >= length else { return false }
    let wanted = literal.utf8Start
    for i in 0..<length where ASCII.lower(self[place + i]) != wanted[i] { return false }
    return true
  }

  /// Whether the whole is `literal`, given in lower case.
  @inline(__always)
  func equals(_ literal: StaticString) -> Bool { count == literal.utf8CodeUnitCount && holds(literal) }

  /// Where `literal`, given in lower case, first stands at or after `start`.
  func place(of literal: StaticString, from start: Int = 0) -> Int? {
    let length = literal.utf8CodeUnitCount
    guard length > 0, count >= length, start >= 0 else { return nil }
    var i = start
    while i <= count - length {
      if holds(literal, at: i) { return i }
      i += 1
    }
    return nil
  }

  @inline(__always)
  func place(ofByte byte: UInt8, from start: Int = 0) -> Int? {
    var i = start
    while i < count {
      if self[i] == byte { return i }
      i += 1
    }
    return nil
  }

  /// The length in bytes of the hyphen or dash at `place`, 0 if none stands there.
  func dashLength(at place: Int) -> Int {
    guard place < count else { return 0 }
    if self[place] == UInt8(ascii: "-") { return 1 }
    guard place + 2 < count else { return 0 }
    switch (self[place], self[place + 1], self[place + 2]) {
    case (0xE2, 0x80, 0x90...0x95), (0xE2, 0x88, 0x92): return 3  // U+2010 to U+2015, U+2212
    case (0xEF, 0xB9, 0x98), (0xEF, 0xB9, 0xA3), (0xEF, 0xBC, 0x8D): return 3  // U+FE58, U+FE63, U+FF0D
    default: return 0
    }
  }
}

/// Classes of ASCII bytes.
enum ASCII {
  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }
  @inline(__always)
  static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  @inline(__always)
  static func isWhite(_ byte: UInt8) -> Bool { byte <= 0x20 }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are the same.
  public func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let a = baseAddress, let b = other.baseAddress else { return true }
    return memcmp(a, b, count) == 0
  }
}
