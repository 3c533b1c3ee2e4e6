import ControlAPI
import ControlClient
import Glibc

/// Follows one run to its end: on a terminal a line that is drawn again, in a pipe a line now and then.
struct RunWatch {
  private let context: Context
  private let start: RefreshAnswer.Start
  /// Microseconds between two questions.
  private static let pause: UInt32 = 200_000
  /// Seconds between two lines in a pipe.
  private static let silence = 10

  init(_ context: Context, _ start: RefreshAnswer.Start) {
    self.context = context
    self.start = start
  }

  func follow() throws(Failure) -> RunInfo {
    let screen = context.screen
    var isDrawn = false
    defer { if isDrawn { screen.redraw(nil) } }
    var next = 0
    while true {
      if let run = try find() {
        if run.state.isOver { return run }
        if screen.isTerminal, !context.wantsJSON {
          screen.redraw(Self.progress(of: run))
          isDrawn = true
        } else if !context.wantsJSON, time(nil) >= next {
          if next > 0 { screen.print(Self.progress(of: run)) }
          next = time(nil) + Self.silence
        }
      }
      usleep(Self.pause)
    }
  }

  /// "zenodo: 4000 of 9000 heard, 17 new, 3 changed; the host asked to wait".
  static func progress(of run: RunInfo) -> Line {
    let share: Line = run.expected.map { " of \($0)" } ?? ""
    let why: Line = run.message.map { "; \($0)" } ?? ""
    return "\(run.catalogue): \(run.counters.records)" + share
      + " heard, \(run.counters.new) new, \(run.counters.changed) changed" + why
  }

  /// The run, once it has a number.
  private func find() throws(Failure) -> RunInfo? {
    if let number = start.run { return try context.get(RunInfo.self, "runs/\(number)") }
    // Asked before the list of runs, so that a run that ends in between is not missed.
    let name = ControlClient.encode(start.catalogue)
    let state = try context.get(CatalogueStatus.self, "catalogues/\(name)").state
    let runs = try context.get(Listing<RunInfo>.self, "runs?limit=1&catalogue=\(name)")
    let run = runs.items.first
    if let run, run.id > start.after ?? 0 { return run }
    // It goes on with an interrupted run, or failed before it had a number.
    switch state {
    case .running, .waiting: return run?.state == .running ? run : nil
    case .failing(_, _, let error) where run?.exitCode != .failed:
      throw Failure(code: .failed, message: "\(start.catalogue): \(error)")
    default: return run?.state.isOver == true ? run : nil
    }
  }
}
