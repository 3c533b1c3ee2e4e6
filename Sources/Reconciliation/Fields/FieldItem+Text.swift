import Catalogue

// Values as a person types them.

extension FieldItem {
  /// Reads one value of a field, or one element of its list or set.
  ///
  /// An identifier is anything that `Identifier.recognise` knows, or has its scheme before it ("report-number:TR-17"); a
  /// link may have its kind before it ("full-text https://…"); a series its number behind a semicolon
  /// ("Clingendael Papers; 3"); a contributor the role in brackets ("Haas, Marcel de (ed.)").
  public init(_ field: Field, typed text: String) throws(EditProblem) {
    func refused(_ reason: String) -> EditProblem { .refused(field, value: text, because: reason) }
    let clean = PlainText.clean(text)
    guard !clean.isEmpty else { throw refused("an empty value; use --clear to blank a field") }
    let item: FieldItem
    switch field.itemKind {
    case .text: item = .text(field == .abstract ? PlainText.cleanParagraphs(text) : clean)
    case .number:
      guard let number = Int(clean) else { throw refused("not a whole number") }
      item = .number(number)
    case .date: item = .date(try Self.date(clean, field))
    case .access:
      guard let access = Access(rawValue: clean.lowercased()) else {
        throw refused(Self.choices(clean, Access.allCases.map(\.rawValue)))
      }
      item = .access(access)
    case .identifier: item = .identifier(try Self.identifier(clean, field))
    case .link: item = .link(Self.link(clean))
    case .series:
      let cut = clean.lastIndex(of: ";")
      let number = cut.map { PlainText.clean(String(clean[clean.index(after: $0)...])) } ?? ""
      item = .series(
        Series(
          title: PlainText.clean(String(clean[..<(cut ?? clean.endIndex)])),
          number: number.isEmpty ? nil : number))
    case .contributor:
      let found = Contributor.parse(clean, role: .author)
      guard found.count == 1, let contributor = found.first else {
        throw refused("\(found.count) names; an element is one of them")
      }
      item = .contributor(contributor)
    case .section: item = .section(Section(title: clean))
    }
    self = try item.validated(for: field)
  }

  private static func date(_ text: String, _ field: Field) throws(EditProblem) -> PartialDate {
    guard let date = PartialDate.parse(text) else {
      throw .refused(field, value: text, because: "not a date; write 2007, 2007-11 or 2007-11-01")
    }
    // What is written as ISO 8601 has to be all there: parsing leaves out a 13th month.
    let isISO = text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 } && text.utf8.count > 4
    guard !isISO || date.iso == text else {
      if let whole = padded(text), PartialDate.parse(whole)?.iso == whole {
        throw .refused(field, value: text, because: "a month and a day have two digits; write \(whole)")
      }
      throw noSuchDay(text, field)
    }
    guard date.day != nil || !namesDay(text, besides: date) else { throw noSuchDay(text, field) }
    return date
  }

  private static func noSuchDay(_ text: String, _ field: Field) -> EditProblem {
    .refused(field, value: text, because: "there is no such day; write 2007, 2007-11 or 2007-11-01")
  }

  /// Whether a printed date names a day or a month that parsing left out because it cannot be: "31/02/2007", "13/2007",
  /// "31 February 2007". ("05/04/2007" only says not which is which.)
  private static func namesDay(_ text: String, besides date: PartialDate) -> Bool {
    let numbers = text.split { !("0"..."9").contains($0) }
    let short = numbers.filter { $0.utf8.count <= 2 }.compactMap { Int($0) }
    guard short.count < numbers.count else { return false }
    if text.utf8.allSatisfy({ $0 &- 0x30 < 10 || "/.- ".utf8.contains($0) }) {
      guard date.month == nil else { return short.count > 1 }
      // "2015/16" is a year of accounts.
      return short != [(date.year + 1) % 100] && !short.allSatisfy { 1...12 ~= $0 }
    }
    // Where months have names; others count them.
    return date.month != nil && !short.isEmpty && text.unicodeScalars.allSatisfy { $0.value < 0x600 }
  }

  /// "2007-01-01" for "2007-1-1".
  private static func padded(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 3, parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ 1...2 ~= $0.utf8.count })
    else { return nil }
    return parts.map { $0.utf8.count == 1 ? "0" + $0 : String($0) }.joined(separator: "-")
  }

  private static func identifier(_ text: String, _ field: Field) throws(EditProblem) -> Identifier {
    if let colon = text.firstIndex(of: ":"), let scheme = Identifier.Scheme(name: text[..<colon].lowercased())
    {
      let value = String(text[text.index(after: colon)...])
      // "ark:…" and "repec:…" are the beginnings of the values themselves.
      if let identifier = Identifier(scheme: scheme, normalising: value)
        ?? Identifier(scheme: scheme, normalising: text)
      {
        return identifier
      }
      throw .refused(field, value: text, because: "not a valid \(scheme.name)")
    }
    if let identifier = Identifier.recognise(text) { return identifier }
    throw .refused(
      field, value: text,
      because: "of no scheme that is known; write SCHEME:VALUE, where a scheme is one of "
        + Identifier.Scheme.allCases.map(\.name).joined(separator: ", "))
  }

  private static func link(_ text: String) -> Link {
    if let space = text.firstIndex(of: " "), let kind = Link.Kind(rawValue: text[..<space].lowercased()) {
      return Link(kind: kind, url: String(text[text.index(after: space)...]))
    }
    return Link(kind: .landingPage, url: text)
  }

  static func choices(_ text: String, _ choices: [String]) -> String {
    let nearest = Nearest.of(text, among: choices).first.map { "; did you mean \($0)?" } ?? ""
    return "none of \(choices.joined(separator: ", "))\(nearest)"
  }
}

extension FieldValue {
  /// As they are written in Latin, in Chinese and Japanese, and in Arabic.
  private static let semicolons: Set<Character> = [";", "；", "؛"]

  /// The contributors of a list: each is a name, since a person's affiliation is a part of the element.
  static func contributors(_ text: String) -> [Contributor] {
    let list = String(text.map { semicolons.contains($0) ? ";" : $0 })
    return Contributor.parse(list, role: .author, findingAffiliations: false)
  }

  /// Reads a whole field as a person types it: one value, or several between semicolons. (A series has its number behind
  /// a semicolon, so a list of series is typed element by element.)
  public init(_ field: Field, typed text: String) throws(EditProblem) {
    self.init()
    guard !PlainText.clean(text).isEmpty else { return }
    if field.kind == .single || field.itemKind == .series {
      items = [try FieldItem(field, typed: text)]
    } else if field == .contributors {
      for contributor in Self.contributors(PlainText.clean(text)) {
        items.append(try FieldItem.contributor(contributor).validated(for: field))
      }
    } else {
      for part in text.split(whereSeparator: Self.semicolons.contains)
      where !PlainText.clean(String(part)).isEmpty {
        items.append(try FieldItem(field, typed: String(part)))
      }
    }
    self = try validated(for: field)
  }
}
