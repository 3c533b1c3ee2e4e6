import Sync

/// What `catalogued.toml` holds.
struct MainFile: Sendable {
  var daemon: DaemonSettings
  /// What holds for every catalogue whose own file does not say otherwise.
  var defaults: CatalogueSettings
}

/// The keys of `catalogued.toml`.
enum DaemonKeys {
  static let all: [Key<MainFile>] = [
    Key(
      "state_directory", \.daemon.stateDirectory, .path,
      help: "Where the store is. The daemon writes nowhere else."),
    Key(
      "socket", \.daemon.socketPath, .path,
      help: "The Unix socket that cataloguectl asks."),
    Key(
      "contact", \.defaults.transfer.contact, .text("a mail address or a web address"),
      help: "Who runs this mirror, told to the upstreams, so that they can write before they block."),
    Key(
      "concurrent_runs", \.daemon.concurrentRuns, .integer(1...256),
      help: "How many catalogues may be refreshed at once."),
    Key(
      "control_group", \.daemon.controlGroup, .text("the name of a group"),
      help:
        "Its members may change things over the socket, beside root and the daemon's user. To connect at all, they must "
        + "be members of the socket's own group, too."),
    log, defaults, .notify, .searches,
  ]

  private static let logParts: [Key<DaemonSettings>] = [
    Key("level", \.logLevel, .choice(), help: "The least important lines that are written."),
    Key("format", \.logFormat, .choice(), help: "Lines for people, or a JSON object a line."),
  ]

  private static let log = Key<MainFile>(
    "log", takes: "a table with level and format", help: "The lines on standard error.",
    parts: { KeyReference.list(logParts, DaemonSettings()) },
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [
          KeyFault(position: node.position, message: "log must be a table: [log]; it is \(node.inWords)")
        ]
      }
      return TableReader(keys: logParts, table: "[log]").read(entries, into: &settings.daemon, context)
    },
    show: { settings in
      let parts = logParts.compactMap { part in part.show(settings.daemon).map { "\(part.name) = \($0)" } }
      return "{ \(parts.joined(separator: ", ")) }"
    })

  private static let defaults = Key<MainFile>(
    "defaults", takes: "a table of what holds for all catalogues",
    help: "What holds for every catalogue whose own file does not say otherwise.",
    read: { node, settings, context in
      guard case .table(let entries) = node.value else {
        return [
          KeyFault(
            position: node.position, message: "defaults must be a table: [defaults]; it is \(node.inWords)")
        ]
      }
      var faults: [KeyFault] = []
      var shared: [TOMLEntry] = []
      for entry in entries {
        if CatalogueKeys.all.contains(where: { $0.name == entry.key && !$0.shared }) {
          let place = entry.key == "contact" ? "at the top of this file" : "in a catalogue's own file"
          faults.append(
            KeyFault(
              position: entry.position, message: "\(entry.key) does not belong in [defaults], but \(place)"))
        } else {
          shared.append(entry)
        }
      }
      let reader = TableReader(keys: CatalogueKeys.all.filter(\.shared), table: "[defaults]")
      return faults + reader.read(shared, into: &settings.defaults, context)
    },
    show: { _ in nil })
}
