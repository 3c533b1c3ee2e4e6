/// How a run stands. The raw values are kept in stores.
public enum RunState: Int64, Sendable, CaseIterable {
  /// Going on, or interrupted by the end of the program and to be resumed.
  case open = 1
  /// Closed (rule 5).
  case done = 2
  /// Closed, but something could not be read.
  case doneWithRejects = 3
  /// Closed, and its deletions wait for a person (rule 7).
  case held = 4
  /// The list did not end as it must: nothing was deleted, and the next run begins from the same `from`.
  case brokenOff = 5
  /// Ended by a change of what is asked for, or by a person.
  case abandoned = 6
  /// Closed, but the list was empty where there used to be something.
  case doneEmpty = 7
}

/// What a run counted.
public struct RunCounts: Hashable, Sendable {
  public var requests = 0
  /// Bytes of answers, content codings undone.
  public var bytes = 0
  public var pages = 0
  /// Statements heard.
  public var heard = 0
  public var added = 0
  public var changed = 0
  public var unchanged = 0
  public var gone = 0
  /// Deletions that wait for a person.
  public var held = 0
  public var stale = 0
  public var duplicate = 0
  public var rejected = 0

  public init() {}

  /// Whether the run left everything as it was.
  public var wroteNothing: Bool { added + changed + gone + held + rejected == 0 }
}

/// A run as it is stored.
public struct RunRow: Sendable {
  public var number: Int64
  public var catalogue: Int64
  public var state: RunState
  public var isFull: Bool
  public var scope: String
  /// Seconds since 1970.
  public var begun: Int64
  public var ended: Int64?
  public var checkpoint: String
  public var pass: Int
  /// Whether no record with an unreadable identifier came so far (rule 6).
  public var isComplete: Bool
  public var message: String
  /// Mended faults by name, as JSON.
  public var repairs: String
  public var counts: RunCounts
  public var expected: Int?

  static let columns = """
    id, catalogue, state, full, scope, begun, ended, checkpoint, pass, complete, message, repairs, requests, bytes,
    pages, heard, added, changed, unchanged, gone, held, stale, duplicate, rejected, expected
    """

  init(_ row: PreparedStatement) {
    number = row.int(0)
    catalogue = row.int(1)
    state = RunState(rawValue: row.int(2)) ?? .abandoned
    isFull = row.int(3) != 0
    scope = row.text(4)
    begun = row.int(5)
    ended = row.optionalInt(6)
    checkpoint = row.text(7)
    pass = Int(row.int(8))
    isComplete = row.int(9) != 0
    message = row.text(10)
    repairs = row.text(11)
    counts = RunCounts()
    for (index, field) in RunCounts.fields.enumerated() {
      counts[keyPath: field] = Int(row.int(Int32(12 + index)))
    }
    expected = row.optionalInt(24).map(Int.init)
  }
}

extension RunCounts {
  /// In the order of the table's columns.
  static var fields: [WritableKeyPath<RunCounts, Int>] {
    [
      \.requests, \.bytes, \.pages, \.heard, \.added, \.changed, \.unchanged, \.gone, \.held, \.stale,
      \.duplicate,
      \.rejected,
    ]
  }
}

extension Connection {
  public func run(_ number: Int64) throws(StorageError) -> RunRow? {
    try prepared("SELECT \(RunRow.columns) FROM run WHERE id = ?").bind(0, number).first(RunRow.init)
  }

  /// The newest runs first, of one catalogue or of all, those with a number below `before`.
  public func runs(catalogue: Int64?, before: Int64 = .max, limit: Int) throws(StorageError) -> [RunRow] {
    if let catalogue {
      return try prepared(
        "SELECT \(RunRow.columns) FROM run WHERE catalogue = ? AND id < ? ORDER BY id DESC LIMIT ?"
      ).bind(0, catalogue).bind(1, before).bind(2, Int64(limit)).all(RunRow.init)
    }
    return try prepared("SELECT \(RunRow.columns) FROM run WHERE id < ? ORDER BY id DESC LIMIT ?")
      .bind(0, before).bind(1, Int64(limit)).all(RunRow.init)
  }

