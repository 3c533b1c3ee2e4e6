import Catalogue
import Glibc

// What writers append to.

extension String {
  /// Lends the text's bytes.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return copy.withUTF8(body)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a byte stands first at or after a place. (As a sequence's, the search takes twenty times as long.)
  func place(of byte: UInt8, from start: Int = 0) -> Int? {
    guard start < count, let base = baseAddress, let found = memchr(base + start, Int32(byte), count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}

extension [UInt8] {
  @inline(__always)
  mutating func add(_ text: String) { text.withBytes { append(contentsOf: $0) } }

  mutating func add(_ number: some BinaryInteger) { add(String(number)) }

  /// Appends a text with what has a meaning in the format replaced.
  mutating func add(_ text: String, _ escapes: Escapes) { text.withBytes { add($0, escapes) } }

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

  /// A text on one line in a format in which nothing has a meaning.
  mutating func add(line text: String) { add(PlainText.clean(text)) }
}

/// What ASCII characters become in a format. All others stay as they are.
struct Escapes: Sendable {
  /// By byte, 1 for those that are replaced.
  private var isReplaced = [UInt8](repeating: 0, count: 256)
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
    isReplaced[Int(byte)] = 1
    replacements[Int(byte)] = replacement
  }

  func replaces(_ byte: UInt8) -> Bool { isReplaced[Int(byte)] != 0 }

  /// Where the first byte at or after `start` is that does not stay as it is; else the end.
  func firstReplaced(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    isReplaced.withUnsafeBufferPointer { table in
      var i = start
      // Eight at once: hardly any byte is replaced.
      while i &+ 8 <= bytes.count {
        var found: UInt8 = 0
        for place in i..<i &+ 8 { found |= table[Int(bytes[place])] }
        guard found == 0 else { break }
        i &+= 8
      }
      while i < bytes.count, table[Int(bytes[i])] == 0 { i &+= 1 }
      return i
    }
  }

  func replacement(of byte: UInt8) -> String { replacements[Int(byte)] }

  /// What stands between a character and the one before it.
  func parting(_ before: UInt8?, _ byte: UInt8) -> String? {
    guard let before, pairs.all.contains(UInt16(before) << 8 | UInt16(byte)) else { return nil }
    return pairs.parting
  }
}

extension Escapes {
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
