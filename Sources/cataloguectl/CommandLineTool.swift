import ControlAPI
import ControlClient
import Glibc

/// Reads the command line and runs what it asks for.
enum CommandLineTool {
  static func run(_ words: [String]) -> Int32 {
    do throws(Failure) {
      return try parse(words).rawValue
    } catch {
      Terminal.error("cataloguectl: \(error.message)")
      return error.code.rawValue
    }
  }

  private static func parse(_ words: [String]) throws(Failure) -> ExitCode {
    var options: [String: String] = [:]
    var rest: [String] = []
    var command: Command?
    var words = words[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        if command == nil { command = try find(word) } else { rest.append(word) }
        continue
      }
      if word == "--" {
        rest += words
        break
      }
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let name = word == "-h" ? "--help" : parts[0]
      if name == "--version" {
        print("cataloguectl \(Version.current)")
        return .done
      }
      let known = Command.common + (command.map { $0.options } ?? Command.all.flatMap(\.options))
      guard let option = known.first(where: { $0.name == name }) else {
        let nearest = Nearest.of(name, among: known.map(\.name)).first.map { "; did you mean \($0)?" } ?? ""
        throw Failure(code: .usage, message: "there is no option \(Terminal.clean(name))\(nearest)")
      }
      if option.value == nil {
        options[name] = ""
      } else if parts.count == 2 {
        options[name] = parts[1]
      } else if let value = words.popFirst() {
        options[name] = value
      } else {
        throw Failure(code: .usage, message: "\(name) needs a value: \(option.value ?? "")")
      }
    }
    guard let command else {
      print(Help.overview)
      return options["--help"] != nil ? .done : .usage
    }
    if options["--help"] != nil {
      print(Help.text(command))
      return .done
    }
    guard command.count.contains(rest.count) else {
      throw Failure(code: .usage, message: "usage: cataloguectl \(command.name) \(command.arguments)")
    }
    return try command.run(try Context(words: rest, options: options))
  }

  private static func find(_ word: String) throws(Failure) -> Command {
    if let command = Command.all.first(where: { $0.name == word }) { return command }
    let nearest = Nearest.of(word, among: Command.all.map(\.name)).first.map { "; did you mean \($0)?" } ?? ""
    throw Failure(
      code: .usage, message: "there is no command \(Terminal.clean(word))\(nearest) See cataloguectl --help")
  }
}

enum Help {
  static var overview: String {
    let width = Command.all.map(\.name.count).max() ?? 0
    let list = Command.all.map { "  " + Table.pad($0.name, width) + "  " + $0.help }.joined(separator: "\n")
    return """
      cataloguectl — asks and steers catalogued

      usage: cataloguectl [--socket PATH] [--json] COMMAND …

      \(list)

      cataloguectl COMMAND --help says more.
      Exit status: 0 done, 1 failed, 2 wrong usage, 3 no daemon answers, 4 no such thing, 5 not permitted,
      6 held or waiting for a person.
      """
  }

  static func text(_ command: Command) -> String {
    var text = "usage: cataloguectl \(command.name) \(command.arguments)\n\n\(command.help)\n\n"
    let options = command.options + Command.common
    let names = options.map { $0.name + ($0.value.map { " " + $0 } ?? "") }
    let width = names.map(\.count).max() ?? 0
    for (name, option) in zip(names, options) { text += "  \(Table.pad(name, width))  \(option.help)\n" }
    if !command.examples.isEmpty { text += "\n" + command.examples.map { "  \($0)" }.joined(separator: "\n") + "\n" }
    return text
  }
}
