/// The binary form of a report, for stores: canonical, compact, and readable by later versions.
///
/// A version byte, then fields in ascending order of their tags: a tag byte, the payload's length (LEB128), the
/// payload. A list is one field an element. Absent values and empty lists have no field. Numbers are LEB128; text
/// is UTF-8; contributors, sections and other structures nest as fields of their own. Readers skip unknown tags.
extension Report {
  /// The most bytes that `decode` looks at.
  public static let encodedSizeLimit = 16 << 20

  /// The canonical bytes. Reports whose text is in the form that `PlainText.clean` gives are equal exactly if
  /// their bytes are equal.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    encode(into: &bytes)
    return bytes
  }

  /// Appends the canonical bytes.
  public func encode(into bytes: inout [UInt8]) {
    var out = FieldWriter(taking: &bytes)
    out.byte(FieldTag.version)
    if !title.isEmpty { out.text(FieldTag.title, title) }
    out.text(FieldTag.subtitle, subtitle)
    for contributor in contributors { out.contributor(FieldTag.contributor, contributor) }
    if let published { out.date(FieldTag.published, published) }
    out.text(FieldTag.publisher, publisher)
    if let pageCount { out.number(FieldTag.pageCount, pageCount) }
    for identifier in identifiers { out.identifier(FieldTag.identifier, identifier) }
    out.text(FieldTag.abstract, abstract)
    for subject in subjects { out.text(FieldTag.subject, subject) }
    for language in languages { out.text(FieldTag.language, language) }
    for entry in series { out.series(FieldTag.series, entry) }
    for link in links { out.link(FieldTag.link, link) }
    for statement in rights { out.text(FieldTag.rights, statement) }
    if let access { out.number(FieldTag.access, Int(access.code)) }
    for type in types { out.text(FieldTag.type, type) }
    for section in sections { out.section(FieldTag.section, section) }
    out.give(back: &bytes)
  }
}

/// The tags of a report's own fields. Kept in stores: never renumber, never use a number again.
enum FieldTag {
  static let version: UInt8 = 1

  static let title: UInt8 = 1
  static let subtitle: UInt8 = 2
  static let contributor: UInt8 = 3
  static let published: UInt8 = 4
  static let publisher: UInt8 = 5
  static let pageCount: UInt8 = 6
  static let identifier: UInt8 = 7
  static let abstract: UInt8 = 8
  static let subject: UInt8 = 9
  static let language: UInt8 = 10
  static let series: UInt8 = 11
  static let link: UInt8 = 12
  static let rights: UInt8 = 13
  static let access: UInt8 = 14
  static let type: UInt8 = 15
  static let section: UInt8 = 16
}

// The numbers by which the enumerations are stored: never renumber.

extension Access {
  var code: UInt8 {
    switch self {
    case .open: 1
    case .loginNeeded: 2
    }
  }
}

extension Link.Kind {
  var code: UInt8 {
    switch self {
    case .landingPage: 1
    case .fullText: 2
    case .related: 3
    }
  }
}

extension Contributor.Role {
  var code: UInt8 {
    switch self {
    case .author: 1
    case .editor: 2
    case .translator: 3
    case .illustrator: 4
    case .compiler: 5
    case .sponsor: 6
    case .contributor: 7
    }
  }
}

extension Contributor.Kind {
  var code: UInt8 {
    switch self {
    case .person: 1
    case .corporate: 2
    case .unknown: 3
    }
  }
}

extension PageRange.Page.Numbering {
  var code: UInt8 {
    switch self {
    case .arabic: 1
    case .roman: 2
    case .other: 3
    }
  }
}
