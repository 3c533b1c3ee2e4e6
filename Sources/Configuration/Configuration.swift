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
  ///   - established: names that are in force already. Of two files for one catalogue, theirs is the right one; else the
  ///     first by name.
  public static func load(
    path: String, mayBeAbsent: Bool = false, environment: [String: String] = [:],
    formats: [String] = [CatalogueFormat.automatic] + CatalogueFormat.registry.map(\.name),
    established: Set<String> = []
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
      directory: directory, credentialsDirectory: environment["CREDENTIALS_DIRECTORY"], formats: formats)

    do throws(ConfigurationProblem) {
      let isAbsent = mayBeAbsent && ConfigurationFile.isAbsent(path)
      let document =
        isAbsent ? TOMLDocument([]) : TOMLDocument(try ConfigurationFile.read(path, catalogue: nil))
      let entries = document.entries
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
      let read = CatalogueFile(
        path: folder + "/" + file, name: name, defaults: main.defaults, context: context
      ).read()
      problems += read.problems
      if let settings = read.settings {
        catalogues.append(
          ReadCatalogue(settings: settings, path: folder + "/" + file, place: read.place))
      }
    }
    problems += removeTwins(from: &catalogues, established)
    problems.sort { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    return LoadedConfiguration(
      daemon: main.daemon, catalogues: catalogues.map(\.settings), problems: problems, folder: found)
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
