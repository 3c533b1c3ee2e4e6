import Catalogue

/// Makes a report of a thing that schema.org's words describe.
struct SchemaReading {
  /// What relative addresses start from.
  let base: String
  private var builder: ReportBuilder

  init(base: String, _ form: ReportBuilder.TextForm) {
    self.base = base
    builder = ReportBuilder(form)
  }

  mutating func report(_ thing: SchemaThing, repairs: inout [String: Int]) -> Report {
    readTexts(thing)
    readPersons(thing)
    readIdentifiers(thing)
    readWhole(thing)
    let sections = SchemaSections.sections(of: thing)
    return builder.reading(sections, repairs: &repairs)
  }

  private mutating func add(_ field: ReportField, _ thing: SchemaThing, _ names: String...) {
    for name in names {
      for text in thing.texts(name) { builder.add(field, text) }
    }
  }

  private mutating func readTexts(_ thing: SchemaThing) {
    add(.title, thing, "name", "headline")
    add(.subtitle, thing, "alternativeHeadline")
    add(.abstract, thing, "abstract", "description")
    add(.publisher, thing, "publisher")
    // Of dates, the first that can be read.
    add(.date, thing, "datePublished", "dateIssued", "copyrightYear", "dateCreated")
    add(.pages, thing, "numberOfPages")
    if builder.report.pageCount == nil {
      for text in thing.texts("pagination") where Extent.pages(in: text) != nil { builder.add(.pages, text) }
    }
    for text in thing.texts("keywords") {
      for word in text.utf8.split(separator: UInt8(ascii: ",")) {
        builder.add(.subjects, String(Substring(word)))
      }
    }
    for about in thing.texts("about") where about.utf8.count <= 100 { builder.add(.subjects, about) }
    for language in thing.values("inLanguage") {
      switch language {
      case .text(let text): builder.add(.languages, text)
      case .thing(let thing):
        if let code = thing.text("alternateName") ?? thing.text("name") { builder.add(.languages, code) }
      }
    }
    add(.rights, thing, "license", "copyrightNotice")
    for text in thing.texts("isAccessibleForFree") {
      builder.add(.access, SchemaThing.word(text).lowercased() == "true" ? "true" : "false")
    }
    for type in thing.types where !Self.general.contains(type) { builder.add(.types, type) }
    add(.types, thing, "genre")
  }

  /// Types that say nothing.
  private static let general: Set<String> = [
    "CreativeWork", "WebPage", "ItemPage", "Product", "Thing", "Article",
  ]

  // MARK: Persons

  private mutating func readPersons(_ thing: SchemaThing) {
    let properties: [(String, ReportField, Contributor.Role)] = [
      ("author", .authors, .author), ("creator", .authors, .author), ("editor", .editors, .editor),
      ("translator", .contributors, .translator), ("illustrator", .contributors, .illustrator),
      ("contributor", .contributors, .contributor), ("sponsor", .contributors, .sponsor),
    ]
    for (name, _, role) in properties {
      // Many say both author and creator, and mean the same.
      if name == "creator", !builder.report.contributors.isEmpty { continue }
      for value in thing.values(name).prefix(1000) {
        builder.report.contributors += Self.contributors(value, of: name, role)
      }
    }
  }

  /// Those that a value names: a person, a body, a text; schema.org's `Role` around one of them.
  static func contributors(
    _ value: SchemaValue, of property: String, _ role: Contributor.Role
  ) -> [Contributor] {
    switch value {
    case .text(let text):
      return WebText.isAddress(text) ? [] : Contributor.parse(FieldText.line(text), role: role)
    case .thing(let thing):
      if thing.is(["Role", "OrganizationRole"]) {
        let named = thing.text("roleName").flatMap(Contributor.Role.init(printed:)) ?? role
        return thing.things(property).flatMap { person($0, named) }
      }
      return person(thing, role)
    }
  }

