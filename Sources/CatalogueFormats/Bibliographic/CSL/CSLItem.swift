import Catalogue

/// An item of CSL-JSON (Citation Style Language 1.0.2, csl-data.json), lent until its document reads another.
struct CSLItem {
  let value: JSONValue

  /// The text of the first of the members that has any, or its number, as printed; of a list the first.
  func text(_ names: String...) -> String? { names.lazy.compactMap(raw).first.map(CSLText.plain) }

  /// A member's text with what markup stands in it.
  func raw(_ name: String) -> String? {
    guard let text = value[Array(name.utf8)].flatMap(Self.text), !text.utf8.allSatisfy({ $0 <= 0x20 }) else {
      return nil
    }
    return text
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
    let all = member.kind == .array ? member.children.prefix(limit).map(\.text) : [member.text]
    return all.compactMap(\.self).filter { !$0.utf8.allSatisfy { $0 <= 0x20 } }.map(CSLText.plain)
  }

  /// Without the heading that only says that it is one.
  var abstract: String? { raw("abstract").map { CSLText.plain(JSONShapes.abstract($0)) } }

  var type: String { text("type")?.lowercased() ?? "" }

  /// What the list calls the item: its `id`, else what `ReferenceName` makes of it.
  var identifier: String? {
    if let own = raw("id").flatMap(ReportBuilder.identifier) { return own }
    var unused: [String: Int] = [:]
    return ReferenceName.of(
      doi: type == "chapter" ? nil : raw("DOI"), type: type, title: raw("title") ?? "",
      year: date("issued").map { "\($0.year)" } ?? "",
      name: names("author", .author, &unused).first?.name.printed ?? "")
  }

  // MARK: Of what it is a part

  var part: Reference.Part {
    switch type {
    case "chapter": isAlone ? .other : .chapter(book(text("container-title")))
    case "report", "book", "thesis", "manuscript", "document", "pamphlet", "standard", "collection":
      .work(book(text("title")))
    default: .other
    }
  }

  /// Whether a member is there twice, and different, of which an item has one; or another item stands within.
  var isRunTogether: Bool {
    let isTwice = ["id", "title"].contains { name in
      let name = Array(name.utf8)
      let all = value.children.filter { $0.key.equals(name) }
      return all.count > 1 && Set(all.map { Array($0.bytes) }).count > 1
    }
    return isTwice || Self.holdsItem(value, depth: 4)
  }

  private static func holdsItem(_ value: JSONValue, depth: Int) -> Bool {
    depth > 0
      && value.children.contains { inner in
        // Nobody knows what programs keep in `custom`.
        !inner.key.equals(Array("custom".utf8))
          && (CSLItem(value: inner).isNamed || holdsItem(inner, depth: depth - 1))
      }
  }

  /// What a program says of another work by its id and title alone (`related`, a journal) has no type.
  private var isNamed: Bool {
    value.kind == .object && ["id", "title", "type"].allSatisfy { value[Array($0.utf8)] != nil }
  }

  /// How many members are there once more: the last of a name is read.
  var repeated: Int {
    value.count - Set(value.children.map { String(decoding: $0.key, as: UTF8.self) }).count
  }

  /// How many values of lists are further ones of what a report has one of, or of what is read once.
  var further: Int {
    ["title", "publisher", "number", "collection-number", "DOI", "abstract"].reduce(0) { sum, name in
      sum + max(0, Set(texts(name)).count - 1)
    }
  }

  private var isAlone: Bool {
    value[Array("custom".utf8)]?[Array("entrysubtype".utf8)]?.text == OwnExport.alone
  }

  private func book(_ title: String?) -> Reference.Book {
    var book = Reference.Book(title: Fold.title(PlainText.clean(title ?? "")))
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
    value[Array(name.utf8)].map { Self.holdsDigit($0, depth: 3) } ?? false
  }

  private static func holdsDigit(_ value: JSONValue, depth: Int) -> Bool {
    value.bytes.contains(where: ASCII.isDigit)
      || (depth > 0 && value.children.contains { holdsDigit($0, depth: depth - 1) })
  }

