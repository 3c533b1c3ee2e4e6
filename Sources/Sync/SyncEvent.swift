import Library

/// What happens, told once: log lines, progress and later the event stream are readers of it.
public enum SyncEvent: Sendable {
  /// A run began, or went on after an interruption.
  case began(catalogue: String, run: Int64, full: Bool, resumed: Bool, because: String)
  /// `format = "auto"`: what the catalogue was taken for, in words ("an Atom feed").
  case recognised(catalogue: String, format: String, words: String)
  /// Kept bytes were read again, because the configuration maps fields otherwise now.
  case readAgain(catalogue: String, records: Int, changed: Int)
  /// A request failed and is to be made again after some seconds.
  case retrying(catalogue: String, run: Int64, reason: String, after: Double)
  /// A run ended.
  case ended(catalogue: String, run: Int64, outcome: RunOutcome)
  /// The machine's clock was set, by so many seconds; dates went with it.
  case clockSet(seconds: Int64)
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
    /// The upstream asked to wait; the run goes on then.
    case postponed
    /// The hours in which it may be asked are over; the run goes on in the next ones.
    case paused
  }

  public var state: State
  public var counts: RunCounts
  /// Why, for people; empty where all went well.
  public var message: String
  public var rehearsal: RehearsalResult?
  /// After how many seconds the upstream wants to be asked again, where it said so.
  public var retryAfter: Double?
  /// Whether the upstream says that there is nothing at the address any more, for good (HTTP 410).
  public var isGone = false
  /// Whether the upstream refuses the credentials that are configured.
  public var isRefused = false
  /// Whether the store's disk is full.
  var isDiskFull = false
  /// How often the upstream wants to be asked, where the run heard it.
  var polling: PollingTerms?

  /// Whether the next run should come after the usual interval.
  public var isGood: Bool {
    switch state {
    case .done, .doneWithRejects, .doneEmpty, .held, .rehearsed: true
    case .brokenOff, .failed, .stopped, .postponed, .paused: false
    }
  }
}
