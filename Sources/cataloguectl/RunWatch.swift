import ControlAPI
import ControlClient
import Glibc

/// Follows one run to its end: on a terminal a line that is drawn again, in a pipe a line now and then. A daemon that is
/// started again goes on with the run, so its absence is waited out.
struct RunWatch {
  private let context: Context
  private let start: RefreshAnswer.Start
  private let began = Int64(time(nil))
  /// Microseconds between two questions.
  private static let pause: UInt32 = 200_000
  /// Seconds between two lines in a pipe.
  private static let silence = 10
  /// How many seconds a daemon may be away.
  private static let patience: Int64 = 60

  init(_ context: Context, _ start: RefreshAnswer.Start) {
    self.context = context
    self.start = start
  }

  func follow() throws(Failure) -> RunInfo {
    let screen = context.screen
    var isDrawn = false
    defer { if isDrawn { screen.redraw(nil) } }
    var next = 0
    var goneSince: Int64?
    var wasGone = false
    while true {
      let found: RunInfo?
      do throws(Failure) {
        found = try find(wasGone)
        goneSince = nil
      } catch {
        let now = Int64(time(nil))
        guard error.code == .noDaemon, now - (goneSince ?? now) < Self.patience else { throw error }
        if goneSince == nil { Screen.complain("the daemon is gone; waits for its return") }
        goneSince = goneSince ?? now
        wasGone = true
        found = nil
      }
      if let run = found {
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

  /// The run, once it has a number. A daemon that `wasGone` has forgotten what it had not begun.
  private func find(_ wasGone: Bool) throws(Failure) -> RunInfo? {
    if let number = start.run {
      if wasGone, number < 0 { throw forgotten("the dry run") }
      let run = try context.get(RunInfo.self, "runs/\(number)")
      if run.state == .interrupted { try throwIfAtRest(run, try state()) }
      return run
    }
    // Asked before the list of runs, so that a run that ends in between is not missed.
    let state = try state()
    let runs = try context.get(
      Listing<RunInfo>.self, "runs?limit=1&catalogue=" + ControlClient.encode(start.catalogue))
    let run = runs.items.first
    if let run, run.state == .interrupted { try throwIfAtRest(run, state) }
    if let run, run.id > start.after ?? 0 { return run }
    // It goes on with an interrupted run, or failed before it had a number.
    switch state {
    case .running, .waiting: return run?.state == .running ? run : nil
    case .paused where run?.ended.map({ $0.seconds < began }) ?? true:
      throw Failure(
        code: .waits, message: "\(start.catalogue): it was paused before its run began; nothing was asked")
    case .failing(_, _, let error) where run?.exitCode != .failed:
      throw Failure(code: .failed, message: "\(start.catalogue): \(error)")
    default:
      guard let run, run.state.isOver else { return nil }
      if wasGone, run.ended.map({ $0.seconds < began }) ?? true {
        throw forgotten("the run, which had not begun")
      }
      return run
    }
  }

  private func state() throws(Failure) -> CatalogueState {
    try context.get(CatalogueStatus.self, "catalogues/" + ControlClient.encode(start.catalogue)).state
  }

  private func forgotten(_ what: String) -> Failure {
    Failure(
      code: .failed,
      message: "\(start.catalogue): the daemon was started again, and has forgotten \(what); ask again")
  }

  /// Nothing goes on by itself in a catalogue that is switched off or paused.
  private func throwIfAtRest(_ run: RunInfo, _ state: CatalogueState) throws(Failure) {
    let name = start.catalogue
    switch state {
    case .disabled:
      throw Failure(
        code: .failed, message: "\(name): run \(run.id) was interrupted; cataloguectl refresh \(name) goes on"
      )
    case .paused:
      throw Failure(
        code: .waits,
        message: "\(name): run \(run.id) was paused; cataloguectl resume \(name) goes on with it")
    default: return
    }
  }
}
