extension String {
  /// Without what a terminal would obey: control characters, and marks that change the direction of reading. Line
  /// breaks and tabs become spaces.
  var withoutControls: String {
    func isSafe(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: false
      case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
      case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: false
      default: true
      }
    }
    guard !unicodeScalars.allSatisfy({ isSafe($0) && !$0.isMark }) else { return self }
    var result = UnicodeScalarView()
    var marks = 0
    for scalar in unicodeScalars {
      marks = scalar.isMark ? marks + 1 : 0
      // What is piled higher hides the lines above.
      if marks > 8 { continue }
      switch scalar {
      case "\n", "\t", "\u{2028}", "\u{2029}": result.append(" ")
      case let scalar where isSafe(scalar): result.append(scalar)
      default: break
      }
    }
    return String(result)
  }

  /// How many columns a terminal gives to it: wide characters two (UAX #11), combining ones none.
  var columns: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  /// With spaces at its end, or at its beginning, to fill `width` columns.
  func padded(to width: Int, atStart: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - columns))
    return atStart ? space + self : self + space
  }
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool {
    value >= 0x300
      && (properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark)
  }

  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch value {
    case 0x1160...0x11FF: return 0  // vowels and finals of Hangul, drawn over their initial
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
