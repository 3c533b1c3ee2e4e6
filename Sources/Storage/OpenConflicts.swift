/// The conflicts of one catalogue that wait for a person.
public struct OpenConflicts: Hashable, Sendable {
  public var count: Int
  /// The highest number among them: by it, new ones are known.
  public var last: Int64
  /// When the first of them opened, in seconds since 1970.
  public var since: Int64
}

extension Connection {
  /// The conflicts that wait for a person, by catalogue.
  public func openConflicts() throws(StorageError) -> [Int64: OpenConflicts] {
    let rows = try prepared(
      "SELECT catalogue, count(*), max(number), min(opened) FROM conflict WHERE closed IS NULL GROUP BY catalogue"
    ).all { ($0.int(0), OpenConflicts(count: Int($0.int(1)), last: $0.int(2), since: $0.int(3))) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The numbers of open conflicts behind `after`, in order.
  ///
  /// - Parameter field: Only those about this field.
  public func openConflicts(_ filter: ConflictFilter, field: String?, after: Int64, limit: Int)
    throws(StorageError) -> [Int64]
  {
    try prepared(
      """
      SELECT number FROM conflict WHERE closed IS NULL AND number > ?1 AND (?2 IS NULL OR catalogue = ?2)
        AND (?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR report = ?4)
        AND (?5 IS NULL OR json_extract(said, '$.field') = ?5)
      ORDER BY number LIMIT ?6
      """
    ).bind(0, after).bind(1, filter.catalogue).bind(2, filter.kind?.rawValue).bind(3, filter.report)
      .bind(4, field).bind(5, Int64(limit)).all { $0.int(0) }
  }
}
