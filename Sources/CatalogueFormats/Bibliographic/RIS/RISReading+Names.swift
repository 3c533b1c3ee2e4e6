import Catalogue

/// Whom a record names.
extension RISReading {
  mutating func contributors(_ record: RISRecord) -> [Contributor] {
    var found: [Contributor] = []
    for field in record.fields {
      let type = record.kind
      let role: Contributor.Role
      switch field.tag {
      case RISTag("AU"), RISTag("A1"): role = type.isEdited ? .editor : .author
      case RISTag("A2"), RISTag("ED"): role = .editor
      case RISTag("A3"): role = type.part == .work ? .editor : .contributor
      case RISTag("A4"), RISTag("TA"): role = .translator
      default: continue
      }
      for line in record.text(field).split(whereSeparator: \.isNewline) {
        let name = PlainText.clean(String(line))
        let rest = ListedName.withoutOthers(name)
        if rest != nil { builder.count(ListedName.others) }
        found += Self.named(rest ?? name, role)
      }
    }
    // The address of the author, where there is one author whose it can be.
    let authors = found.indices.filter { found[$0].role == .author }
    if authors.count == 1, let address = record.first(RISTag("AD")) {
      found[authors[0]].affiliation = PlainText.clean(address)
    }
    return found
  }

  private static func named(_ text: String, _ role: Contributor.Role) -> [Contributor] {
    guard !text.isEmpty, !ReportBuilder.isVoid(text) else { return [] }
    if text.hasSuffix(",") {
      let name = PlainText.clean(String(text.dropLast()))
      guard !name.isEmpty else { return [] }
      return [Contributor(name: Name(printed: name), role: role, kind: .corporate)]
    }
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false).map {
      PlainText.clean(String($0))
    }
    if !text.utf8.contains(0x20), let single = ListedName.single(text, role) { return [single] }
    // Family, given, suffix; in a body's name commas stand as they like.
    let parsed = Contributor.parse(text, role: role)
    guard (2...3).contains(pieces.count), !pieces[0].isEmpty, parsed.count <= 1,
      parsed.first?.kind != .corporate
    else { return parsed }
    var parts = ContributorParts(.plain)
    parts[.name] = text
    parts[.family] = pieces[0]
    parts[.given] = pieces[1]
    if pieces.count == 3 { parts[.suffix] = pieces[2] }
    return parts.contributors(role)
  }
}
