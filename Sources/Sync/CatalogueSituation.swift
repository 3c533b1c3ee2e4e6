import Library

/// How one catalogue stands, as the scheduler knows it.
public struct CatalogueSituation: Sendable {
  public enum State: Sendable {
    /// In step, or not asked yet; the next run is due at `nextRun`.
    case idle
    /// A run is due and waits for its turn.
    case queued
    /// The upstream asked to wait: a run goes on at `nextRun`.
    case postponed
    case running(RunProgress)
    /// A person wants it to be asked no more for the time being.
    case paused
    /// `enabled = false`.
    case disabled
  }

  public var settings: CatalogueSettings
  /// Its number in the store.
  public var number: Int64
  public var state: State
  /// When the next run starts, in seconds since 1970, and what decided that; nil while disabled or running.
  public var nextRun: (at: Int64, because: String)?
  /// Where requests for it were moved for good (HTTP 301, 308).
  public var movedTo: String?
  /// The failures in a row, and since when.
  public var failure: (since: Int64, times: Int, message: String)?
  /// Whether the last failure was that the upstream refused the credentials.
  public var isRefused = false
}
