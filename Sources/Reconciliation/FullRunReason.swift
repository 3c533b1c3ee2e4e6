import Catalogue

/// What the last closed run of a catalogue left behind.
public struct LastClose: Hashable, Sendable {
  /// What it asked for, as text: URL, set, prefix and format.
  public var scope: String
  /// Its first `responseDate`: where the next run begins.
  public var responseDate: Datestamp?
  /// When the last closed full run began: seconds since 1970.
  public var lastFull: Int64

  public init(scope: String, responseDate: Datestamp?, lastFull: Int64) {
    self.scope = scope
    self.responseDate = responseDate
    self.lastFull = lastFull
  }
}

/// Why a run must ask for everything, without `from` (rule 8).
public enum FullRunReason: Hashable, Sendable {
  /// No run has closed yet, or the last one gave no date to begin from.
  case first
  /// `url`, set, prefix or format changed.
  case scopeChanged
  /// The upstream's first `responseDate` lies before the last closed run's: it was set back, or is another machine.
  case clockWentBack
  /// The upstream promises no tombstones, and `full_every` has passed.
  case due

  /// nil where an incremental run will do.
  ///
  /// - Parameters:
  ///   - responseDate: Of this run's first answer; nil before it has come. Ask again when it has.
  ///   - now: When this run begins: seconds since 1970.
  public static func required(
    last: LastClose?, scope: String, responseDate: Datestamp?, promisesTombstones: Bool, now: Int64,
    settings: ArrivalSettings
  ) -> FullRunReason? {
    guard let last, let from = last.responseDate else { return .first }
    if scope != last.scope { return .scopeChanged }
    if let responseDate, responseDate < from { return .clockWentBack }
    if !promisesTombstones, now - last.lastFull >= settings.fullEvery { return .due }
    return nil
  }
}
