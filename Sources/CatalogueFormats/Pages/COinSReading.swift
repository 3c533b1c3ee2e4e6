import Catalogue

/// Makes a report of ContextObjects in spans (ANSI/NISO Z39.88-2004, KEV format; ocoins.info): `title` attributes such as
/// `ctx_ver=Z39.88-2004&rft.btitle=…&rft.au=…`.
enum COinSReading {
  /// Of several the first is read: those behind it are of what else the page lists.
  static func report(_ content: PageContent, repairs: inout [String: Int]) -> Report {
    guard let first = content.coins.first else { return Report() }
    var builder = ReportBuilder(.plain)
    let pairs = pairs(first)
    for (key, value) in pairs {
      switch key {
      case "rft.au", "rft.creator": builder.add(.authors, value)
      case "rft.aucorp": builder.add(.corporateAuthors, value)
      case "rft_id": builder.add(.identifiers, value)
      default: if let field = fields[key] { builder.add(field, value) }
      }
    }
    addFirstAuthor(pairs, &builder)
    return builder.reading(repairs: &repairs)
  }

  private static let fields: [String: ReportField] = [
    "rft.btitle": .title, "rft.title": .title, "rft.date": .date, "rft.pub": .publisher,
    "rft.publisher": .publisher,
    "rft.inst": .publisher, "rft.isbn": .isbn, "rft.issn": .issn, "rft.tpages": .pages, "rft.series": .series,
    "rft.genre": .types, "rft.language": .languages, "rft.subject": .subjects, "rft.description": .abstract,
  ]

  /// `aulast` and `aufirst` are those of the first author, whom `au` may name again.
  private static func addFirstAuthor(_ pairs: [(key: String, value: String)], _ builder: inout ReportBuilder)
  {
    func value(_ key: String) -> String? { pairs.first { $0.key == key && !$0.value.isEmpty }?.value }
    guard let family = value("rft.aulast") else { return }
    var parts = ContributorParts()
    parts[.family] = family
    parts[.given] = value("rft.aufirst") ?? value("rft.auinit")
    parts[.suffix] = value("rft.ausuffix")
    let first = parts.contributors(.author)
    let names = Set(first.map { Fold.name($0.name) })
    builder.report.contributors.removeAll { names.contains(Fold.name($0.name)) }
    builder.report.contributors = first + builder.report.contributors
  }

  /// The pairs of a query, decoded (WHATWG URL, 5.1).
  private static func pairs(_ query: String) -> [(key: String, value: String)] {
    query.utf8.split(separator: ASCII.ampersand).prefix(500).compactMap { part in
      let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2 else { return nil }
      return (decoded(sides[0]).lowercased(), decoded(sides[1]))
    }
  }

  private static func decoded(_ text: Substring.UTF8View) -> String {
    var output: [UInt8] = []
    let bytes = Array(text)
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = hex(bytes[at + 1]),
        let low = hex(bytes[at + 2])
      {
        output.append(high << 4 | low)
        at += 3
      } else {
        output.append(bytes[at] == UInt8(ascii: "+") ? 0x20 : bytes[at])
        at += 1
      }
    }
    return output.withUnsafeBufferPointer(Windows1252.text)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    if ASCII.isDigit(byte) { return byte - 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}
