import CatalogueFormats
import Sync

/// A catalogue's file that is yet to be written.
public struct CatalogueDraft: Hashable, Sendable {
  /// The file's name without `.toml`.
  public var name: String
  /// Where it belongs. Absolute.
  public var path: String
  /// What stands in it.
  public var text: String
  /// The catalogue that asks for the same at the same address already; nil where none does.
  public var twin: String?
  /// What `catalogued --check` would say of it, besides that; empty where all is well.
  public var problems: [ConfigurationProblem]
}

extension LoadedConfiguration {
  /// The file that makes a catalogue of these settings: the keys that differ from what holds anyway, read back by the
  /// same reader that will read the file.
  ///
  /// - Parameters:
  ///   - settings: Its name is one that a catalogue can have.
  ///   - comment: What stands above them, a line each; no control characters.
  public func draft(_ settings: CatalogueSettings, comment: [String] = []) -> CatalogueDraft {
    let path = folder.path + "/\(settings.name).toml"
    let always: Set = ["title", "url", "format"]
    var lines = comment.map { "# \($0)" }
    for key in CatalogueKeys.all {
      guard let value = key.show(settings), always.contains(key.name) || value != key.show(defaults) else {
        continue
      }
      lines.append("\(key.name) = \(value)")
    }
    let text = lines.joined(separator: "\n") + "\n"
    let file = CatalogueFile(
      path: path, name: settings.name, defaults: defaults,
      context: FileContext(
        directory: folder.path, formats: [CatalogueFormat.automatic] + CatalogueFormat.registry.map(\.name)))
    let reading = file.read(Array(text.utf8))
    return CatalogueDraft(
      name: settings.name, path: path, text: text,
      twin: Configuration.twin(of: reading.settings, in: catalogues),
      problems: reading.problems)
  }

  /// Whether a catalogue of that name, or a file for one, is there.
  public func hasName(_ name: String) -> Bool {
    let isKnown = catalogues.contains { $0.name == name } || problems.contains { $0.catalogue == name }
    return isKnown || !ConfigurationFile.isAbsent(folder.path + "/\(name).toml")
  }

  /// The catalogues whose address this is, whichever part of what is there they ask for.
  public func catalogues(at url: String) -> [String] {
    let own = Configuration.normalised(url)
    return catalogues.filter { Configuration.normalised($0.harvest.url) == own }.map(\.name)
  }
}
