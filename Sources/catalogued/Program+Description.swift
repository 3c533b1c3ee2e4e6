import ControlAPI
import Glibc
import Manual

extension Program {
  /// What there is to say about catalogued.
  static let description = ProgramDescription(
    name: "catalogued", section: 8, summary: "mirrors report catalogues into one SQLite file",
    details: """
      The daemon polls the catalogues that its configuration names, reads what changed, reconciles it into its store, and
      answers on a Unix socket; cataloguectl asks there. It stays in the foreground and writes to standard error.

      SIGHUP makes it read the configuration again, SIGTERM and SIGINT end it within 5 seconds, with what was committed.

      Paths default to what systemd says, then to /etc, /var/lib and /run for root, then to the XDG directories.
      """,
    options: [
      Option("--config", .file("FILE"), help: "the configuration; catalogues.d/ stands beside it"),
      Option("--state", .folder("DIR"), help: "where the store is kept"),
      Option("--socket", .file("PATH"), help: "where cataloguectl and curl ask"),
      Option(
        "--check",
        help:
          "say every fault of the configuration and of the files that it names, print what is in force, and end"
      ),
      Option("--demo", help: "mirror the demo catalogues into a throw-away state"),
      Option(
        "--restore", .file("PATH"),
        help: "put a backup where there is no store yet, check it, say what is in it, and end"),
      Option(
        "--salvage", .file("PATH"),
        help: "save what reads of a damaged store into a new one, say what is lost, and end"),
      Option(
        "--manual", .words(["catalogued", "catalogued.toml"], called: "PAGE"),
        help: "print a page of the manual (catalogued or catalogued.toml), for man -l - to show, and end"),
      Option(
        "--completion", .words(CompletionScript.Shell.allCases.map(\.rawValue), called: "SHELL"),
        help: "print what makes bash, zsh or fish complete these options, and end"),
    ],
    choices: [
      .atMostOneOf("--check", "--demo", "--restore", "--salvage", "--manual", "--completion")
    ],
    examples: [
      "catalogued --check", "catalogued --demo", "catalogued --config ./catalogued.toml --state ./state",
      "catalogued --restore /srv/backup/catalogued.sqlite", "catalogued --manual catalogued.toml",
    ],
    statuses: [
      .init("0", "done"), .init("1", "failed, or found a fault"),
      .init("2", "wrong usage"), .init("\(refused)", "the configuration must be changed first"),
    ],
    environment: [
      .init(
        "STATE_DIRECTORY, CONFIGURATION_DIRECTORY, RUNTIME_DIRECTORY, CREDENTIALS_DIRECTORY",
        "Where systemd wants a service's files, and has put its secrets."),
      .init("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR", "Where a user's files are who is not root."),
      .init(
        "NOTIFY_SOCKET, WATCHDOG_USEC, LISTEN_FDS", "How systemd follows a service, and hands it a socket."),
      .init("TMPDIR", "Where --demo makes its throw-away state; /tmp unless set."),
    ],
    files: [
      .init("/etc/catalogued/catalogued.toml", "The configuration."),
      .init("/etc/catalogued/catalogues.d/", "A file for each catalogue."),
      .init("/var/lib/catalogued/catalogued.sqlite", "The store."),
      .init(SocketPlaces.system, "Where it answers."),
    ],
    metrics: Metric.all.map { .init($0.sampleName, $0.help) },
    seeAlso: ["cataloguectl(1)", "catalogued.toml(5)", "systemctl(1)", "journalctl(1)"],
    release: Release(version: Version.current, date: Version.date))

  /// What `--help` says, in lines that fit the terminal.
  static var help: String {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return description.help(width: isKnown ? min(Int(size.ws_col), 100) : 100)
  }

  /// The page of the manual with this name.
  static func page(_ name: String) -> ManualPage {
    name == description.name ? ManualPage(description) : ConfigurationPage.page
  }
}
