import Catalogue

// What writers append to.

extension [UInt8] {
  @inline(__always)
  mutating func add(_ text: String) {
    let utf8 = text.utf8
    if utf8.withContiguousStorageIfAvailable({ append(contentsOf: $0) }) == nil { append(contentsOf: utf8) }
  }

  mutating func add(_ number: some BinaryInteger) { add(String(number)) }

  /// Appends a text with what has a meaning in the format replaced.
  mutating func add(_ text: String, _ escapes: Escapes) {
    var text = text
    text.withUTF8 { add($0, escapes) }
  }

  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ escapes: Escapes) {
    var start = 0
    while true {
      let i = escapes.firstReplaced(bytes, from: start)
      append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<i]))
      guard i < bytes.count else { return }
      if let parting = escapes.parting(i > 0 ? bytes[i - 1] : nil, bytes[i]) { add(parting) }
      add(escapes.replacement(of: bytes[i]))
      start = i + 1
    }
  }

  /// The same on one line, without control characters.
  mutating func add(line text: String, _ escapes: Escapes) { add(PlainText.clean(text), escapes) }
}

/// What ASCII characters become in a format. All others stay as they are.
struct Escapes: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var replacements = [String](repeating: "", count: 128)
  /// Pairs of characters that mean another one together, and what parts them.
  private var pairs: (all: [UInt16], parting: String) = ([], "")

  init(_ replacements: KeyValuePairs<Character, String>) {
    for (character, replacement) in replacements {
      guard let byte = character.asciiValue else { preconditionFailure("only ASCII is escaped") }
      set(byte, replacement)
    }
  }

  /// Parts some pairs of ASCII characters by a text, so that they do not become another character.
  init(_ replacements: KeyValuePairs<Character, String>, parting pairs: [String], by text: String) {
    self.init(replacements)
    self.pairs.parting = text
    for pair in pairs {
      let bytes = Array(pair.utf8)
      self.pairs.all.append(UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
      set(bytes[1], String(Unicode.Scalar(bytes[1])))
    }
  }

  mutating func set(_ byte: UInt8, _ replacement: String) {
    if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    replacements[Int(byte)] = replacement
  }

  @inline(__always)
  func replaces(_ byte: UInt8) -> Bool { bit(byte) != 0 }

  @inline(__always)
  private func bit(_ byte: UInt8) -> UInt64 {
    let isASCII = UInt64(~byte >> 7)
    return (byte & 64 == 0 ? low : high) &>> UInt64(byte & 63) & isASCII
  }

  /// Where the first byte at or after `start` is that does not stay as it is; else the end.
  func firstReplaced(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var i = start
    while i &+ 8 <= bytes.count {
      var found: UInt64 = 0
      for place in i..<i &+ 8 { found |= bit(bytes[place]) }
      guard found == 0 else { break }
      i &+= 8
    }
    while i < bytes.count, !replaces(bytes[i]) { i &+= 1 }
    return i
  }

  func replacement(of byte: UInt8) -> String { replacements[Int(byte)] }

  /// What stands between a character and the one before it.
  func parting(_ before: UInt8?, _ byte: UInt8) -> String? {
    guard let before, pairs.all.contains(UInt16(before) << 8 | UInt16(byte)) else { return nil }
    return pairs.parting
  }
}

extension Escapes {
  /// Nothing has a meaning.
  static let none = Escapes([:])

  /// Text and attributes of XML 1.0 (2.4).
  static let xml = Escapes(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"])

  /// Strings of JSON (RFC 8259, 7).
  static let json: Escapes = {
    var escapes = Escapes(["\"": "\\\"", "\\": "\\\\"])
    let short: [UInt8: String] = [0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r"]
    for byte in UInt8(0)..<0x20 {
      let digits = String(byte, radix: 16)
      escapes.set(byte, short[byte] ?? "\\u00" + (byte < 0x10 ? "0" : "") + digits)
    }
    return escapes
  }()
}
