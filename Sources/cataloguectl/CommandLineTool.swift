import ControlAPI
import ControlClient
import Glibc

/// Runs what the command line asks for, and says what went wrong.
enum CommandLineTool {
  static func run(_ arguments: [String]) -> ExitCode {
    do throws(Failure) {
      switch try Invocation(arguments) {
      case .overview: print(Help.overview)
      case .help(let command): print(Help.text(command))
      case .version: print("cataloguectl \(Version.current)")
      case .run(let command, let words, let options):
        return try command.run(try Context(words: words, options: options))
      }
      return .done
    } catch {
      Screen.complain(error.message)
      return error.code
    }
  }
}
