import ControlAPI
import ControlClient

/// How the program ends, for scripts.
enum ExitCode: Int32, CaseIterable {
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
  /// Ctrl-C, and SIGTERM, as shells tell them.
  case interrupted = 130
  case terminated = 143

  var meaning: String {
    switch self {
    case .done: "done"
    case .failed: "failed"
    case .usage: "wrong usage"
    case .noDaemon: "no daemon answers"
    case .notFound: "no such thing"
    case .notPermitted: "not permitted"
    case .waits: "held or waiting for a person"
    case .interrupted: "ended by Ctrl-C"
    case .terminated: "ended by SIGTERM"
    }
  }

  /// Of several endings: a failure is worse than what waits for a person, and that than nothing.
  func worse(_ other: ExitCode) -> ExitCode {
    if self == .failed || other == .failed { return .failed }
    return self == .done ? other : self
  }
}

/// What to tell the person, and how to end.
struct Failure: Error {
  var code: ExitCode
  var message: String
}

extension Failure {
  init(_ failure: ControlClient.Failure) {
    switch failure {
    case .noDaemon(let path, let why):
      self.init(
        code: .noDaemon,
        message:
          "no daemon answers on \(path): \(why); start it (systemctl start catalogued), or name its socket")
    case .silent(let path, let seconds):
      self.init(
        code: .noDaemon,
        message:
          "the daemon on \(path) has not answered for \(seconds) s: systemctl status catalogued says what it does, systemctl restart catalogued starts it anew"
      )
    case .hungUp(let path):
      self.init(
        code: .noDaemon,
        message:
          "the daemon on \(path) hung up before it had answered: it was stopped, or does not start (systemctl status catalogued says why); ask again once it runs"
      )
    case .notPermitted(let path):
      self.init(
        code: .notPermitted,
        message: "you may not open \(path); its group may: ask to be made a member, or use sudo")
    case .givenUp: self.init(code: .interrupted, message: "nobody waits for the answer any more")
    case .unreadable(let why): self.init(code: .failed, message: why)
    case .problem(let problem): self.init(code: Self.code(of: problem), message: problem.detail)
    }
  }

  private static func code(of problem: Problem) -> ExitCode {
    switch (problem.status, problem.code) {
    case (400, _): .usage
    case (403, _): .notPermitted
    case (404, _): .notFound
    case (503, _): .noDaemon
    case (_, .held): .waits
    default: .failed
    }
  }
}
