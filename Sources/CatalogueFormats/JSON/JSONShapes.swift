import Catalogue

/// Values that are written in a shape of their own, and are texts: known by their shape, so that a mapping needs only to
/// say where they stand.
enum JSONShapes {
  /// A date as its parts (CSL-JSON's and Crossref's `date-parts`): `[2007, 11, 1]`.
  static func date(_ list: JSONValue) -> String? {
    let parts = list.children.filter { $0.kind == .number }.compactMap { $0.text.flatMap { Int($0) } }
    guard (1...3).contains(parts.count), parts.count == list.count,
      parts.allSatisfy({ (0..<10_000).contains($0) })
    else { return nil }
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
  }

  /// A text as an object of its words, each with the list of its places from 0 (OpenAlex's `abstract_inverted_index`).
  static func invertedText(_ index: JSONValue) -> String? {
    var words: [(place: Int, word: String)] = []
    for entry in index.children {
      guard entry.kind == .array else { return nil }
      let word = String(decoding: entry.key, as: UTF8.self)
      for place in entry.children {
        guard place.kind == .number, let number = place.text.flatMap({ Int($0) }), number >= 0 else {
          return nil
        }
        words.append((number, word))
      }
    }
    guard !words.isEmpty else { return nil }
    return words.sorted { $0.place < $1.place }.map(\.word).joined(separator: " ")
  }

  /// A name with its affiliation in brackets, or its number behind it, or both:
  /// `Roe, Ann [North Laboratory] (ORCID:0000000100000002)`.
  static func contributor(_ text: String) -> ContributorParts? {
    if text.hasSuffix(")"), let number = text.firstRange(of: " (ORCID:") {
      let before = String(text[..<number.lowerBound])
      var parts = ContributorParts()
      parts[.name] = before
      return contributor(before) ?? parts
    }
    guard let open = text.firstRange(of: " ["), let close = text[open.upperBound...].lastIndex(of: "]") else {
      return nil
    }
    var parts = ContributorParts()
    parts[.name] = String(text[..<open.lowerBound])
    parts[.affiliation] = String(text[open.upperBound..<close])
    return parts
  }

  /// An abstract in JATS (Crossref's) without the heading that only says that it is one.
  static func abstract(_ text: String) -> String {
    for name in ["jats:title", "title"] {
      guard text.hasPrefix("<\(name)>"), let end = text.firstRange(of: "</\(name)>") else { continue }
      let heading = PlainText.clean(String(text[..<end.lowerBound].dropFirst(name.count + 2)))
      if ["abstract", "summary", "résumé", "zusammenfassung", "resumen"].contains(heading.lowercased()) {
        return String(text[end.upperBound...])
      }
    }
    return text
  }

  /// Of an extent in several parts (`Medium: ED; Size: 48 p.`), the one that holds pages.
  static func extent(_ text: String) -> String {
    guard text.contains(";") || text.contains(": ") else { return text }
    for part in text.split(separator: ";") {
      let value = part.split(separator: ":").last ?? part
      if Extent.pages(in: String(value)) != nil { return String(value) }
    }
    return text
  }
}
