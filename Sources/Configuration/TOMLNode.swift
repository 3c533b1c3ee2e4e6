/// A value of a TOML document, and where it stands.
struct TOMLNode: Sendable {
  indirect enum Value: Sendable {
    case table([TOMLEntry])
    case array([TOMLNode])
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    /// A date, a time or both, in RFC 3339's form.
    case moment(String)
  }

  var value: Value
  var position: TOMLPosition

  /// The value in words, for messages: `the text "six"`, `the integer 6`.
  var inWords: String {
    switch value {
    case .table: "a table"
    case .array: "a list"
    case .string(let text): "the text \(excerpt(text))"
    case .integer(let number): "the integer \(number)"
    case .float(let number): "the number \(number)"
    case .boolean(let flag): "\(flag)"
    case .moment(let text): "the date \(text)"
    }
  }
}

/// A key of a table with its value. In the order of the keys, not of the file.
struct TOMLEntry: Sendable {
  var key: String
  var position: TOMLPosition
  var node: TOMLNode
}

/// From 1.
struct TOMLPosition: Hashable, Sendable {
  var line: Int
  var column: Int
}

/// A text as a basic string of TOML (TOML 1.0, String): what is invisible is escaped, so that it can be printed
/// whatever it holds.
func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": out += "\\\(scalar)"
    case "\n": out += "\\n"
    case "\t": out += "\\t"
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = digits.count > 4 ? 8 : 4
        out += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
  }
  return out + "\""
}

/// The same for messages: at most 80 characters of it.
func excerpt(_ text: String) -> String {
  guard text.unicodeScalars.count > 80 else { return quoted(text) }
  return quoted(String(String.UnicodeScalarView(text.unicodeScalars.prefix(80))) + "…")
}
