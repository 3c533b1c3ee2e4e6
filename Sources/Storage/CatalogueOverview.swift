/// How a catalogue stands, besides its own row.
public struct CatalogueOverview: Sendable {
  /// Deletions that wait for a person.
  public var held = 0
  /// Records that are set aside.
  public var rejects = 0
  public var lastRun: RunRow?
  /// The last few runs, the oldest first.
  public var recent: [RecentRun] = []
  /// When the last run ended that heard the upstream to the close, however many have failed since; in seconds since 1970.
  public var inStep: Int64?
  /// The first of the closes in a row, up to the last one, that left something held.
  public var holder: (run: Int64, ended: Int64)?

  public init() {}
}

/// A run in few words.
public struct RecentRun: Sendable {
  public var number: Int64
  public var state: RunState
  public var heard: Int
  /// How many records it added, changed and took away.
  public var changes: Int
}

extension Connection {
  /// How many of a catalogue's last runs an overview has.
  private static let recentRuns = 8

  /// How the catalogues stand, or the one of that number, by their numbers: a few queries, however many there are.
  public func overviews(of one: Int64? = nil) throws(StorageError) -> [Int64: CatalogueOverview] {
    var result: [Int64: CatalogueOverview] = [:]
    for (catalogue, count) in try counts("held", of: one) {
      result[catalogue, default: CatalogueOverview()].held = count
    }
    for (catalogue, count) in try counts("reject", of: one) {
      result[catalogue, default: CatalogueOverview()].rejects = count
    }
    let last = try prepared(
      """
      SELECT \(RunRow.columns) FROM run WHERE id IN (
        SELECT (SELECT max(id) FROM run WHERE catalogue = c.id) FROM catalogue AS c WHERE ?1 IS NULL OR c.id = ?1)
      """
    ).bind(0, one).all(RunRow.init)
    for run in last { result[run.catalogue, default: CatalogueOverview()].lastRun = run }
    let recent = try prepared(
      """
      SELECT c.id, run.id, state, heard, added + changed + gone FROM catalogue AS c JOIN run ON run.id IN (
        SELECT id FROM run WHERE catalogue = c.id ORDER BY id DESC LIMIT \(Self.recentRuns))
      WHERE ?1 IS NULL OR c.id = ?1 ORDER BY run.id
      """
    ).bind(0, one).all {
      (
        $0.int(0),
        RecentRun(
          number: $0.int(1), state: RunState(rawValue: $0.int(2)) ?? .abandoned, heard: Int($0.int(3)),
          changes: Int($0.int(4)))
      )
    }
    for (catalogue, run) in recent { result[catalogue, default: CatalogueOverview()].recent.append(run) }
    // Each look goes back from the last run to the first that fits, along the index.
    let closed = try prepared(
      """
      SELECT c.id, (SELECT ended FROM run WHERE catalogue = c.id AND \(Self.isClose) ORDER BY id DESC LIMIT 1)
      FROM catalogue AS c WHERE ?1 IS NULL OR c.id = ?1
      """
    ).bind(0, one).all { ($0.int(0), $0.optionalInt(1)) }
    for (catalogue, ended) in closed { result[catalogue, default: CatalogueOverview()].inStep = ended }
    for (catalogue, overview) in result where overview.held > 0 {
      result[catalogue]?.holder = try prepared(
        """
        SELECT id, ended FROM run WHERE catalogue = ?1 AND \(Self.isClose) AND state = 4 AND id > ifnull(
          (SELECT max(id) FROM run WHERE catalogue = ?1 AND \(Self.isClose) AND state <> 4), 0) ORDER BY id LIMIT 1
        """
      ).bind(0, catalogue).first { ($0.int(0), $0.int(1)) }
    }
    return result
  }

  private func counts(_ table: String, of one: Int64?) throws(StorageError) -> [(Int64, Int)] {
    let which = one == nil ? "?1 IS NULL" : "catalogue = ?1"
    return try prepared("SELECT catalogue, count(*) FROM \(table) WHERE \(which) GROUP BY catalogue").bind(
      0, one
    )
    .all { ($0.int(0), Int($0.int(1))) }
  }

  /// A run that came to its close, of statements that came from the upstream and not from kept bytes.
  private static let isClose = "state IN (2, 3, 4, 7) AND ended IS NOT NULL AND scope <> 'reparse'"
}
