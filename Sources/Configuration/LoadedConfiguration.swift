import CatalogueFormats
import Sync

/// What a configuration says.
public struct LoadedConfiguration: Sendable {
  public var daemon: DaemonSettings
  /// The catalogues without faults, by name; switched-off ones, too.
  public var catalogues: [CatalogueSettings]
  /// Every fault, by file, line and column.
  public var problems: [ConfigurationProblem]
  /// What is no fault, but may not be what was meant; by file, line and column.
  public var remarks: [ConfigurationProblem]
  /// The folder `catalogues.d`, as it was found.
  public var folder: CatalogueFolder
  /// What holds for a catalogue whose file says nothing else (`[defaults]`). It has no name and no address.
  public var defaults = CatalogueSettings(
    name: "", title: "", harvest: HarvestSettings(format: CatalogueFormat.automatic, url: ""))

  public init(
    daemon: DaemonSettings, catalogues: [CatalogueSettings], problems: [ConfigurationProblem],
    remarks: [ConfigurationProblem] = [], folder: CatalogueFolder = CatalogueFolder(path: "")
  ) {
    self.daemon = daemon
    self.catalogues = catalogues
    self.problems = problems
    self.remarks = remarks
    self.folder = folder
  }

  /// Whether nothing of it may be put into force: what every catalogue depends on cannot be understood.
  public var isRefused: Bool { problems.contains { $0.weight == .all } }

  /// Everything that is in force, as TOML, without secrets: what `catalogued --check` prints.
  public var inForce: String {
    var lines = ["# catalogued.toml"]
    // Contact is each catalogue's in the end, and shown there.
    let main = MainFile(
      daemon: daemon,
      defaults: CatalogueSettings(name: "", title: "", harvest: HarvestSettings(format: "", url: "")))
    lines += DaemonKeys.all.compactMap { key in key.show(main).map { "\(key.name) = \($0)" } }
    for catalogue in catalogues {
      lines += ["", "# catalogues.d/\(catalogue.name).toml"]
      let keys = CatalogueKeys.all.filter { CatalogueFile.isRead($0.name, by: catalogue.harvest.format) }
      lines += keys.compactMap { key in key.show(catalogue).map { "\(key.name) = \($0)" } }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
