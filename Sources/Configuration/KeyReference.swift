import CatalogueFormats
import Sync

/// What there is to say about one key of the configuration: the source of its reference.
public struct KeyReference: Hashable, Sendable {
  public enum File: Hashable, Sendable, CaseIterable {
    /// `catalogued.toml`.
    case daemon
    /// `catalogues.d/NAME.toml`.
    case catalogue
  }

  public var file: File
  /// The tables that it stands in, from the outside; empty at the top of the file. `["list", "page"]`: `[list.page]`, or
  /// `page = { … }` in `[list]`.
  public var table: [String]
  public var name: String
  /// What a right value is, with its range: "an integer from 1 to 256".
  public var takes: String
  /// What holds without the key, as TOML; nil where nothing does.
  public var standard: String?
  public var help: String
  /// Whether `[defaults]` of `catalogued.toml` may hold it, too.
  public var isShared: Bool

  /// Every key: first those of `catalogued.toml`, then those of a catalogue's file, each table's behind the table.
  public static let all: [KeyReference] = {
    let catalogue = CatalogueSettings(
      name: "", title: "", harvest: HarvestSettings(format: CatalogueFormat.automatic, url: ""))
    let daemon = MainFile(daemon: DaemonSettings(), defaults: catalogue)
    return list(DaemonKeys.all, daemon, .daemon, isShared: false)
      + list(CatalogueKeys.all, catalogue, .catalogue)
  }()

  /// The keys of a table with those of the tables in it.
  static func list<Settings>(
    _ keys: [Key<Settings>], _ standard: Settings?, _ file: File = .catalogue, isShared: Bool = true
  ) -> [KeyReference] {
    keys.flatMap { key in
      let own = KeyReference(
        file: file, table: [], name: key.name, takes: key.takes,
        standard: standard.flatMap { key.show($0) }.flatMap { $0 == "\"\"" ? nil : $0 }, help: key.help,
        isShared: isShared && key.shared)
      let parts = key.parts().map { part in
        var part = part
        part.file = file
        part.table.insert(key.name, at: 0)
        part.isShared = own.isShared
        return part
      }
      return [own] + parts
    }
  }
}
