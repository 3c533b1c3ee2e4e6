import Catalogue

// What a field takes. The same for what is typed and for what comes as JSON.

extension FieldItem {
  /// The most elements of a field that are read.
  static let countLimit = 10_000
  /// The most elements that a person gives a field, unless it has more already: each is compared with each.
  static let personLimit = 1_000
  /// The longest text that a value takes, in bytes: a decision is one line of an export.
  static let textLimit = 1 << 18
  /// The most pages that a report has.
  static let pageLimit = 1_000_000

  /// The item in the model's form: clean text, normal identifiers, canonical language tags.
  ///
  /// Refused is what cannot be, with the reason: no pages, a date in a 13th month, a wrong check digit, an unknown
  /// language, an address that is none.
  ///
  /// - Parameter known: What is shown already, or what an upstream says: it is taken as it stands, and so are the pages
  ///   of a section among it. A person who changes something else is not asked to mend it.
  public func validated(for field: Field, leaving known: [FieldItem] = []) throws(EditProblem) -> FieldItem {
    if known.contains(self) { return self }
    func refused(_ value: String, _ reason: String) -> EditProblem {
      .refused(field, value: value, because: reason)
    }
    switch (field.itemKind, self) {
    case (.text, .text(let text)):
      let clean = try Self.required(
        field == .abstract ? PlainText.cleanParagraphs(text) : PlainText.clean(text), field)
      guard field == .languages else { return .text(clean) }
      guard let tag = LanguageTag.normalise(clean) else {
        throw refused(text, "not a language; write a tag such as en, de or zh-Hant")
      }
      return .text(tag)
    case (.number, .number(let number)):
      guard (1...Self.pageLimit).contains(number) else {
        throw refused(String(number), "a report has 1 to \(Self.pageLimit) pages")
      }
      return self
    case (.date, .date(var date)):
      guard (1...9999).contains(date.year), date.month ?? 1 >= 1, date.month ?? 1 <= 12,
        date.day == nil || date.month != nil, (1...Self.days(date)).contains(date.day ?? 1)
      else { throw refused(date.iso, "there is no such day") }
      date.printed = PlainText.clean(date.printed)
      if date.printed.isEmpty { date.printed = date.iso }
      return .date(date)
    case (.access, .access): return self
    case (.identifier, .identifier(let identifier)):
      guard let normal = Identifier(scheme: identifier.scheme, normalising: identifier.value) else {
        throw refused(identifier.value, "not a valid \(identifier.scheme.name)")
      }
      return .identifier(normal)
    case (.link, .link(let link)):
      guard Self.isWebAddress(link.url) else {
        throw refused(link.url, "not an address; write https://HOST/PATH")
      }
      guard !Self.namesUser(link.url) else {
        throw .impossible(
          field, "an address with a user or password in it; everybody who reads the report would have it")
      }
      return self
    case (.series, .series(let series)):
      return .series(
        Series(
          title: try Self.required(PlainText.clean(series.title), field), number: Self.optional(series.number)
        ))
    case (.contributor, .contributor(let contributor)):
      return .contributor(try Self.validated(contributor, field))
    case (.section, .section(let section)):
      return .section(try Self.validated(section, field, leaving: known.compactMap(\.section?.pages)))
    default: throw .impossible(field, "a value of another kind")
    }
  }

  private static func validated(_ contributor: Contributor, _ field: Field) throws(EditProblem) -> Contributor
  {
    var contributor = contributor
    contributor.name.printed = try required(PlainText.clean(contributor.name.printed), field)
    contributor.name.family = optional(contributor.name.family)
    contributor.name.given = optional(contributor.name.given)
    contributor.name.particle = optional(contributor.name.particle)
    contributor.name.suffix = optional(contributor.name.suffix)
    contributor.affiliation = optional(contributor.affiliation)
    return contributor
  }

  private static func validated(
    _ section: Section, _ field: Field, leaving known: [PageRange]
  ) throws(EditProblem) -> Section {
    var section = section
    section.label = optional(section.label)
    section.title = PlainText.clean(section.title)
    section.excerpt = section.excerpt.map(PlainText.cleanParagraphs).flatMap { $0.isEmpty ? nil : $0 }
    var contributors: [Contributor] = []
    for contributor in section.contributors { contributors.append(try validated(contributor, field)) }
    section.contributors = contributors
    if let pages = section.pages, !known.contains(pages) {
      let printed = PlainText.clean(pages.printed)
      guard let parsed = PageRange.parse(printed) else {
        throw .refused(field, value: printed, because: "not pages; write 31-40, or ii-iv, or 75-")
      }
      guard !parsed.spans.contains(where: \.isBackward) else {
        throw .refused(field, value: printed, because: "the last page stands before the first")
      }
      section.pages = parsed
    }
    guard !section.title.isEmpty || section.label != nil || section.pages != nil || section.excerpt != nil
    else {
      throw .refused(field, value: "", because: "a section needs a title, a label or pages")
    }
    return section
  }

  private static func required(_ text: String, _ field: Field) throws(EditProblem) -> String {
    guard !text.isEmpty else { throw .refused(field, value: "", because: "an empty value") }
    guard text.utf8.count <= textLimit else {
      throw .refused(field, value: text, because: "longer than \(textLimit >> 10) KiB")
    }
    return text
  }

  private static func optional(_ text: String?) -> String? {
    guard let text else { return nil }
    let clean = PlainText.clean(text)
    return clean.isEmpty ? nil : clean
  }

  private static func days(_ date: PartialDate) -> Int {
    switch date.month {
    case 2: date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isWebAddress(_ url: String) -> Bool {
    let lower = url.lowercased().utf8
    let start = lower.starts(with: "http://".utf8) ? 7 : lower.starts(with: "https://".utf8) ? 8 : 0
    guard start > 0, url.utf8.count <= 4096 else { return false }
    guard let first = url.utf8.dropFirst(start).first, first != UInt8(ascii: "/"), first != UInt8(ascii: ":")
    else {
      return false
    }
    return url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// Whether something stands before the host and an "@" (RFC 3986, 3.2.1).
  private static func namesUser(_ url: String) -> Bool {
    let authority = url.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2).prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        && $0 != UInt8(ascii: "\\")
    }
    return authority.contains(UInt8(ascii: "@"))
  }
}

extension FieldValue {
  /// The value in the model's form, or why the field does not take it. Of a set, each value once.
  ///
  /// - Parameter known: As for an item.
  public func validated(for field: Field, leaving known: [FieldItem] = []) throws(EditProblem) -> FieldValue {
    guard field.kind != .single || items.count <= 1 else { throw .impossible(field, "it holds one value") }
    guard items.count <= max(FieldItem.personLimit, known.count + 1) else {
      throw .impossible(field, "more than \(FieldItem.personLimit) elements")
    }
    var valid: [FieldItem] = []
    var taken: Set<SetKey> = []
    for item in items {
      let item = try item.validated(for: field, leaving: known)
      if field.kind != .set || taken.insert(item.setKey).inserted { valid.append(item) }
    }
    return FieldValue(valid)
  }
}
