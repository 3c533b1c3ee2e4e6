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
    for catalogue in sorted where first[key(catalogue.settings)] == nil {
      first[key(catalogue.settings)] = catalogue.settings.name
    }
    var problems: [ConfigurationProblem] = []
    catalogues.removeAll { catalogue in
      let name = catalogue.settings.name
      guard let other = first[key(catalogue.settings)], other != name else { return false }
      let message =
        "\(other).toml asks for the same at the same address: one of the two must go, or say with set or query which "
        + "part is meant"
      problems.append(problem(catalogue.path, name, catalogue.place, message))
      return true
    }
    return problems
  }

  /// A mapping of one's own may ask for another part of what is at an address.
  private static func key(_ settings: CatalogueSettings) -> String {
    settings.harvest.source + "\u{1f}" + (settings.harvest.list.map { "\($0)" } ?? "")
  }
}
