import Catalogue

extension RISTag {
  /// Whether a value has the form of what its field holds, as no line of a text has that only begins like a field ("IS -
  /// Islamic State"): an address, a name with its parts inverted, a year, a number with its check digit, one word with a
  /// digit that names the record.
  func fits(_ value: String) -> Bool {
    let value = PlainText.clean(value)
    switch self {
    case RISTag("ID"), RISTag("AN"):
      return Self.isOneWord(value) && value.utf8.contains(where: ASCII.isDigit)
    case RISTag("AU"), RISTag("A1"), RISTag("A2"), RISTag("A3"), RISTag("A4"), RISTag("ED"):
      return Self.isInverted(value)
    case RISTag("PY"), RISTag("Y1"), RISTag("DA"):
      let rest = value.utf8.drop(while: ASCII.isDigit)
      return value.utf8.count - rest.count == 4 && (rest.first.map("/-".utf8.contains) ?? true)
    case RISTag("UR"), RISTag("LK"), RISTag("L1"), RISTag("L2"):
      return ReportBuilder.address(value).map(WebText.isAddress) ?? false
    case RISTag("DO"), RISTag("DI"): return Identifier(scheme: .doi, normalising: value) != nil
    case RISTag("SN"):
      return [.isbn, .issn].contains { Identifier(scheme: $0, normalising: value) != nil }
    default: return false
    }
  }

  static func isOneWord(_ value: String) -> Bool { !value.isEmpty && !value.utf8.contains(0x20) }

  /// "Smith, Ann", "van der Putten, Frans-Paul", "King, Martin Luther, Jr.": few words, each part with a capital.
  private static func isInverted(_ value: String) -> Bool {
    let parts = value.split(separator: ",", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count)
      && parts.allSatisfy { part in
        let words = part.split(separator: " ")
        return (1...4).contains(words.count)
          && words.contains { $0.unicodeScalars.first?.properties.isLowercase == false }
      }
  }
}
