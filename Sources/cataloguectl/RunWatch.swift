import ControlAPI
import ControlClient
import Glibc

/// Finds one run that was asked for, and says how it stands. A daemon that is started again goes on with the run.
struct RunWatch {
  private let context: Context
  let start: RefreshAnswer.Start
  private let began = Int64(time(nil))
  /// Whether the daemon was away meanwhile: it has forgotten what it had not begun.
  var wasGone = false

  init(_ context: Context, _ start: RefreshAnswer.Start) {
    self.context = context
    self.start = start
  }

  /// The run as it stands, once it has a number; a failure where it does not go on by itself.
  mutating func look() throws(Failure) -> RunInfo? {
    if let number = start.run {
      // The number may be that of another one by now.
      if wasGone, number < 0 { try throwIfForgotten() }
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

  /// A daemon that was started again has forgotten its dry runs; one that only did not answer has not.
  private mutating func throwIfForgotten() throws(Failure) {
    guard try context.get(Status.self, "status").started.seconds <= began else {
      throw forgotten("the dry run")
    }
    wasGone = false
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
