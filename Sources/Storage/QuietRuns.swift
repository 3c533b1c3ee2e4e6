/// A poll to which the upstream had nothing to say: HTTP 304, or an empty list of what is new.
public struct UnchangedPoll: Sendable {
  public var catalogue: Int64
  public var scope: String
  /// Seconds since 1970.
  public var begun: Int64
  public var message: String
  /// How often the upstream wants to be asked, as `Sync` writes it.
  public var polling: String
  public var counts: RunCounts
  /// From where it was asked, and where the next run may begin for it (rule 8), in seconds since 1970; nil: as before.
  public var since: Int64?
  public var upTo: Int64?

  public init(
    catalogue: Int64, scope: String, begun: Int64, message: String, polling: String, counts: RunCounts,
    since: Int64? = nil, upTo: Int64? = nil
  ) {
    self.catalogue = catalogue
    self.scope = scope
    self.begun = begun
    self.message = message
    self.polling = polling
    self.counts = counts
    self.since = since
    self.upTo = upTo
  }
}

/// Runs that found nothing to write. Catalogues are asked for years: only the last few such runs are kept.
extension Connection {
  private static let quietRunsKept: Int64 = 20

  /// Notes the poll as a run of its own, and returns the run's number.
  public func addUnchangedRun(_ poll: UnchangedPoll, ended: Int64) throws(StorageError) -> Int64 {
    try notePolling(poll.catalogue, poll.polling)
    if let since = poll.since, let upTo = poll.upTo {
      // Unless a run has closed since: then its date holds, whichever way the upstream's clock went.
      try prepared("UPDATE catalogue SET response_date = ? WHERE id = ? AND scope = ? AND response_date = ?")
        .bind(0, upTo).bind(1, poll.catalogue).bind(2, poll.scope).bind(3, since).run()
    }
    let number =
      try prepared(
        """
        INSERT INTO run(catalogue, state, full, scope, begun, ended, message, requests, bytes, not_modified)
        VALUES(?, ?, 0, ?, ?, ?, ?, ?, ?, 1) RETURNING id
        """
      ).bind(0, poll.catalogue).bind(1, RunState.done.rawValue).bind(2, poll.scope).bind(3, poll.begun)
      .bind(4, ended).bind(5, poll.message).bind(6, Int64(poll.counts.requests))
      .bind(7, Int64(poll.counts.bytes)).first { $0.int(0) } ?? 0
    try pruneQuietRuns(of: poll.catalogue, begunBefore: .min)
    return number
  }

  /// Notes that a run that closed has found nothing to write, and forgets the oldest of its kind.
  ///
  /// - Parameter guarded: The close of a run that began before this is of no more use to rule 7.
  public func noteQuiet(run: Int64, of catalogue: Int64, guarded: Int64) throws(StorageError) {
    try prepared("UPDATE run SET not_modified = 1 WHERE id = ?").bind(0, run).run()
    try pruneQuietRuns(of: catalogue, begunBefore: guarded)
  }

  private func pruneQuietRuns(of catalogue: Int64, begunBefore guarded: Int64) throws(StorageError) {
    try prepared(
      """
      DELETE FROM run WHERE (live_at_close IS NULL OR begun < ?) AND id IN (
        SELECT id FROM run WHERE catalogue = ? AND not_modified = 1 ORDER BY id DESC LIMIT -1 OFFSET ?)
      """
    ).bind(0, guarded).bind(1, catalogue).bind(2, Self.quietRunsKept).run()
  }
}
