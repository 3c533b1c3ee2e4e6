import ControlAPI
import ControlClient
import Glibc
import Manual

/// Runs what the command line asks for, and says what went wrong.
enum CommandLineTool {
  static func run(_ arguments: [String]) -> ExitCode {
    let program = Program.description
    if arguments.first == CompletionScript.question {
      Screen.write(line: Completing.answer(Array(arguments.dropFirst())))
      return .done
    }
    do throws(Failure) {
      let width = Screen.standard().textWidth
      switch try read(arguments, program) {
      case .help: Screen.write(line: program.help(width: width))
      case .helpFor(let name):
        Screen.write(line: program.help(for: try command(name).description, width: width))
      case .version: Screen.write(line: "\(program.name) \(Version.current)")
      case .run(let name, let words, let options):
        return try command(name).run(try Context(words: words, options: options))
      }
      return .done
    } catch {
      Screen.complain(error.message)
      return error.code
    }
  }

  private static func read(_ arguments: [String], _ program: ProgramDescription) throws(Failure) -> Request {
    do throws(UsageError) { return try program.read(arguments) } catch {
      throw Failure(code: .usage, message: error.message)
    }
  }

  private static func command(_ name: String?) throws(Failure) -> Command {
    guard let command = Command.all.first(where: { $0.name == name }) else {
      throw Failure(code: .usage, message: "say what to do: see \(Program.description.name) --help")
    }
    return command
  }
}
