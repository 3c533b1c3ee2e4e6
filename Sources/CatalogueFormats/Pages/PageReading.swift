import Catalogue

/// What a web page is, as a catalogue of reports sees it.
public enum PageReading: Hashable, Sendable {
  /// The page of a report.
  case report(PageReport)
  /// A page of something else: it is counted, not stored.
  case other(PageKind)
  /// A page that stands in the way of the one that was asked for: it is named, and changes nothing.
  case wall(PageWall)
}

/// What the page of a report says.
public struct PageReport: Hashable, Sendable {
  public var report: Report
  /// The address that the page calls its own (`<link rel="canonical">`, RFC 6596; else `og:url`), made whole; nil where
  /// it names none. Whether it can be believed is for the reader to judge: it may be on another host.
  public var canonical: String?
  /// Where on the page each field's value came from, in the order in which a report shows its fields.
  public var sources: [FieldOrigin]

  /// The source of one field. A field that is a union (identifiers, links, rights) has one for each source that added
  /// to it.
  public struct FieldOrigin: Hashable, Sendable {
    /// As `show --provenance` and edits name it: `title`, `contributors`, `page_count`.
    public var field: String
    public var source: PageSource

    public init(field: String, source: PageSource) {
      self.field = field
      self.source = source
    }
  }

  public init(report: Report, canonical: String? = nil, sources: [FieldOrigin] = []) {
    self.report = report
    self.canonical = canonical
    self.sources = sources
  }
}

/// The ways in which a page can describe what it is about. The order is that of trust: see `PageMerge`.
public enum PageSource: String, Hashable, Sendable, Codable, CaseIterable {
  /// `<meta name="citation_title">`: what Google Scholar reads.
  case highwire
  /// schema.org in `<script type="application/ld+json">`.
  case jsonLD = "json-ld"
  /// schema.org in `itemprop` attributes (HTML, 5).
  case microdata
  /// `<meta name="DC.title">`, `DCTERMS.issued` (DCMI, Expressing Dublin Core in HTML).
  case dublinCore = "dublin-core"
  /// `<span class="Z3988">`: a ContextObject in a span (ANSI/NISO Z39.88).
  case coins
  /// What the page prints for people: headings, labels, the table of contents.
  case shape = "page"
  /// `<meta property="og:title">`, and what else a page says of itself for search engines.
  case openGraph = "open-graph"
}

/// What a page is about that is no report.
public enum PageKind: String, Hashable, Sendable, Codable, CaseIterable {
  case event, person, blog, news, job, media
  /// A list of other pages: a collection, results of a search, a home page.
  case listing
  /// A file, not a web page: a PDF, a picture.
  case file
  /// Nothing that can be told.
  case unknown
}

/// Why a page is not the one that was asked for.
public enum PageWall: String, Hashable, Sendable, Codable, CaseIterable {
  /// A check whether a person asks, or a refusal to programs.
  case bot = "bot-wall"
  case login
  /// An error that says "200 OK".
  case error
  case empty

  /// For people.
  public var words: String {
    switch self {
    case .bot: "a bot wall"
    case .login: "a login page"
    case .error: "an error page"
    case .empty: "an empty page"
    }
  }
}
