import ControlAPI

/// The help, made from the table of commands.
enum Help {
  static var overview: String {
    let width = Command.all.map(\.name.count).max() ?? 0
    let list = Command.all.map { "  \($0.name.padded(to: width))  \($0.help)" }.joined(separator: "\n")
    return """
      cataloguectl \(Version.current): asks and steers catalogued

      usage: cataloguectl [--socket PATH] [--json] COMMAND …

      \(list)

      cataloguectl COMMAND --help says more.

      The daemon is asked on the socket that --socket names, else CATALOGUED_SOCKET, else
      /run/catalogued/catalogued.sock if it is there, else $XDG_RUNTIME_DIR/catalogued/catalogued.sock.

      Exit status: 0 done, 1 failed, 2 wrong usage, 3 no daemon answers, 4 no such thing, 5 not permitted,
      6 held or waiting for a person.
      """
  }

  static func text(_ command: Command) -> String {
    var text = "usage: cataloguectl \(command.name) \(command.arguments)\n\n\(command.help)\n\n"
    if !command.details.isEmpty { text += command.details + "\n\n" }
    let options = command.options + Command.common
    let names = options.map { $0.name + ($0.value.map { " " + $0 } ?? "") }
    let width = names.map(\.count).max() ?? 0
    for (name, option) in zip(names, options) { text += "  \(name.padded(to: width))  \(option.help)\n" }
    text += "\nexamples:\n" + command.examples.map { "  \($0)" }.joined(separator: "\n")
    return text
  }
}
