import ControlAPI

extension ControlClient {
  /// Why an answer did not come, or was no.
  public enum Failure: Error, Hashable, Sendable {
    /// Nobody answers on the socket; `why` says it in words.
    case noDaemon(path: String, why: String)
    /// The daemon took the question, and hung up before all of its answer had come: it has been stopped, most likely.
    case hungUp(path: String)
    /// Somebody listens, but has not answered in so many seconds.
    case silent(path: String, seconds: Int)
    /// The socket may not be opened by this user.
    case notPermitted(path: String)
    /// Whoever asked did not want to wait any longer (`ControlClient.givesUp`).
    case givenUp
    /// The daemon's own words.
    case problem(Problem)
    /// The answer cannot be understood, or broke off; the text says how.
    case unreadable(String)
  }
}