  /// The catalogue's open run, if one is.
  public func openRun(catalogue: Int64) throws(StorageError) -> RunRow? {
    try prepared(
      "SELECT \(RunRow.columns) FROM run WHERE catalogue = ? AND state = 1 ORDER BY id DESC LIMIT 1"
    )
    .bind(0, catalogue).first(RunRow.init)
  }

  /// Begins a run; what is held for the catalogue is noted as held before it (rule 7).
  public func beginRun(catalogue: Int64, full: Bool, complete: Bool, scope: String, at: Int64)
    throws(StorageError) -> Int64
  {
    let number =
      try prepared(
        "INSERT INTO run(catalogue, state, full, complete, scope, begun) VALUES(?, 1, ?, ?, ?, ?) RETURNING id"
      )
      .bind(0, catalogue).bind(1, full ? 1 : 0).bind(2, complete ? 1 : 0).bind(3, scope).bind(4, at)
      .first { $0.int(0) } ?? 0
    try prepared("INSERT INTO run_was_held SELECT ?, record FROM held WHERE catalogue = ?")
      .bind(0, number).bind(1, catalogue).run()
    return number
  }

  /// Notes that the open run asks for everything after all (rule 8).
  public func makeFull(run: Int64) throws(StorageError) {
    try prepared("UPDATE run SET full = 1 WHERE id = ?").bind(0, run).run()
  }

  /// Keeps how far a run has come; `checkpoint` nil leaves the last one in force.
  public func progress(
    _ run: Int64, checkpoint: String?, pass: Int, complete: Bool, repairs: String, expected: Int?,
    _ counts: RunCounts
  ) throws(StorageError) {
    let statement = try prepared(
      """
      UPDATE run SET checkpoint = coalesce(?, checkpoint), pass = ?, complete = ?, repairs = ?, expected = ?,
        requests = ?, bytes = ?, pages = ?, heard = ?, added = ?, changed = ?, unchanged = ?, gone = ?, held = ?,
        stale = ?, duplicate = ?, rejected = ? WHERE id = ?
      """)
    statement.bind(0, checkpoint).bind(1, Int64(pass)).bind(2, complete ? 1 : 0).bind(3, repairs)
    statement.bind(4, expected.map(Int64.init))
    for (index, field) in RunCounts.fields.enumerated() {
      statement.bind(Int32(5 + index), Int64(counts[keyPath: field]))
    }
    try statement.bind(17, run).run()
  }

  /// Ends a run and drops its memory. `guarded` are the facts that rule 7 wants of a run that closed.
  public func endRun(
    _ run: Int64, state: RunState, message: String, at: Int64, _ counts: RunCounts,
    guarded: (liveBefore: Int, goneUnapproved: Int)?
  ) throws(StorageError) {
    let row = try self.run(run)
    try progress(
      run, checkpoint: nil, pass: row?.pass ?? 0, complete: row?.isComplete ?? false,
      repairs: row?.repairs ?? "{}",
      expected: row?.expected, counts)
    try prepared(
      "UPDATE run SET state = ?, message = ?, ended = ?, live_at_close = ?, gone_unapproved = ? WHERE id = ?"
    ).bind(0, state.rawValue).bind(1, message).bind(2, at).bind(3, (guarded?.liveBefore).map(Int64.init))
      .bind(4, (guarded?.goneUnapproved).map(Int64.init)).bind(5, run).run()
    for table in ["run_page", "run_staged", "run_older", "run_was_held"] {
      try prepared("DELETE FROM \(table) WHERE run = ?").bind(0, run).run()
    }
  }

  /// When each run of a catalogue that closed after `since` began, its live records before its deletions, and the
  /// deletions that it applied without approval (rule 7).
  public func closes(catalogue: Int64, begunAfter since: Int64) throws(StorageError)
    -> [(begun: Int64, live: Int, gone: Int)]
  {
    try prepared(
      """
      SELECT begun, live_at_close, gone_unapproved FROM run
      WHERE catalogue = ? AND begun > ? AND live_at_close IS NOT NULL ORDER BY id
      """
    ).bind(0, catalogue).bind(1, since).all { ($0.int(0), Int($0.int(1)), Int($0.int(2))) }
  }
}
