/// A field of a `Report`, by its name in the API.
///
/// The raw values are kept in decisions: never rename.
public enum Field: String, Sendable, Codable, CaseIterable {
  case title, subtitle, contributors, published, publisher
  case pageCount = "page_count"
  case identifiers, abstract, subjects, languages, series, links, rights, access, types, sections

  /// By which rule catalogues, edits and upstreams come together in the field.
  public enum Kind: Hashable, Sendable {
    /// One value or none (rule 11).
    case single
    /// Values without order and without parts; each is added and removed by itself (rule 13).
    case set
    /// Elements in an order, each known by its key, so that each is merged by itself (rule 14).
    case list
  }

  /// Statements of rights and types are sets: each is a text that stands for itself. Series are a list, because a
  /// series has a part that changes while the series stays: its number. (A set cannot say that two people mean
  /// different numbers of the same series; a list, keyed by the series' title, opens a conflict.)
  public var kind: Kind {
    switch self {
    case .title, .subtitle, .published, .publisher, .pageCount, .abstract, .access: .single
    case .identifiers, .subjects, .languages, .links, .rights, .types: .set
    case .contributors, .series, .sections: .list
    }
  }

  /// Whether the library shows what all live records say together, and not what one of them says (rule 10). Such a
  /// field cannot be pinned.
  public var isUnion: Bool { self == .identifiers || self == .links }

  /// What the field's values are made of.
  enum ItemKind { case text, number, date, access, identifier, link, series, contributor, section }

  var itemKind: ItemKind {
    switch self {
    case .title, .subtitle, .publisher, .abstract, .subjects, .languages, .rights, .types: .text
    case .pageCount: .number
    case .published: .date
    case .access: .access
    case .identifiers: .identifier
    case .links: .link
    case .series: .series
    case .contributors: .contributor
    case .sections: .section
    }
  }

  /// The parts of an element that can be addressed (`contributors[2].role`); none where an element is whole.
  public var parts: [String] {
    switch self {
    case .contributors: ["name", "role", "kind", "affiliation", "family", "given", "particle", "suffix"]
    case .series: ["title", "number"]
    case .sections: ["label", "title", "pages", "excerpt", "contributors"]
    default: []
    }
  }
}

/// In the order in which a report shows them.
extension Field: Comparable {
  var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  public static func < (a: Field, b: Field) -> Bool { a.place < b.place }
}
