extension PlainText {
  /// The text made clean, byte by byte: runs of ASCII are copied whole, other characters are looked at.
  static func cleaned(_ text: String, paragraphs: Bool) -> String {
    text.withBytes { bytes in
      var output: [UInt8] = []
      output.reserveCapacity(bytes.count)
      var gap = Gap.none
      var hasMarks = false
      var previous: UInt32?
      var i = 0
      while i < bytes.count {
        let run = printable(bytes, from: i)
        if run > i {
          put(gap, &output, paragraphs)
          gap = .none
          output.append(contentsOf: bytes[i..<run])
          previous = UInt32(bytes[run - 1])
          i = run
          continue
        }
        let (scalar, end) = scalar(bytes, at: i)
        switch kind(
          scalar, after: previous, before: end < bytes.count ? self.scalar(bytes, at: end).value : nil)
        {
        case .none: break
        case .space: gap = max(gap, .space)
        case .line: gap = gap < .line ? .line : (previous == 0x0D && scalar == 0x0A ? gap : .paragraph)
        case .paragraph: gap = .paragraph
        case .letter(let isMark):
          hasMarks = hasMarks || isMark
          put(gap, &output, paragraphs)
          gap = .none
          output.append(contentsOf: bytes[i..<end])
        }
        previous = scalar
        i = end
      }
      let result = String(decoding: output, as: UTF8.self)
      return hasMarks ? Composition.composed(result) : result
    }
  }

  /// What parts the letters before from those that follow.
  private enum Gap: Int, Comparable {
    case none, space, line, paragraph
    static func < (a: Gap, b: Gap) -> Bool { a.rawValue < b.rawValue }
  }

  @inline(__always)
  private static func put(_ gap: Gap, _ output: inout [UInt8], _ paragraphs: Bool) {
    guard gap != .none, !output.isEmpty else { return }
    if gap == .paragraph, paragraphs {
      output.append(0x0A)
      output.append(0x0A)
    } else {
      output.append(0x20)
    }
  }

  /// Where the run of printable ASCII with single spaces in it ends that begins at `start`.
  @inline(__always)
  private static func printable(_ bytes: Bytes, from start: Int) -> Int {
    var i = start
    while i < bytes.count {
      if bytes[i] &- 0x21 < 0x5E {
        i += 1
      } else if bytes[i] == 0x20, i > start, i + 1 < bytes.count, bytes[i + 1] &- 0x21 < 0x5E {
        i += 2
      } else {
        break
      }
    }
    return i
  }

  /// The character at `i` of what is UTF-8, and where it ends.
  @inline(__always)
  private static func scalar(_ bytes: Bytes, at i: Int) -> (value: UInt32, end: Int) {
    let lead = bytes[i]
    if lead < 0x80 { return (UInt32(lead), i + 1) }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    let end = min(i + length, bytes.count)
    for byte in bytes[(i + 1)..<end] { value = value << 6 | UInt32(byte & 0x3F) }
    return (value, end)
  }

  private enum Kind {
    case none, space, line, paragraph
    case letter(isMark: Bool)
  }

  private static func kind(_ scalar: UInt32, after previous: UInt32?, before next: UInt32?) -> Kind {
    switch scalar {
    case 0x0A, 0x0D, 0x85, 0x0B, 0x2028: return .line
    case 0x0C, 0x2029: return .paragraph
    case 0x09, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
    case 0...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF, 0xE0000...0xE007F:
      return .none
    case 0x200C, 0x200D:
      // A joiner between letters of scripts that join, or between emoji.
      guard let previous, let next, previous >= 0x0590, next >= 0x0590 else { return .none }
      return .letter(isMark: false)
    case 0x0300...0x036F, 0x1100...0x11FF, 0x3099, 0x309A: return .letter(isMark: true)
    default: return .letter(isMark: false)
    }
  }
}
