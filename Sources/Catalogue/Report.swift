/// What one catalogue says of one report: the canonical parsed model.
///
/// Two records say the same exactly if their `Report` values are equal. Every list keeps the order in which the
/// upstream gave it. Text is NFC as far as the upstream's is, without control characters, trimmed and never empty.
public struct Report: Hashable, Sendable {
  /// The title proper; empty where the upstream gives none. Contains the subtitle where the format does not
  /// give the two apart.
  public var title: String
  /// The subtitle, only where the format gives it apart from the title.
  public var subtitle: String?
  /// Authors, editors and others, in the order printed.
  public var contributors: [Contributor]
  /// When the report was published (never when a repository took it in).
  public var published: PartialDate?
  public var publisher: String?
  /// The number of pages, at least 1.
  public var pageCount: Int?
  /// Every identifier that the upstream states for the report itself, normalised, each once.
  public var identifiers: [Identifier]
  public var abstract: String?
  public var subjects: [String]
  /// BCP 47 language tags, for example `en` or `zh-Hant`.
  public var languages: [String]
  public var series: [Series]
  public var links: [Link]
  /// The upstream's statement of rights, as printed.
  public var rights: [String]
  public var access: Access?
  /// What the upstream calls the thing, for example `report` or `Working Paper`, as printed.
  public var types: [String]
  /// The table of contents.
  public var sections: [Section]

  public init(
    title: String = "", subtitle: String? = nil, contributors: [Contributor] = [],
    published: PartialDate? = nil, publisher: String? = nil, pageCount: Int? = nil,
    identifiers: [Identifier] = [], abstract: String? = nil, subjects: [String] = [],
    languages: [String] = [], series: [Series] = [], links: [Link] = [], rights: [String] = [],
    access: Access? = nil, types: [String] = [], sections: [Section] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.contributors = contributors
    self.published = published
    self.publisher = publisher
    self.pageCount = pageCount
    self.identifiers = identifiers
    self.abstract = abstract
    self.subjects = subjects
    self.languages = languages
    self.series = series
    self.links = links
    self.rights = rights
    self.access = access
    self.types = types
    self.sections = sections
  }
}

/// A series that a report belongs to, with its number in it ("Clingendael Papers", "3").
public struct Series: Hashable, Sendable, Codable {
  public var title: String
  public var number: String?

  public init(title: String, number: String? = nil) {
    self.title = title
    self.number = number
  }
}

/// An address at which something of a report is found.
public struct Link: Hashable, Sendable, Codable {
  /// What is found at the address.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The page that describes the report.
    case landingPage = "landing-page"
    /// The report itself, as a file.
    case fullText = "full-text"
    /// Something else that belongs to the report: a cover, data, a summary.
    case related
  }

  public var kind: Kind
  /// An absolute `http` or `https` URL, as the upstream gives it.
  public var url: String

  public init(kind: Kind, url: String) {
    self.kind = kind
    self.url = url
  }
}

/// Who may read the full text.
public enum Access: String, Sendable, Codable, CaseIterable {
  case open
  /// A library's login, a purchase or a subscription is needed.
  case loginNeeded = "login-needed"
}

/// An entry of a report's table of contents: a chapter, a preface, an annex.
public struct Section: Hashable, Sendable {
  /// The number printed before the title ("2.", "Annex A"), if any.
  public var label: String?
  /// Empty where the upstream gives none.
  public var title: String
  public var contributors: [Contributor]
  public var pages: PageRange?
  /// The section's opening words, or its summary, as the upstream shows them.
  public var excerpt: String?

  public init(
    label: String? = nil, title: String = "", contributors: [Contributor] = [],
    pages: PageRange? = nil, excerpt: String? = nil
  ) {
    self.label = label
    self.title = title
    self.contributors = contributors
    self.pages = pages
    self.excerpt = excerpt
  }
}
