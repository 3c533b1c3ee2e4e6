import Catalogue

/// Makes a table of contents of the parts that a thing has (schema.org's `hasPart`).
enum SchemaSections {
  private static let limit = 2000
  private static let depthLimit = 4

  static func sections(of thing: SchemaThing) -> [Section] {
    var found: [Section] = []
    read(thing, within: [], &found)
    return found
  }

  /// - Parameter wholes: The addresses of what the thing is a part of: none of it can be a part of the thing.
  private static func read(_ whole: SchemaThing, within wholes: [String?], _ found: inout [Section]) {
    guard wholes.count < depthLimit else { return }
    let wholes = wholes + [whole.id]
    var parts = whole.things("hasPart").filter {
      !$0.is(notChapters) && ($0.id == nil || !wholes.contains($0.id))
    }
    // Where all say which they are, that is the order.
    let positions = parts.map { $0.text("position").flatMap { Int($0) } }
    if positions.allSatisfy({ $0 != nil }) {
      parts = zip(parts, positions).enumerated()
        .sorted { ($0.element.1 ?? 0, $0.offset) < ($1.element.1 ?? 0, $1.offset) }
        .map(\.element.0)
    }
    for part in parts {
      guard found.count < limit else { return }
      if let section = section(part) { found.append(section) }
      read(part, within: wholes, &found)
    }
  }

  private static let notChapters: Set<String> = [
    "WebPageElement", "ImageObject", "VideoObject", "AudioObject", "MediaObject", "DataDownload", "Dataset",
    "WebPage", "WebSite", "SiteNavigationElement", "WPHeader", "WPFooter", "WPSideBar",
  ]

  private static func section(_ part: SchemaThing) -> Section? {
    var section = ContentsEntry.titled(FieldText.line(part.text("name") ?? part.text("headline") ?? ""))
    let roles: [(String, Contributor.Role)] = [
      ("author", .author), ("creator", .author), ("editor", .editor), ("translator", .translator),
    ]
    for (name, role) in roles {
      if name == "creator", !section.contributors.isEmpty { continue }
      for value in part.values(name) {
        section.contributors += SchemaReading.contributors(value, of: name, role)
      }
    }
    section.pages = pages(part)
    let excerpt = FieldText.paragraphs(part.text("abstract") ?? part.text("description") ?? "")
    section.excerpt = excerpt.isEmpty ? nil : excerpt
    guard !section.title.isEmpty || section.pages != nil || section.excerpt != nil else { return nil }
    return section
  }

  private static func pages(_ part: SchemaThing) -> PageRange? {
    if let printed = part.text("pagination"), let pages = PageRange.parse(PlainText.clean(printed)) {
      return pages
    }
    guard let start = part.text("pageStart").map(PlainText.clean), !start.isEmpty else { return nil }
    let end = part.text("pageEnd").map(PlainText.clean) ?? ""
    return PageRange.parse(end.isEmpty || end == start ? start : "\(start)-\(end)")
  }
}
