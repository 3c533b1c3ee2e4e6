import Catalogue
import ControlAPI

/// What a command line asks for.
enum Invocation {
  case overview
  case help(Command)
  case version
  case run(Command, words: [String], options: [String: String])

  /// Options may stand anywhere, `--name value` or `--name=value`; behind `--` everything is a word.
  init(_ arguments: [String]) throws(Failure) {
    var options: [String: String] = [:]
    var words: [String] = []
    var command: Command?
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        words += rest
        break
      }
      // A number below zero is a dry run's.
      if !argument.hasPrefix("-") || argument == "-" || Int64(argument) != nil {
        if command == nil, argument != "help" {
          command = try Self.command(argument)
        } else {
          words.append(argument)
        }
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      let option = try Self.option(parts[0] == "-h" ? "--help" : parts[0], of: command)
      switch (option.value, parts.count) {
      case (nil, 1): options[option.name] = ""
      case (nil, _): throw Failure(code: .usage, message: "\(option.name) takes no value")
      case (_, 2): options[option.name] = parts[1]
      case (let value?, _):
        guard let next = rest.popFirst() else {
          throw Failure(code: .usage, message: "\(option.name) needs a value: \(option.name) \(value)")
        }
        options[option.name] = next
      }
    }
    if options["--version"] != nil {
      self = .version
      return
    }
    guard let command else {
      guard options["--help"] != nil || arguments.contains("help") else {
        throw Failure(code: .usage, message: "say what to do: see cataloguectl --help")
      }
      self = .overview
      return
    }
    if options["--help"] != nil || arguments.first == "help" {
      self = .help(command)
      return
    }
    for name in options.keys { _ = try Self.option(name, of: command) }
    guard command.count.contains(words.count) else {
      throw Failure(
        code: .usage,
        message:
          "usage: cataloguectl \(command.name) \(command.arguments) (see cataloguectl \(command.name) --help)"
      )
    }
    self = .run(command, words: words, options: options)
  }

  private static func command(_ name: String) throws(Failure) -> Command {
    if let command = Command.all.first(where: { $0.name == name }) { return command }
    throw Failure(
      code: .usage,
      message: "there is no command \(name)\(nearest(name, Command.all.map(\.name))); see cataloguectl --help"
    )
  }

  /// Before the command is known, any command's.
  private static func option(_ name: String, of command: Command?) throws(Failure) -> Command.Option {
    let known = Command.common + (command.map { $0.options } ?? Command.all.flatMap(\.options))
    if let option = known.first(where: { $0.name == name }) { return option }
    let place = command.map { " of cataloguectl \($0.name)" } ?? ""
    throw Failure(
      code: .usage, message: "there is no option \(name)\(place)\(nearest(name, known.map(\.name)))")
  }

  private static func nearest(_ name: String, _ known: [String]) -> String {
    Nearest.of(name, among: known).first.map { "; did you mean \($0)?" } ?? ""
  }
}
