import Catalogue

/// An item of CSL-JSON (Citation Style Language 1.0.2, csl-data.json), lent until its document reads another.
struct CSLItem {
  let value: JSONValue

  /// A member's text, or number, as printed; of a list the first.
  func text(_ names: String...) -> String? {
    for name in names {
      if let text = value[Array(name.utf8)].flatMap(Self.text), !text.utf8.allSatisfy({ $0 <= 0x20 }) {
        return text
      }
    }
    return nil
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value.kind {
    case .array: value.children.first { _ in true }.flatMap { $0.kind == .array ? nil : $0.text }
    default: value.text
    }
  }

  /// Each text of a member that is a list, or the one that it is.
  func texts(_ name: String, limit: Int = 1000) -> [String] {
    guard let member = value[Array(name.utf8)] else { return [] }
    return member.kind == .array
      ? member.children.prefix(limit).compactMap(\.text) : [member.text].compactMap { $0 }
  }

  var type: String { text("type")?.lowercased() ?? "" }

  /// What the list calls the item: its `id`, else what `ReferenceName` makes of it.
  var identifier: String? {
    if let own = text("id").flatMap(ReportBuilder.identifier) { return own }
    var unused: [String: Int] = [:]
    return ReferenceName.of(
      doi: type == "chapter" ? nil : text("DOI"), type: type, title: text("title") ?? "",
      year: date("issued").map { "\($0.year)" } ?? "",
      name: names("author", .author, &unused).first?.name.printed ?? "")
  }

  // MARK: Of what it is a part

  var part: Reference.Part {
    switch type {
    case "chapter": .chapter(book(text("container-title")))
    case "report", "book", "thesis", "manuscript", "document", "pamphlet", "standard", "collection":
      .work(book(text("title")))
    default: .other
    }
  }

  private func book(_ title: String?) -> Reference.Book {
    var book = Reference.Book(title: Fold.title(PlainText.clean(CSLText.plain(title ?? ""))))
    book.year = date("issued")?.year
    for text in texts("ISBN", limit: 16) {
      for part in text.split(whereSeparator: { ",; ".contains($0) }) {
        if let isbn = Identifier(scheme: .isbn, normalising: String(part)) { book.numbers.insert(isbn.value) }
      }
    }
    return book
  }

  // MARK: Dates

  /// Whether a date is told: one without a digit says that there is none.
  func tellsDate(_ name: String) -> Bool {
    guard let member = value[Array(name.utf8)] else { return false }
    let places = [member, member[Array("raw".utf8)], member[Array("literal".utf8)]]
    let year = member[Array("date-parts".utf8)]?[0]?[0]
    return (places + [year]).contains { $0?.bytes.contains(where: ASCII.isDigit) == true }
  }

  /// A date in parts (numbers or texts), raw, or as a text; of a span its beginning.
  func date(_ name: String) -> PartialDate? {
    guard let member = value[Array(name.utf8)] else { return nil }
    if let text = member.text { return PartialDate.parse(PlainText.clean(text)) }
    if let first = member[Array("date-parts".utf8)]?[0] {
      let parts = first.children.prefix(3).compactMap { $0.text.flatMap { Int($0) } }
      guard let year = parts.first, (1000..<3000).contains(year) else { return nil }
      let iso = parts.prefix { $0 > 0 }.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
      guard var date = PartialDate.parse(iso) ?? PartialDate.parse("\(year)") else { return nil }
      date.printed = date.iso
      return date
    }
    for part in ["raw", "literal"] {
      if let text = member[Array(part.utf8)]?.text, let date = PartialDate.parse(PlainText.clean(text)) {
        return date
      }
    }
    return nil
  }

  // MARK: Names

  private static let nameLimit = 5000

  /// A list of names, or a text with one or several. What is left out of them is counted.
  func names(_ member: String, _ role: Contributor.Role, _ repairs: inout [String: Int]) -> [Contributor] {
    guard let list = value[Array(member.utf8)] else { return [] }
    guard list.kind == .array else {
      return list.text.map { Contributor.parse(PlainText.clean($0), role: role) } ?? []
    }
    var found: [Contributor] = []
    var count = 0
    for name in list.children {
      count += 1
      guard count <= Self.nameLimit, let one = Self.contributor(name, role) else { continue }
      if ListedName.withoutOthers(one.name.printed) == "" {
        repairs[ListedName.others, default: 0] += 1
      } else {
        found.append(one)
      }
    }
    if count > Self.nameLimit { repairs[BibTeXNames.cut, default: 0] += count - Self.nameLimit }
    return found
  }

  /// A person by parts, or a name that is to be printed as it stands: a body's.
  private static func contributor(_ value: JSONValue, _ role: Contributor.Role) -> Contributor? {
    func part(_ name: String) -> String? {
      let text = PlainText.clean(value[Array(name.utf8)]?.text ?? "")
      return text.isEmpty ? nil : text
    }
    if let text = value.text.map(PlainText.clean), !text.isEmpty {
      return Contributor.parse(text, role: role).first
    }
    if let literal = part("literal") {
      return Contributor(name: Name(printed: literal), role: role, kind: .corporate)
    }
    guard let family = part("family") ?? part("given") else { return nil }
    let given = part("family") == nil ? nil : part("given")
    let particles = [part("dropping-particle"), part("non-dropping-particle")].compactMap { $0 }
    var name = Name(
      printed: "", family: family, given: given,
      particle: particles.isEmpty ? nil : particles.joined(separator: " "),
      suffix: part("suffix"))
    // Many leave the particle with the family name, or the suffix with the given one.
    if particles.isEmpty, name.suffix == nil, let given {
      let parsed = Name.parse("\(family), \(given)")
      if let parsedFamily = parsed.family {
        (name.family, name.given, name.particle, name.suffix) =
          (parsedFamily, parsed.given, parsed.particle, parsed.suffix)
      }
    }
    name.printed = [name.fullFamily, name.given, name.suffix].compactMap { $0 }.joined(separator: ", ")
    return Contributor(name: name, role: role, kind: .person)
  }
}