  private static func person(_ thing: SchemaThing, _ role: Contributor.Role) -> [Contributor] {
    let isBody = thing.types.contains {
      $0.hasSuffix("Organization") || $0 == "Corporation" || $0 == "Project"
    }
    if isBody {
      guard let name = thing.text("name").map(FieldText.line), !name.isEmpty else { return [] }
      return [Contributor(name: Name(printed: name), role: role, kind: .corporate)]
    }
    var parts = ContributorParts()
    parts[.name] = thing.text("name")
    parts[.family] = thing.text("familyName")
    parts[.given] = parts[.family] == nil ? nil : thing.text("givenName")
    parts[.suffix] = nil
    parts[.affiliation] = thing.text("affiliation") ?? thing.text("worksFor")
    return parts.contributors(role)
  }

  // MARK: Identifiers, links, series

  private mutating func readIdentifiers(_ thing: SchemaThing) {
    add(.isbn, thing, "isbn")
    add(.issn, thing, "issn")
    add(.doi, thing, "doi")
    add(.reportNumber, thing, "reportNumber")
    for value in thing.values("identifier") {
      switch value {
      case .text(let text): builder.add(.identifiers, text)
      case .thing(let inner):
        guard let text = inner.text("value") ?? inner.text("url") ?? inner.id else { continue }
        switch inner.text("propertyID").map({ SchemaThing.word($0).lowercased() }) {
        case "doi": builder.add(.doi, text)
        case "isbn": builder.add(.isbn, text)
        case "issn": builder.add(.issn, text)
        case "handle", "hdl": builder.add(.handle, text)
        default: builder.add(.identifiers, text)
        }
      }
    }
    // What these name is the report itself; a link to it adds nothing where it is no identifier.
    for text in thing.texts("sameAs") + [thing.id].compactMap({ $0 }) {
      if let identifier = Identifier.recognise(text), identifier.scheme.isStrong {
        builder.report.add(identifier)
      }
    }
    if let url = thing.text("url") { addLink(.landingPage, url) }
    for property in ["encoding", "associatedMedia", "workExample"] {
      for file in thing.things(property) {
        guard let url = file.text("contentUrl") ?? file.text("url") else { continue }
        let isPDF =
          file.text("encodingFormat") == "application/pdf" || file.text("fileFormat") == "application/pdf"
        if isPDF || WebText.isFile(url) { addLink(.fullText, url) }
      }
    }
  }

  private mutating func addLink(_ field: ReportField, _ reference: String) {
    if let address = WebAddress.resolve(reference, against: base) { builder.add(field, address) }
  }

  /// What the report is a part of: a series, with its number.
  private mutating func readWhole(_ thing: SchemaThing) {
    for whole in thing.things("isPartOf").prefix(8) {
      guard !whole.is(["WebSite", "WebPage", "CollectionPage"]) else { continue }
      for issn in whole.texts("issn") { builder.add(.issn, issn) }
      // An issue or a volume, and the series around it.
      let series = whole.things("isPartOf").first { $0.text("name") != nil }
      guard let title = series?.text("name") ?? whole.text("name") else { continue }
      let numbers = ["issueNumber", "volumeNumber", "position"]
      let number = numbers.lazy.compactMap { thing.text($0) ?? whole.text($0) }.first
      builder.report.add(Series(title: FieldText.line(title), number: number.map(PlainText.clean)))
    }
    for case .text(let title) in thing.values("isPartOf") where !WebText.isAddress(title) {
      builder.add(.series, title)
    }
  }
}

extension ReportBuilder {
  /// What a source of a page says, whose record is told elsewhere; the builder is empty then.
  mutating func reading(_ sections: [Section] = [], repairs: inout [String: Int]) -> Report {
    report.sections = sections
    // An identifier that is none in any scheme.
    add(.identifier, "page")
    guard let statement = try? statement(&repairs), case .live(let report) = statement.state else {
      return Report()
    }
    return report
  }
}
