// The JSON of the control API: snake_case keys, absent values and empty lists left out, missing keys accepted.

extension Report: Codable {
  enum CodingKeys: String, CodingKey {
    case title, subtitle, contributors, published, publisher
    case pageCount = "page_count"
    case identifiers, abstract, subjects, languages, series, links, rights, access, types, sections
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      title: try json.decodeIfPresent(String.self, forKey: .title) ?? "",
      subtitle: try json.decodeIfPresent(String.self, forKey: .subtitle),
      contributors: try json.list(.contributors),
      published: try json.decodeIfPresent(PartialDate.self, forKey: .published),
      publisher: try json.decodeIfPresent(String.self, forKey: .publisher),
      pageCount: try json.decodeIfPresent(Int.self, forKey: .pageCount),
      identifiers: try json.list(.identifiers),
      abstract: try json.decodeIfPresent(String.self, forKey: .abstract),
      subjects: try json.list(.subjects),
      languages: try json.list(.languages),
      series: try json.list(.series),
      links: try json.list(.links),
      rights: try json.list(.rights),
      access: try json.decodeIfPresent(Access.self, forKey: .access),
      types: try json.list(.types),
      sections: try json.list(.sections))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    if !title.isEmpty { try json.encode(title, forKey: .title) }
    try json.encodeIfPresent(subtitle, forKey: .subtitle)
    try json.encode(list: contributors, .contributors)
    try json.encodeIfPresent(published, forKey: .published)
    try json.encodeIfPresent(publisher, forKey: .publisher)
    try json.encodeIfPresent(pageCount, forKey: .pageCount)
    try json.encode(list: identifiers, .identifiers)
    try json.encodeIfPresent(abstract, forKey: .abstract)
    try json.encode(list: subjects, .subjects)
    try json.encode(list: languages, .languages)
    try json.encode(list: series, .series)
    try json.encode(list: links, .links)
    try json.encode(list: rights, .rights)
    try json.encodeIfPresent(access, forKey: .access)
    try json.encode(list: types, .types)
    try json.encode(list: sections, .sections)
  }
}

extension Section: Codable {
  enum CodingKeys: String, CodingKey { case label, title, contributors, pages, excerpt }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      label: try json.decodeIfPresent(String.self, forKey: .label),
      title: try json.decodeIfPresent(String.self, forKey: .title) ?? "",
      contributors: try json.list(.contributors),
      pages: try json.decodeIfPresent(PageRange.self, forKey: .pages),
      excerpt: try json.decodeIfPresent(String.self, forKey: .excerpt))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encodeIfPresent(label, forKey: .label)
    if !title.isEmpty { try json.encode(title, forKey: .title) }
    try json.encode(list: contributors, .contributors)
    try json.encodeIfPresent(pages, forKey: .pages)
    try json.encodeIfPresent(excerpt, forKey: .excerpt)
  }
}

extension Contributor: Codable {
  enum CodingKeys: String, CodingKey { case name, role, kind, affiliation }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try json.decode(Name.self, forKey: .name),
      role: try json.decodeIfPresent(Role.self, forKey: .role) ?? .author,
      kind: try json.decodeIfPresent(Kind.self, forKey: .kind) ?? .unknown,
      affiliation: try json.decodeIfPresent(String.self, forKey: .affiliation))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encode(name, forKey: .name)
    try json.encode(role, forKey: .role)
    if kind != .unknown { try json.encode(kind, forKey: .kind) }
    try json.encodeIfPresent(affiliation, forKey: .affiliation)
  }
}

// Of a date and of pages what is printed will do, as a person writes it who has nothing else.

extension PartialDate {
  enum CodingKeys: String, CodingKey { case year, month, day, printed }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    let printed = try json.decode(String.self, forKey: .printed)
    if !json.contains(.year), !json.contains(.month), !json.contains(.day),
      let date = PartialDate.parse(printed)
    {
      self = date
      return
    }
    self.init(
      year: try json.decode(Int.self, forKey: .year),
      month: try json.decodeIfPresent(Int.self, forKey: .month),
      day: try json.decodeIfPresent(Int.self, forKey: .day), printed: printed)
  }
}

extension PageRange {
  enum CodingKeys: String, CodingKey { case spans, printed }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    let printed = try json.decode(String.self, forKey: .printed)
    if !json.contains(.spans), let pages = PageRange.parse(printed) {
      self = pages
      return
    }
    self.init(spans: try json.decode([Span].self, forKey: .spans), printed: printed)
  }
}

extension Statement: Codable {
  enum CodingKeys: String, CodingKey { case identifier, datestamp, deleted, report }

  /// A statement without a report is of a deleted record.
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    let report = try json.decodeIfPresent(Report.self, forKey: .report)
    self.init(
      identifier: try json.decode(String.self, forKey: .identifier),
      datestamp: try json.decodeIfPresent(Datestamp.self, forKey: .datestamp),
      state: report.map(State.live) ?? .deleted)
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encode(identifier, forKey: .identifier)
    try json.encodeIfPresent(datestamp, forKey: .datestamp)
    switch state {
    case .live(let report): try json.encode(report, forKey: .report)
    case .deleted: try json.encode(true, forKey: .deleted)
    }
  }
}

extension PageRange.Span: Codable {
  enum CodingKeys: String, CodingKey { case first, last, open }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    let last = try json.decodeIfPresent(PageRange.Page.self, forKey: .last)
    let open = try json.decodeIfPresent(Bool.self, forKey: .open) ?? false
    self.init(
      first: try json.decode(PageRange.Page.self, forKey: .first),
      end: last.map(End.page) ?? (open ? .open : .single))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encode(first, forKey: .first)
    switch end {
    case .single: break
    case .page(let last): try json.encode(last, forKey: .last)
    case .open: try json.encode(true, forKey: .open)
    }
  }
}

extension Identifier: Codable {
  enum CodingKeys: String, CodingKey { case scheme, value }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      scheme: try json.decode(Scheme.self, forKey: .scheme),
      value: try json.decode(String.self, forKey: .value))
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encode(scheme, forKey: .scheme)
    try json.encode(value, forKey: .value)
  }
}

/// By name ("doi"), not by the number that stores keep.
extension Identifier.Scheme: Codable {
  public init(from decoder: any Decoder) throws {
    let json = try decoder.singleValueContainer()
    let name = try json.decode(String.self)
    guard let scheme = Identifier.Scheme(name: name) else {
      throw DecodingError.dataCorruptedError(
        in: json, debugDescription: "\(name) is no scheme of identifiers")
    }
    self = scheme
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.singleValueContainer()
    try json.encode(name)
  }
}

extension KeyedDecodingContainer {
  fileprivate func list<Element: Decodable>(_ key: Key) throws -> [Element] {
    try decodeIfPresent([Element].self, forKey: key) ?? []
  }
}

extension KeyedEncodingContainer {
  fileprivate mutating func encode<Element: Encodable>(list: [Element], _ key: Key) throws {
    if !list.isEmpty { try encode(list, forKey: key) }
  }
}