  /// A date in parts (numbers or texts), raw, or as a text; of a span its beginning. Parts may stand in the date's place,
  /// or be called year, month and day.
  func date(_ name: String) -> PartialDate? {
    guard let member = value[Array(name.utf8)] else { return nil }
    if let text = member.text { return PartialDate.parse(PlainText.clean(text)) }
    let parts = member[Array("date-parts".utf8)] ?? member
    if let date = Self.date(parts.kind == .array ? Array(parts.children.prefix(3)) : []) { return date }
    let named = ["year", "month", "day"].map { member[Array($0.utf8)] }
    if let date = Self.date(named.prefix { $0 != nil }.compactMap(\.self)) { return date }
    for part in ["raw", "literal"] {
      if let text = member[Array(part.utf8)]?.text, let date = PartialDate.parse(PlainText.clean(text)) {
        return date
      }
    }
    return nil
  }

  /// Year, month and day, or a list of such lists.
  private static func date(_ values: [JSONValue]) -> PartialDate? {
    if let first = values.first, first.kind == .array {
      return date(first.children.filter { $0.kind != .array })
    }
    let texts = values.prefix(3).prefix { $0.text != nil }.compactMap(\.text)
    let numbers = texts.map { Double($0).flatMap { Int(exactly: $0) } }
    let parts = numbers.prefix { $0 != nil }.compactMap(\.self)
    guard let year = parts.first, (1000..<3000).contains(year) else { return nil }
    let iso = parts.prefix { $0 > 0 }.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
    // A month may be a word.
    let words = parts.count == 1 ? PartialDate.parse(texts.reversed().joined(separator: " ")) : nil
    guard var date = words ?? PartialDate.parse(iso) ?? PartialDate.parse("\(year)") else { return nil }
    date.printed = date.iso
    return date
  }

  // MARK: Names

  private static let nameLimit = 5000

  /// A list of names, one alone, or a text with one or several. What is left out of them is counted.
  func names(_ member: String, _ role: Contributor.Role, _ repairs: inout [String: Int]) -> [Contributor] {
    guard let list = value[Array(member.utf8)] else { return [] }
    if let text = list.text {
      return Self.contributors(text, role, &repairs)
    }
    var found: [Contributor] = []
    var count = 0
    for name in list.kind == .object ? [list] : Array(list.children) {
      count += 1
      guard count <= Self.nameLimit else { continue }
      if let text = name.text {
        found += Self.contributors(text, role, &repairs)
      } else if let one = Self.contributor(name, role) {
        found += ListedName.told(one, &repairs)
      } else if name.children.contains(where: { !$0.bytes.isEmpty || $0.count > 0 }) {
        repairs["unreadable name left out", default: 0] += 1
      }
    }
    if count > Self.nameLimit { repairs[BibTeXNames.cut, default: 0] += count - Self.nameLimit }
    return found
  }

  /// Those whom a text names.
  private static func contributors(_ text: String, _ role: Contributor.Role, _ repairs: inout [String: Int])
    -> [Contributor]
  {
    Contributor.parse(PlainText.clean(text), role: role).flatMap { ListedName.told($0, &repairs) }
  }

  /// A person by parts, or a name that is to be printed as it stands: a body's.
  private static func contributor(_ value: JSONValue, _ role: Contributor.Role) -> Contributor? {
    func part(_ name: String) -> String? {
      let text = PlainText.clean(value[Array(name.utf8)]?.text ?? "")
      return text.isEmpty ? nil : text
    }
    if let literal = part("literal") {
      return Contributor(name: Name(printed: literal), role: role, kind: .corporate)
    }
    // As Zotero itself calls them.
    if let name = part("name") { return Contributor(printed: name, role: role) }
    let last = part("family") ?? part("lastName")
    let first = part("given") ?? part("firstName")
    guard let family = last ?? first else { return nil }
    let given = last == nil ? nil : first
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
