import Glibc
import Sync
import Transfer

/// What a configuration names outside of itself, looked at for `--check`: the files of secrets, the notify command, what
/// is to be mirrored. None of it keeps the daemon from starting, since it may come and go while it runs.
struct Surroundings {
  /// A file's table, and what its faults are told of.
  struct Source {
    var path: String
    var catalogue: String?
    var entries: [TOMLEntry]
  }

  var main: Source
  /// Seconds since 1970.
  var now: Int64
  private(set) var found: [ConfigurationProblem] = []

  init(main: Source, now: Int64) {
    self.main = main
    self.now = now
  }

  mutating func look(at daemon: DaemonSettings) {
    guard let program = daemon.notify.command.first else { return }
    let place = place(["notify", "command"], in: main)
    guard let status = status(program, place) else { return }
    if status.st_mode & S_IFMT != S_IFREG {
      add(.part, place, "\(excerpt(program)) is not a program's file")
    } else if status.st_mode & 0o111 == 0 {
      add(.part, place, "\(excerpt(program)) is not executable: chmod +x")
    } else if access(program, X_OK) != 0 {
      add(.note, place, "this user may not run \(excerpt(program)); whether the daemon may was not looked at")
    }
  }

  mutating func look(at catalogue: CatalogueSettings, _ source: Source) {
    let transfer = catalogue.transfer
    switch transfer.credentials {
    case .none: break
    case .basic(let file): secret(file, "basic_file", source)
    case .bearer(let file): secret(file, "bearer_file", source)
    case .netrc(let file): secret(file, "netrc", source)
    case .header(_, let file), .query(_, let file): secret(file, "key_file", source)
    case .clientCertificate(let certificate, let key):
      readable(certificate, place(["credentials", "certificate"], in: source))
      secret(key, "key", source)
    }
    if let file = transfer.certificateAuthorities { readable(file, place(["ca_file"], in: source)) }
    if catalogue.harvest.url.hasPrefix("file://") {
      let path = Self.path(of: catalogue.harvest.url)
      // An export may be written there tonight.
      readable(path, place(["url"], in: source), missing: .warning)
    }
    if let from = catalogue.harvest.from, from.seconds > now {
      add(
        .part, place(["from"], in: source), "from lies in the future: nothing would be asked for until then")
    }
  }

  // MARK: Files

  private mutating func secret(_ path: String, _ key: String, _ source: Source) {
    let place = place(["credentials", key], in: source)
    guard let status = readable(path, place), status.st_mode & 0o006 != 0 else { return }
    let verb = status.st_mode & 0o002 == 0 ? "read" : "write"
    add(
      .warning, place,
      "everybody may \(verb) \(excerpt(path)), which holds a secret: chmod o= takes that away")
  }

  @discardableResult
  private mutating func readable(
    _ path: String, _ place: Place, missing: ConfigurationProblem.Weight = .part
  ) -> stat? {
    guard let status = status(path, place, missing: missing) else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else {
      add(.part, place, "\(excerpt(path)) is not a regular file")
      return nil
    }
    if access(path, R_OK) != 0 {
      add(.note, place, "this user may not read \(excerpt(path)); whether the daemon may was not looked at")
    }
    return status
  }

  private mutating func status(
    _ path: String, _ place: Place, missing: ConfigurationProblem.Weight = .part
  ) -> stat? {
    guard path.hasPrefix("/") else {
      add(
        .note, place,
        "\(excerpt(path)) cannot be looked at here: systemd tells the service alone where that is")
      return nil
    }
    var status = stat()
    if stat(path, &status) == 0 { return status }
    switch errno {
    case ENOENT, ENOTDIR: add(missing, place, "there is no file \(excerpt(path))")
    case EACCES: add(.note, place, "this user may not look at \(excerpt(path)); the daemon perhaps may")
    default: add(.part, place, "\(excerpt(path)) cannot be looked at: \(ConfigurationFile.reason(errno))")
    }
    return nil
  }

  /// The path of an address `file:///…`, without its %20 (RFC 8089; RFC 3986, 2.1).
  private static func path(of url: String) -> String {
    var rest = Array(url.utf8.dropFirst("file://".utf8.count))[...]
    var path: [UInt8] = []
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        path.append(value)
        rest = rest.dropFirst(2)
      } else {
        path.append(byte)
      }
    }
    return String(decoding: path, as: UTF8.self)
  }

  // MARK: Places

  private struct Place {
    var source: Source
    var position: TOMLPosition
  }

  /// Where a value stands: in the file, or in `[defaults]`.
  private func place(_ keys: [String], in source: Source) -> Place {
    if let position = Self.position(keys, source.entries) { return Place(source: source, position: position) }
    if let position = Self.position(["defaults"] + keys, main.entries) {
      return Place(source: main, position: position)
    }
    return Place(source: source, position: TOMLPosition(line: 1, column: 1))
  }

  private static func position(_ keys: [String], _ entries: [TOMLEntry]) -> TOMLPosition? {
    guard let key = keys.first, let node = entries.first(where: { $0.key == key })?.node else { return nil }
    guard keys.count > 1 else { return node.position }
    guard case .table(let entries) = node.value else { return nil }
    return position(Array(keys.dropFirst()), entries)
  }

  private mutating func add(_ weight: ConfigurationProblem.Weight, _ place: Place, _ message: String) {
    let problem = ConfigurationProblem(
      file: place.source.path, line: place.position.line, column: place.position.column, message: message,
      catalogue: place.source.catalogue, weight: weight)
    if !found.contains(problem) { found.append(problem) }
  }
}
