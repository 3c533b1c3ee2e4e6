import Catalogue

/// What makes two reports look like one (rule 9). Likeness only suggests.
public enum Likeness: Hashable, Sendable {
  /// Title, year and first contributor; the publisher where no contributor is told. A person counts by family name,
  /// because given names are abbreviated.
  case title(String, year: Int, by: String)
  case publisher(String, number: String)
  case series(String, number: String)

  /// From how many live records on a likeness says nothing.
  public static let limit = 16

  /// The kinds of likeness, for people and the API.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case title
    case publisherNumber = "publisher-number"
    case seriesNumber = "series-number"
  }

  public var kind: Kind {
    switch self {
    case .title: .title
    case .publisher: .publisherNumber
    case .series: .seriesNumber
    }
  }

  /// How many report numbers and series of one report count, in the order in which it states them.
  static let countLimit = 8

  /// Every likeness of a report.
  public static func all(of report: Report) -> [Likeness] {
    var all: [Likeness] = []
    if let year = report.published?.year {
      let title = Fold.title(report.title, subtitle: report.subtitle, .wide)
      let by =
        report.contributors.first.map { Fold.text($0.name.family ?? $0.name.printed, .wide) }
        ?? report.publisher.map { Fold.text($0, .wide) } ?? ""
      if !title.isEmpty, !by.isEmpty { all.append(.title(title, year: year, by: by)) }
    }
    if let publisher = report.publisher.map({ Fold.text($0, .wide) }), !publisher.isEmpty {
      for identifier in report.identifiers.lazy.filter({ $0.scheme == .reportNumber }).prefix(countLimit) {
        let number = Fold.text(identifier.value, .wide)
        if !number.isEmpty { all.append(.publisher(publisher, number: number)) }
      }
    }
    for series in report.series.prefix(countLimit) {
      let title = Fold.title(series.title, .wide)
      let number = series.number.map { Fold.text($0, .wide) } ?? ""
      if !title.isEmpty, !number.isEmpty { all.append(.series(title, number: number)) }
    }
    return all
  }

  public var hash: UInt64 {
    var hash = StableHash()
    hash.combine(kind.rawValue)
    switch self {
    case .title(let title, let year, let by):
      hash.combine(title)
      hash.combine(Int64(year))
      hash.combine(by)
    case .publisher(let name, let number), .series(let name, let number):
      hash.combine(name)
      hash.combine(number)
    }
    return hash.value
  }
}
