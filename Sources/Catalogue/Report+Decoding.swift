extension Report {
  /// Reads what `encoded` wrote, in this version or in a later one that only added fields.
  ///
  /// Never traps, whatever the bytes: every length is checked, the depth is fixed, and the memory taken is bounded
  /// by the number of bytes, of which at most `encodedSizeLimit` are accepted.
  public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ReportCodingError) -> Report {
    var report = Report()
    var reader = try reader(of: bytes)
    while let field = try reader.next() { try report.take(field) }
    return report
  }

  /// What reads the fields of an encoded report.
  static func reader(of bytes: UnsafeRawBufferPointer) throws(ReportCodingError) -> FieldReader {
    guard bytes.count <= encodedSizeLimit else { throw .tooLarge(bytes: bytes.count) }
    guard let version = bytes.first else { throw .cutShort(offset: 0) }
    guard version == FieldTag.version else { throw .unknownVersion(version) }
    return FieldReader(UnsafeRawBufferPointer(rebasing: bytes.dropFirst()), base: 1)
  }

  mutating func take(_ field: FieldReader.Field) throws(ReportCodingError) {
    switch field.tag {
    case FieldTag.title: title = try FieldReader.text(in: field)
    case FieldTag.subtitle: subtitle = try FieldReader.text(in: field)
    case FieldTag.contributor:
      // Two or three are usual, and each is large.
      if contributors.isEmpty { contributors.reserveCapacity(4) }
      contributors.append(try Contributor(field))
    case FieldTag.published: published = try PartialDate(field)
    case FieldTag.publisher: publisher = try FieldReader.text(in: field)
    case FieldTag.pageCount: pageCount = try FieldReader.number(in: field)
    case FieldTag.identifier: identifiers.append(try Identifier(field))
    case FieldTag.abstract: abstract = try FieldReader.text(in: field)
    case FieldTag.subject: subjects.append(try FieldReader.element(field))
    case FieldTag.language: languages.append(try FieldReader.element(field))
    case FieldTag.series: series.append(try Series(field))
    case FieldTag.link: links.append(try Link(field))
    case FieldTag.rights: rights.append(try FieldReader.element(field))
    case FieldTag.access: access = try FieldReader.choice(in: field, \.code)
    case FieldTag.type: types.append(try FieldReader.element(field))
    case FieldTag.section: sections.append(try Section(field))
    default: break
    }
  }
}

extension Contributor {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    var printed: String?
    var (family, given, particle, suffix): (String?, String?, String?, String?)
    var (role, kind) = (Role.author, Kind.unknown)
    var affiliation: String?
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: printed = try FieldReader.text(in: field)
      case 2: family = try FieldReader.text(in: field)
      case 3: given = try FieldReader.text(in: field)
      case 4: particle = try FieldReader.text(in: field)
      case 5: suffix = try FieldReader.text(in: field)
      case 6: role = try FieldReader.choice(in: field, \.code)
      case 7: kind = try FieldReader.choice(in: field, \.code)
      case 8: affiliation = try FieldReader.text(in: field)
      default: break
      }
    }
    guard let printed else { throw .malformed(offset: whole.offset) }
    self.init(
      name: Name(printed: printed, family: family, given: given, particle: particle, suffix: suffix),
      role: role, kind: kind, affiliation: affiliation)
  }
}

extension PartialDate {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    try FieldReader.once(whole)
    var year: Int?
    var printed: String?
    self.init(year: 1, printed: "")
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: year = try FieldReader.number(in: field)
      case 2: month = try FieldReader.number(in: field)
      case 3: day = try FieldReader.number(in: field)
      case 4: printed = try FieldReader.text(in: field)
      default: break
      }
    }
    guard let year, let printed else { throw .malformed(offset: whole.offset) }
    self.year = year
    self.printed = printed
  }
}

extension Identifier {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    var scheme: Scheme?
    var value: String?
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: scheme = try FieldReader.choice(in: field, \.rawValue)
      case 2: value = try FieldReader.text(in: field)
      default: break
      }
    }
    guard let scheme, let value else { throw .malformed(offset: whole.offset) }
    self.init(scheme: scheme, value: value)
  }
}

extension Series {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    var title: String?
    var number: String?
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: title = try FieldReader.text(in: field)
      case 2: number = try FieldReader.text(in: field)
      default: break
      }
    }
    guard let title else { throw .malformed(offset: whole.offset) }
    self.init(title: title, number: number)
  }
}

extension Link {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    var kind: Kind?
    var url: String?
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: kind = try FieldReader.choice(in: field, \.code)
      case 2: url = try FieldReader.text(in: field)
      default: break
      }
    }
    guard let kind, let url else { throw .malformed(offset: whole.offset) }
    self.init(kind: kind, url: url)
  }
}

extension Section {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    self.init()
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: label = try FieldReader.text(in: field)
      case 2: title = try FieldReader.text(in: field)
      case 3: contributors.append(try Contributor(field))
      case 4: pages = try PageRange(field)
      case 5: excerpt = try FieldReader.text(in: field)
      default: break
      }
    }
  }
}

extension PageRange {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    try FieldReader.once(whole)
    var printed: String?
    self.init(spans: [], printed: "")
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: printed = try FieldReader.text(in: field)
      case 2: spans.append(try Span(field))
      default: break
      }
    }
    guard let printed else { throw .malformed(offset: whole.offset) }
    self.printed = printed
  }
}

extension PageRange.Span {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    var first: PageRange.Page?
    var end = End.single
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: first = try PageRange.Page(field)
      case 2: end = .page(try PageRange.Page(field))
      case 3 where end == .single && !field.repeated: end = .open
      case 3: throw .malformed(offset: field.offset)
      default: break
      }
    }
    guard let first else { throw .malformed(offset: whole.offset) }
    self.init(first: first, end: end)
  }
}

extension PageRange.Page {
  fileprivate init(_ whole: FieldReader.Field) throws(ReportCodingError) {
    try FieldReader.once(whole)
    var label: String?
    var numbering: Numbering?
    var number: Int?
    var bracketed = false
    var reader = FieldReader(whole.payload, base: whole.offset)
    while let field = try reader.next() {
      switch field.tag {
      case 1: label = try FieldReader.text(in: field)
      case 2: numbering = try FieldReader.choice(in: field, \.code)
      case 3: number = try FieldReader.number(in: field)
      case 4: bracketed = true
      default: break
      }
    }
    guard let label, let numbering else { throw .malformed(offset: whole.offset) }
    self.init(label: label, numbering: numbering, number: number, bracketed: bracketed)
  }
}
