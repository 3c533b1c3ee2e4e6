/// How the program ends, for scripts.
enum ExitCode: Int32 {
  case done = 0
  /// The thing asked for failed.
  case failed = 1
  case usage = 2
  /// No daemon answers.
  case noDaemon = 3
  /// There is no such catalogue, report or run.
  case notFound = 4
  case notPermitted = 5
  /// It is held, or waits for a person.
  case waits = 6
}

/// What to tell the person, and how to end.
struct Failure: Error {
  var code: ExitCode
  var message: String
}
