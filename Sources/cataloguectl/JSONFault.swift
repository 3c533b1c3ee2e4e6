/// Where a text stops being JSON (RFC 8259), for the person who wrote it: Foundation only says that it is none, and of two
/// members with one name takes either.
struct JSONFault: Equatable {
  /// From 1; the column in characters.
  var line: Int
  var column: Int
  /// What is amiss there.
  var what: String

  /// With its place, for people.
  var message: String { "line \(line), column \(column): \(what)" }

  /// The first fault; nil where there is none.
  static func first(in bytes: [UInt8]) -> JSONFault? {
    var scan = JSONScan(bytes: bytes)
    guard let what = scan.fault() else { return nil }
    let before = bytes[..<scan.place]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONFault(
      line: 1 + before.count { $0 == 0x0A },
      // Bytes that go on with a character are none of their own.
      column: 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }, what: what)
  }
}

/// Reads over a text, without recursion.
private struct JSONScan {
  private enum Wanted: String {
    case value = "a value"
    case valueOrEnd = "a value or ]"
    case key = "a name in quotation marks"
    case keyOrEnd = "a name in quotation marks or }"
    case colon = "a colon"
    case nextInObject = "a comma or }"
    case nextInArray = "a comma or ]"
    case nothing = "nothing more"
  }

  let bytes: [UInt8]
  private(set) var place = 0
  private var wanted = Wanted.value
  /// Whether each container around the place is an object.
  private var containers: [Bool] = []
  /// The names that were read in each object around the place.
  private var names: [Set<[UInt8]>] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// What is amiss at `place`.
  mutating func fault() -> String? {
    while true {
      while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
      guard place < bytes.count else {
        return wanted == .nothing ? nil : "it ends where \(wanted.rawValue) should stand"
      }
      let byte = bytes[place]
      switch (wanted, byte) {
      case (.value, UInt8(ascii: "{")), (.valueOrEnd, UInt8(ascii: "{")):
        containers.append(true)
        names.append([])
        wanted = .keyOrEnd
        place += 1
      case (.value, UInt8(ascii: "[")), (.valueOrEnd, UInt8(ascii: "[")):
        containers.append(false)
        wanted = .valueOrEnd
        place += 1
      case (.keyOrEnd, UInt8(ascii: "}")), (.nextInObject, UInt8(ascii: "}")),
        (.valueOrEnd, UInt8(ascii: "]")), (.nextInArray, UInt8(ascii: "]")):
        if containers.removeLast() { names.removeLast() }
        place += 1
        endValue()
      case (.nextInObject, UInt8(ascii: ",")):
        wanted = .key
        place += 1
      case (.nextInArray, UInt8(ascii: ",")):
        wanted = .value
        place += 1
      case (.colon, UInt8(ascii: ":")):
        wanted = .value
        place += 1
      case (.key, UInt8(ascii: "\"")), (.keyOrEnd, UInt8(ascii: "\"")):
        let start = place
        if let what = text() { return what }
        guard names[names.count - 1].insert(Array(bytes[start..<place])).inserted else {
          place = start
          return "this name stands in its object a second time"
        }
        wanted = .colon
      case (.value, UInt8(ascii: "\"")), (.valueOrEnd, UInt8(ascii: "\"")):
        if let what = text() { return what }
        endValue()
      case (.value, _), (.valueOrEnd, _):
        guard word() else { return "\(wanted.rawValue) should stand here" }
        endValue()
      default: return "\(wanted.rawValue) should stand here"
      }
    }
  }

  private mutating func endValue() {
    wanted = containers.last.map { $0 ? .nextInObject : .nextInArray } ?? .nothing
  }

  /// Reads over a text in quotation marks.
  private mutating func text() -> String? {
    let start = place
    place += 1
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        return nil
      case 0..<0x20: return "a line break or tab inside a text is written \\n or \\t"
      case UInt8(ascii: "\\"):
        let escape = place + 1 < bytes.count ? bytes[place + 1] : 0
        guard "\"\\/bfnrtu".utf8.contains(escape) else { return "a backslash inside a text is written \\\\" }
        let digits = bytes[min(place + 2, bytes.count)..<min(place + 6, bytes.count)]
        guard escape != UInt8(ascii: "u") || (digits.count == 4 && digits.allSatisfy(Self.isHexadecimal))
        else {
          return "four hexadecimal digits follow \\u"
        }
        place += escape == UInt8(ascii: "u") ? 6 : 2
      default: place += 1
      }
    }
    place = start
    return "this text has no closing quotation mark"
  }

  /// Reads over `true`, `false`, `null` or a number.
  private mutating func word() -> Bool {
    for literal in ["true", "false", "null"] where bytes[place...].starts(with: literal.utf8) {
      place += literal.utf8.count
      return true
    }
    var end = place
    if end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
    let start = end
    guard digits(&end), bytes[start] != UInt8(ascii: "0") || end == start + 1 else { return false }
    if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
      end += 1
      guard digits(&end) else { return false }
    }
    if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
      end += 1
      if end < bytes.count, "+-".utf8.contains(bytes[end]) { end += 1 }
      guard digits(&end) else { return false }
    }
    place = end
    return true
  }

  private func digits(_ end: inout Int) -> Bool {
    let start = end
    while end < bytes.count, bytes[end] &- 0x30 < 10 { end += 1 }
    return end > start
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }
}
