extension Identifier.Scheme {
  /// The name that people and the API use: "doi", "report-number".
  public var name: String {
    switch self {
    case .doi: "doi"
    case .isbn: "isbn"
    case .issn: "issn"
    case .handle: "handle"
    case .ark: "ark"
    case .repec: "repec"
    case .reportNumber: "report-number"
    case .stableURL: "stable-url"
    case .upstream: "upstream"
    }
  }

  /// The scheme of a name, as `name` gives it.
  public init?(name: String) {
    guard let scheme = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = scheme
  }

  /// Whether one identifier of this scheme names one report, so that two records which state it are of the same.
  /// (An ISBN is not strong: several reports may share one; see `isStrongWithTitle`.)
  public var isStrong: Bool {
    switch self {
    case .doi, .handle, .ark, .repec: true
    case .isbn, .issn, .reportNumber, .stableURL, .upstream: false
    }
  }

  /// Whether two records that state it are of the same report where their titles agree, too.
  public var isStrongWithTitle: Bool { isStrong || self == .isbn }
}

extension Identifier {
  /// The address at which a resolver or publisher answers for the identifier; nil where none is promised.
  public var url: String? {
    switch scheme {
    case .doi: "https://doi.org/" + value
    case .handle: "https://hdl.handle.net/" + value
    case .ark: "https://n2t.net/" + value
    case .issn: "https://portal.issn.org/resource/ISSN/" + value
    case .repec: nil
    case .stableURL: value.utf8.starts(with: "http".utf8) ? value : nil
    case .isbn, .reportNumber, .upstream: nil
    }
  }
}
