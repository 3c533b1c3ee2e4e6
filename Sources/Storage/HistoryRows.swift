import Catalogue
import Reconciliation

/// Where something stands in a report's history.
public struct HistoryPlace: Hashable, Sendable, Comparable {
  /// What came to pass in the same second is told in this order. The raw values are part of cursors.
  public enum Kind: Int64, Sendable {
    /// An upstream said something.
    case revision = 0
    /// A person decided something.
    case decision = 1
    /// What followed: a join, a split, a conflict or its end.
    case change = 2
  }

  /// Seconds since 1970.
  public var at: Int64
  public var kind: Kind
  /// Of the revision, decision or change.
  public var number: Int64

  public init(at: Int64, kind: Kind, number: Int64) {
    self.at = at
    self.kind = kind
    self.number = number
  }

  public static func < (a: HistoryPlace, b: HistoryPlace) -> Bool {
    (a.at, a.kind.rawValue, a.number) < (b.at, b.kind.rawValue, b.number)
  }
}

extension Connection {
  /// The places of all that the history of some records tells, in no order.
  ///
  /// - Parameter records: All of one report: what the log says of the reports that they were before belongs to it, too.
  public func historyPlaces(ofRecords records: [Int64]) throws(StorageError) -> [HistoryPlace] {
    let list = "[\(records.map(String.init).joined(separator: ","))]"
    return try prepared(
      """
      WITH RECURSIVE chain(revision) AS (
        SELECT revision FROM record WHERE id IN (SELECT value FROM json_each(?1))
        UNION ALL
        SELECT revision.previous FROM chain JOIN revision ON revision.id = chain.revision
        WHERE revision.previous IS NOT NULL)
      SELECT 0, id, at FROM chain JOIN revision ON revision.id = chain.revision
      UNION ALL
      SELECT 1, number, at FROM decision WHERE number IN (
        SELECT decision FROM decision_record WHERE record IN (SELECT value FROM json_each(?1)))
      UNION ALL
      SELECT 2, change.number, coalesce(change.at, revision.at, 0) FROM change
      LEFT JOIN revision ON revision.id = change.revision
      WHERE change.number IN (
        SELECT number FROM change WHERE kind IN (6, 7, 9, 10) AND report IN (SELECT value FROM json_each(?1))
        UNION SELECT number FROM change WHERE kind = 7 AND other IN (SELECT value FROM json_each(?1)))
      """
    ).bind(0, list).all {
      HistoryPlace(at: $0.int(2), kind: HistoryPlace.Kind(rawValue: $0.int(0)) ?? .change, number: $0.int(1))
    }
  }

  /// A state that a record has had; nil where there is none of that number.
  public func revision(_ number: Int64) throws(StorageError) -> RevisionRow? {
    let found = try prepared(
      """
      SELECT revision.id, record.catalogue, record.identifier, run, at, revision.datestamp, body, dictionary,
        revision.record, revision.previous
      FROM revision JOIN record ON record.id = revision.record WHERE revision.id = ?
      """
    ).bind(0, number).first { row in
      (
        RevisionRow(
          number: row.int(0), catalogue: row.int(1), identifier: row.text(2), run: row.int(3), at: row.int(4),
          datestamp: row.optionalInt(5).map(Datestamp.init(seconds:)), record: row.int(8),
          previous: row.optionalInt(9)), row.blob(6), row.int(7)
      )
    }
    guard let (found, body, dictionary) = found else { return nil }
    var row = found
    row.report = try unpack(body, dictionary: dictionary).report
    return row
  }

  /// The title that a report shows; nil where there is no such report.
  public func title(ofReport number: Int64) throws(StorageError) -> String? {
    try prepared(
      """
      SELECT catalogued_text(v.body, v.dictionary, report.patch, 0) FROM report
      JOIN record ON record.id = report.supplier JOIN revision AS v ON v.id = record.live_revision
      WHERE report.id = ?
      """
    ).bind(0, number).first { $0.optionalText(0) } ?? nil
  }

  /// How many states a record had had with this one.
  public func stateCount(until revision: Int64) throws(StorageError) -> Int {
    Int(
      try prepared(
        """
        WITH RECURSIVE chain(revision) AS (
          SELECT ?
          UNION ALL
          SELECT revision.previous FROM chain JOIN revision ON revision.id = chain.revision
          WHERE revision.previous IS NOT NULL)
        SELECT count(*) FROM chain
        """
      ).bind(0, revision).first { $0.int(0) } ?? 0)
  }
}
