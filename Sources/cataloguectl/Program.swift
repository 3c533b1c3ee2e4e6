import ControlAPI
import Manual

/// What there is to say about cataloguectl besides its commands.
enum Program {
  static let description = ProgramDescription(
    name: "cataloguectl", section: 1, summary: "asks and steers catalogued",
    details: """
      The daemon is asked on the socket that --socket names, else CATALOGUED_SOCKET, else
      /run/catalogued/catalogued.sock if it is there, else $XDG_RUNTIME_DIR/catalogued/catalogued.sock.
      """,
    commands: Command.all.map(\.description),
    options: [
      Option("--socket", .file("PATH"), help: "where the daemon listens"),
      Option("--json", help: "print the API's own JSON"),
    ],
    examples: [],
    statuses: ExitCode.allCases.map { .init("\($0.rawValue)", $0.meaning) },
    environment: [
      .init("CATALOGUED_SOCKET", "The daemon's socket, where --socket does not name it."),
      .init("XDG_RUNTIME_DIR", "The socket of a daemon of one's own is in its folder catalogued."),
      .init("NO_COLOR", "Where it is set, nothing is coloured."),
    ],
    files: [.init(SocketPlaces.system, "The socket of the system's daemon.")],
    seeAlso: ["catalogued(8)", "catalogued.toml(5)"],
    release: Release(version: Version.current, date: Version.date))
}
