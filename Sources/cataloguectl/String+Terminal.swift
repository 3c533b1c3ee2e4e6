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
}
