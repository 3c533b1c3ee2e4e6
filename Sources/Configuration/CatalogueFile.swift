import CatalogueFormats
import Sync

/// One file of `catalogues.d`.
struct CatalogueFile {
  var path: String
  var name: String
  var defaults: CatalogueSettings
  var context: FileContext

  struct Reading {
    /// Of what is wrong, the defaults.
    var settings: CatalogueSettings
    var entries: [TOMLEntry] = []
    var problems: [ConfigurationProblem]
    /// Where the address stands.
    var place = TOMLPosition(line: 1, column: 1)
  }

  /// The settings, and everything that is wrong with them.
  func read() -> Reading {
    let start = TOMLPosition(line: 1, column: 1)
    guard Configuration.isName(name) else {
      let message =
        "a catalogue's file is called NAME.toml, with a NAME of at most 64 letters (a to z, A to Z), digits, -, _ and dots, "
        + "that begins with a letter or digit and is no number"
      return Reading(settings: defaults, problems: [Configuration.problem(path, name, start, message)])
    }
    do throws(ConfigurationProblem) {
      return read(try ConfigurationFile.read(path, catalogue: name))
    } catch {
      return Reading(settings: defaults, problems: [error])
    }
  }

  /// The same of what would stand in the file. Its name is one.
  func read(_ bytes: [UInt8]) -> Reading {
    let start = TOMLPosition(line: 1, column: 1)
    let document = TOMLDocument(bytes)
    let entries = document.entries
    var context = context
    context.isWhole = document.isWhole
    var settings = defaults
    settings.name = name
    settings.title = name
    // What others mean depends on these: a preset has defaults of its own.
    let first = ["format", "list"]
    let sorted =
      first.flatMap { key in entries.filter { $0.key == key } } + entries.filter { !first.contains($0.key) }
    var problems = document.faults.map { Configuration.problem(path, name, $0.position, $0.message) }
    problems += TableReader(keys: CatalogueKeys.all).read(sorted, into: &settings, context).map {
      Configuration.problem(path, name, $0.position, $0.message)
    }
    let own = JSONPreset.named(settings.harvest.format)?.mapping.url
    if !entries.contains(where: { $0.key == "url" }), let own {
      settings.harvest.url = own
    } else if context.isWhole, !entries.contains(where: { $0.key == "url" }) {
      let message =
        "url is missing: say where the catalogue is, for example url = \"https://example.org/oai\""
      problems.append(Configuration.problem(path, name, start, message))
    }
    if context.isWhole {
      problems += senseless(settings.harvest, entries).map {
        Configuration.problem(path, name, $0.position, $0.message)
      }
    }
    // A file is complete by nature, and what it does not hold is gone at once (rule 6).
    let isFile = settings.harvest.url.hasPrefix("file:")
    if isFile, !entries.contains(where: { $0.key == "missing_after" }) { settings.arrivals.missingAfter = 1 }
    let place = entries.first { $0.key == "url" }?.node.position ?? start
    return Reading(settings: settings, entries: entries, problems: problems, place: place)
  }
}

extension Configuration {
  /// Whether a catalogue may be called so. Names stand in paths of the API and on command lines: nothing that would
  /// need quoting there.
  public static func isName(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    let letterOrDigit = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
    guard (1...64).contains(bytes.count), letterOrDigit(bytes[0]) else { return false }
    // `runs 12` is the run of that number.
    if bytes.allSatisfy({ (0x30...0x39).contains($0) }) { return false }
    return bytes.allSatisfy { letterOrDigit($0) || "-_.".utf8.contains($0) }
  }
}
