import CatalogueFormats
import Glibc
import Sync

/// Reads `catalogued.toml` and the files of `catalogues.d` beside it.
public enum Configuration {
  /// Reads everything, and never stops at the first fault: each becomes a problem. A catalogue whose file has one is
  /// left out; the others are not touched by it. One in `catalogued.toml` makes the whole of it refused, since every
  /// catalogue depends on that file.
  ///
  /// - Parameters:
  ///   - path: `catalogued.toml`.
  ///   - mayBeAbsent: whether the defaults hold where there is no such file: nobody has named it.
  ///   - environment: what `$CREDENTIALS_DIRECTORY` and the defaults of paths are taken from.
  ///   - formats: the names that `format` may have.
  ///   - isRehearsal: whether nothing is going to run by it: then what it names outside of itself is looked at, too.
  ///   - established: names that are in force already. Of two files for one catalogue, theirs is the right one; else the
  ///     first by name.
  public static func load(
    path: String, mayBeAbsent: Bool = false, environment: [String: String] = [:],
    formats: [String] = [CatalogueFormat.automatic] + CatalogueFormat.registry.map(\.name),
    isRehearsal: Bool = false, established: Set<String> = []
  ) -> LoadedConfiguration {
    let path = absolute(path)
    let directory = parent(of: path)
    var problems: [ConfigurationProblem] = []
    let places = DefaultPaths(environment)
    var main = MainFile(
      daemon: DaemonSettings(stateDirectory: places.stateDirectory ?? "", socketPath: places.socket),
      defaults: CatalogueSettings(
        name: "", title: "", harvest: HarvestSettings(format: formats.first ?? "", url: "")))
    var context = FileContext(
      directory: directory, credentialsDirectory: environment["CREDENTIALS_DIRECTORY"], formats: formats,
      isRehearsal: isRehearsal)
    var surroundings = Surroundings(
      main: Surroundings.Source(path: path, catalogue: nil, entries: []), now: Int64(time(nil)))

    do throws(ConfigurationProblem) {
      let isAbsent = mayBeAbsent && ConfigurationFile.isAbsent(path)
      let document =
        isAbsent ? TOMLDocument([]) : TOMLDocument(try ConfigurationFile.read(path, catalogue: nil))
      let entries = document.entries
      surroundings.main.entries = entries
      context.isWhole = document.isWhole
      problems += document.faults.map { problem(path, nil, $0.position, $0.message) }
      for fault in TableReader(keys: DaemonKeys.all).read(entries, into: &main, context) {
        problems.append(problem(path, nil, fault.position, fault.message))
      }
    } catch {
      problems.append(error)
    }

    var catalogues: [ReadCatalogue] = []
    let folder = directory == "/" ? "/catalogues.d" : directory + "/catalogues.d"
    context.directory = folder
    let (files, found, folderProblem) = ConfigurationFile.list(folder)
    if let folderProblem { problems.append(folderProblem) }
    for file in files {
      let name = String(file.dropLast(".toml".count))
      let reading = CatalogueFile(
        path: folder + "/" + file, name: name, defaults: main.defaults, context: context
      ).read()
      problems += reading.problems
      if reading.problems.isEmpty {
        catalogues.append(
          ReadCatalogue(settings: reading.settings, path: folder + "/" + file, place: reading.place))
      }
      if isRehearsal {
        surroundings.look(
          at: reading.settings,
          Surroundings.Source(path: folder + "/" + file, catalogue: name, entries: reading.entries))
      }
    }
    if isRehearsal { surroundings.look(at: main.daemon) }
    if folderProblem == nil {
      problems += searchesOfNothing(surroundings.main, files.map { String($0.dropLast(".toml".count)) })
    }
    var remarks: [ConfigurationProblem] = []
    for found in surroundings.found {
      if found.weight == .part { problems.append(found) } else { remarks.append(found) }
    }
    problems += removeTwins(from: &catalogues, established)
    problems.sort(by: ConfigurationProblem.isBefore)
    remarks.sort(by: ConfigurationProblem.isBefore)
    var loaded = LoadedConfiguration(
      daemon: main.daemon, catalogues: catalogues.map(\.settings), problems: problems, remarks: remarks,
      folder: found)
    loaded.defaults = main.defaults
    return loaded
  }

  /// Searches of a catalogue that has no file: they would find nothing, in silence. That costs the search alone, since
  /// files of catalogues come and go.
  private static func searchesOfNothing(_ main: Surroundings.Source, _ names: [String])
    -> [ConfigurationProblem]
  {
    guard case .array(let searches)? = main.entries.first(where: { $0.key == "search" })?.node.value else {
      return []
    }
    return searches.compactMap { search in
      guard case .table(let entries) = search.value,
        let node = entries.first(where: { $0.key == "catalogue" })?.node, case .string(let name) = node.value,
        !name.isEmpty, !names.contains(name)
      else { return nil }
      var problem = problem(
        main.path, nil, node.position,
        "there is no catalogue \(excerpt(name)): no file of that name is in catalogues.d"
          + didYouMean(name, names))
      problem.weight = .part
      return problem
    }
  }

  static func problem(
    _ file: String, _ catalogue: String?, _ position: TOMLPosition, _ message: String
  ) -> ConfigurationProblem {
    ConfigurationProblem(
      file: file, line: position.line, column: position.column, message: message, catalogue: catalogue)
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    return String(cString: here) + "/" + path
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}
