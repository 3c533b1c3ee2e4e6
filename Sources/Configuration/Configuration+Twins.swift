import Sync

extension Configuration {
  /// A catalogue's file without faults of its own.
  struct ReadCatalogue {
    var settings: CatalogueSettings
    var path: String
    /// Where its address stands.
    var place: TOMLPosition
  }

  /// Leaves out every file but one of those that ask for the same at the same address: each report would be there twice.
  static func removeTwins(from catalogues: inout [ReadCatalogue], _ established: Set<String>)
    -> [ConfigurationProblem]
  {
    var first: [String: String] = [:]
    let sorted = catalogues.sorted {
      let isEstablished = (established.contains($0.settings.name), established.contains($1.settings.name))
      return isEstablished.0 == isEstablished.1 ? $0.settings.name < $1.settings.name : isEstablished.0
    }
    // One that is switched off asks for nothing, so that it may stand beside another.
    for catalogue in sorted where catalogue.settings.enabled && first[key(catalogue.settings)] == nil {
      first[key(catalogue.settings)] = catalogue.settings.name
    }
    var problems: [ConfigurationProblem] = []
    catalogues.removeAll { catalogue in
      let name = catalogue.settings.name
      guard catalogue.settings.enabled, let other = first[key(catalogue.settings)], other != name else {
        return false
      }
      let message =
        "\(other).toml asks for the same at the same address: one of the two must go, or say with set, query, include "
        + "or links which part is meant"
      problems.append(problem(catalogue.path, name, catalogue.place, message))
      return true
    }
    return problems
  }

  /// The catalogue that asks for what these settings ask for, at the same address.
  static func twin(of settings: CatalogueSettings, in catalogues: [CatalogueSettings]) -> String? {
    let own = key(settings)
    return catalogues.first { $0.enabled && key($0) == own }?.name
  }

  /// A mapping of one's own may ask for another part of what is at an address, and so may patterns and links of pages.
  private static func key(_ settings: CatalogueSettings) -> String {
    var harvest = settings.harvest
    harvest.url = normalised(harvest.url)
    let crawl = harvest.crawl
    let pages = "\(crawl.include) \(crawl.exclude) \(crawl.links ?? "") \(crawl.next ?? "")"
    return [harvest.source, harvest.list.map { "\($0)" } ?? "", pages].joined(separator: "\u{1f}")
  }

  /// An address as everybody who asks for the same would write it (RFC 3986, 6.2.2.1 and 6.2.3): scheme and host in lower
  /// case, no default port, "/" for an empty path. A slash at the path's end makes another path.
  static func normalised(_ url: String) -> String {
    guard let mark = url.firstRange(of: "://"), !url.hasPrefix("file:") else { return url }
    let scheme = url[..<mark.lowerBound].lowercased()
    let rest = url[mark.upperBound...]
    var authority = rest.prefix { $0 != "/" && $0 != "?" }.lowercased()
    let path = rest.dropFirst(authority.count)
    for end in [":", scheme == "https" ? ":443" : ":80"] where authority.hasSuffix(end) {
      authority.removeLast(end.count)
    }
    return scheme + "://" + authority + (path.hasPrefix("/") ? "" : "/") + path
  }
}
