import Catalogue

/// A report in one line of a list.
public struct ReportSummary: Hashable, Sendable, Codable {
  public var number: Int64
  public var title: String
  public var subtitle: String?
  /// Names as printed, in order.
  public var contributors: [String]
  /// As printed.
  public var published: String?
  public var publisher: String?
  /// The catalogues that carry it, by priority.
  public var catalogues: [String]
  /// Whether every catalogue withdrew it.
  public var withdrawn: Bool

  public init(
    number: Int64, title: String, subtitle: String? = nil, contributors: [String] = [],
    published: String? = nil, publisher: String? = nil, catalogues: [String] = [], withdrawn: Bool = false
  ) {
    self.number = number
    self.title = title
    self.subtitle = subtitle
    self.contributors = contributors
    self.published = published
    self.publisher = publisher
    self.catalogues = catalogues
    self.withdrawn = withdrawn
  }
}

/// `GET /v1/reports?q=`: what was found, best first.
public struct SearchResult: Hashable, Sendable, Codable {
  public struct Hit: Hashable, Sendable, Codable {
    public var report: ReportSummary
    /// Where the words were found.
    public var snippet: Snippet

    public init(report: ReportSummary, snippet: Snippet = Snippet(parts: [])) {
      self.report = report
      self.snippet = snippet
    }
  }

  public var hits: [Hit]
  /// How many reports match; nil where counting them would take too long.
  public var total: Int?
  /// Whether `total` is only a lower bound.
  public var totalIsEstimate: Bool
  /// What `cursor=` must say to get the next hits; nil at the end.
  public var next: String?

  public init(hits: [Hit], total: Int? = nil, totalIsEstimate: Bool = false, next: String? = nil) {
    self.hits = hits
    self.total = total
    self.totalIsEstimate = totalIsEstimate
    self.next = next
  }

  private enum CodingKeys: String, CodingKey {
    case hits, total, next
    case totalIsEstimate = "total_is_estimate"
  }
}

/// A piece of a report's text in which words were found: `[{"text": "the "}, {"text": "SCO", "hit": true}]`.
public struct Snippet: Hashable, Sendable {
  public struct Part: Hashable, Sendable, Codable {
    public var text: String
    /// True where the part is one of the words that were asked for.
    public var hit: Bool?

    public init(text: String, hit: Bool? = nil) {
      self.text = text
      self.hit = hit
    }
  }

  public var parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  /// Takes a text in which hits stand between two marks, as SQLite's `snippet()` gives it.
  public init(marked: String, open: Unicode.Scalar = "\u{2}", close: Unicode.Scalar = "\u{3}") {
    parts = []
    var text = String.UnicodeScalarView()
    var inside = false
    func flush(into parts: inout [Part]) {
      if !text.isEmpty { parts.append(Part(text: String(text), hit: inside ? true : nil)) }
      text = String.UnicodeScalarView()
    }
    for scalar in marked.unicodeScalars {
      if scalar == open || scalar == close {
        flush(into: &parts)
        inside = scalar == open
      } else {
        text.append(scalar)
      }
    }
    flush(into: &parts)
  }
}

extension Snippet: Codable {
  public init(from decoder: any Decoder) throws {
    parts = try decoder.singleValueContainer().decode([Part].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(parts)
  }
}

/// `GET /v1/reports/{id}`: everything that the library shows of one report.
public struct ReportDocument: Hashable, Sendable, Codable {
  /// One catalogue's record of the report.
  public struct Record: Hashable, Sendable, Codable {
    public var catalogue: String
    /// The upstream's identifier.
    public var identifier: String
    public var datestamp: Timestamp?
    /// Whether the upstream deleted it.
    public var deleted: Bool
    /// How many states it has had.
    public var revisions: Int

    public init(
      catalogue: String, identifier: String, datestamp: Timestamp?, deleted: Bool, revisions: Int
    ) {
      self.catalogue = catalogue
      self.identifier = identifier
      self.datestamp = datestamp
      self.deleted = deleted
      self.revisions = revisions
    }
  }

  public var number: Int64
  public var withdrawn: Bool
  public var report: Report
  public var records: [Record]
  /// Which past it shows; nil for today.
  public var past: PastView?

  public init(number: Int64, withdrawn: Bool, report: Report, records: [Record], past: PastView? = nil) {
    self.number = number
    self.withdrawn = withdrawn
    self.report = report
    self.records = records
    self.past = past
  }
}
