import Library

/// What happens, told once: log lines, progress and later the event stream are readers of it.
public enum SyncEvent: Sendable {
  /// A run began, or went on after an interruption.
  case began(catalogue: String, run: Int64, full: Bool, resumed: Bool, because: String)
  /// A request failed and is to be made again after some seconds.
  case retrying(catalogue: String, run: Int64, reason: String, after: Double)
  /// A run ended.
  case ended(catalogue: String, run: Int64, outcome: RunOutcome)
  /// Something is not as it should be, and goes on all the same.
  case trouble(catalogue: String, message: String)
}

/// How a run ended.
public struct RunOutcome: Sendable {
  public enum State: String, Sendable {
    case done
    case doneWithRejects = "done with rejects"
    case doneEmpty = "done, but empty"
    case held
    case brokenOff = "broken off"
    case failed, stopped, rehearsed
  }

  public var state: State
  public var counts: RunCounts
  /// Why, for people; empty where all went well.
  public var message: String
  public var rehearsal: RehearsalResult?

  /// Whether the next run should come after the usual interval.
  public var isGood: Bool {
    switch state {
    case .done, .doneWithRejects, .doneEmpty, .held, .rehearsed: true
    case .brokenOff, .failed, .stopped: false
    }
  }
}
