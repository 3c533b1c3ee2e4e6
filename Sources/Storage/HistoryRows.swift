import Catalogue
import Reconciliation

/// Where something stands in a report's history.
public struct HistoryPlace: Hashable, Sendable, Comparable {
  /// What came to pass in the same second, between the same decisions and behind the same revision, is told in this order.
  /// The raw values are part of cursors.
  public enum Kind: Int64, Sendable {
    /// An upstream said something.
    case revision = 0
    /// What followed: a join, a split, a conflict or its end.
    case change = 1
    /// A person decided something.
    case decision = 2
    /// What followed from that.
    case consequence = 3
  }

  /// Seconds since 1970.
  public var at: Int64
  /// How many decisions about the report were made before it.
  public var epoch: Int64
  public var kind: Kind
  /// A revision's own number, of a change the last revision before it; else 0.
  public var revision: Int64
  /// Of the revision, decision or change.
  public var number: Int64

  public init(at: Int64, epoch: Int64, kind: Kind, revision: Int64 = 0, number: Int64) {
    self.at = at
    self.epoch = epoch
    self.kind = kind
    self.revision = revision
    self.number = number
  }

  /// Whether it is a decision, or follows from one: these stand behind all else of their epoch.
  private var isDecided: Int { kind.rawValue >= Kind.decision.rawValue ? 1 : 0 }

  public static func < (a: HistoryPlace, b: HistoryPlace) -> Bool {
    (a.at, a.epoch, a.isDecided, a.revision, a.kind.rawValue, a.number)
      < (b.at, b.epoch, b.isDecided, b.revision, b.kind.rawValue, b.number)
  }
}

extension Connection {
  /// The places of all that the history of some records tells, in no order.
  ///
  /// - Parameter records: All of one report: what the log says of the reports that they were before belongs to it, too.
  public func historyPlaces(ofRecords records: [Int64]) throws(StorageError) -> [HistoryPlace] {
    let list = "[\(records.map(String.init).joined(separator: ","))]"
    // What was imported counts since then (`DecisionRow.since`).
    let decisions = try prepared(
      """
      SELECT number, max(at, coalesce(imported_at, at)), revision, change FROM decision WHERE number IN (
        SELECT decision FROM decision_record WHERE record IN (SELECT value FROM json_each(?))) ORDER BY number
      """
    ).bind(0, list).all {
      DecisionMoment(number: $0.int(0), at: $0.int(1), revision: $0.optionalInt(2), change: $0.optionalInt(3))
    }
    let revisions = try prepared(
      """
      WITH RECURSIVE chain(revision) AS (
        SELECT revision FROM record WHERE id IN (SELECT value FROM json_each(?))
        UNION ALL
        SELECT revision.previous FROM chain JOIN revision ON revision.id = chain.revision
        WHERE revision.previous IS NOT NULL)
      SELECT id, at FROM chain JOIN revision ON revision.id = chain.revision
      """
    ).bind(0, list).all { (number: $0.int(0), at: $0.int(1)) }
    let changes = try prepared(
      """
      SELECT change.number,
        coalesce(\(Self.changeTime), 0), change.decision,
        -- That of its own transaction: what is logged there stands close by, and earlier revisions have lower numbers.
        (SELECT max(revision) FROM change AS before
         WHERE before.number <= change.number AND before.number > change.number - 1000)
      FROM change LEFT JOIN revision AS made ON made.id = change.revision
      WHERE change.number IN (
        SELECT number FROM change WHERE kind >= 6 AND kind <> 8 AND report IN (SELECT value FROM json_each(?1))
        UNION SELECT number FROM change WHERE kind = 7 AND other IN (SELECT value FROM json_each(?1)))
      """
    ).bind(0, list).all {
      (number: $0.int(0), at: $0.int(1), decision: $0.optionalInt(2), revision: $0.int(3))
    }

    var places = decisions.enumerated().map { epoch, decision in
      HistoryPlace(at: decision.at, epoch: Int64(epoch), kind: .decision, number: decision.number)
    }
    for (number, at) in revisions {
      let epoch = decisions.epoch { $0.revision.map { number > $0 } ?? (at > $0.at) }
      places.append(HistoryPlace(at: at, epoch: epoch, kind: .revision, revision: number, number: number))
    }
    for (number, at, decision, revision) in changes {
      if let decision {
        // It stands behind its decision, in that one's epoch.
        let epoch = decisions.epoch { $0.number < decision }
        places.append(HistoryPlace(at: at, epoch: epoch, kind: .consequence, number: number))
      } else {
        let epoch = decisions.epoch { $0.change.map { number > $0 } ?? (at > $0.at) }
        places.append(HistoryPlace(at: at, epoch: epoch, kind: .change, revision: revision, number: number))
      }
    }
    return places
  }

  /// The reports that were one with a report at any time, it among them: what parted may have been one before. Of very
  /// many only some.
  public func reports(everOneWith number: Int64) throws(StorageError) -> [Int64] {
    let find = try prepared(
      """
      SELECT other FROM change WHERE report = ?1 AND kind >= 6 AND kind <= 7 AND other IS NOT NULL
      UNION SELECT report FROM change WHERE kind = 6 AND other IS NOT NULL AND other = ?1
      UNION SELECT report FROM change WHERE kind = 7 AND other = ?1
      """)
    var found = [number]
    var next = 0
    while next < found.count, found.count < 100 {
      for other in try find.bind(0, found[next]).all({ $0.int(0) }) where !found.contains(other) {
        found.append(other)
      }
      next += 1
    }
    return found
  }

  /// Whether what the log first tells of some reports was made by a revision that is kept no more. Nothing finds that but
  /// the log itself, from its beginning: in time as it is long.
  public func isFirstStateTrimmed(ofReports numbers: [Int64]) throws(StorageError) -> Bool {
    try prepared(
      """
      SELECT revision.id IS NULL FROM change LEFT JOIN revision ON revision.id = change.revision
      WHERE report IN (SELECT value FROM json_each(?)) AND change.revision > 0 ORDER BY number LIMIT 1
      """
    ).bind(0, "[\(numbers.map(String.init).joined(separator: ","))]").first { $0.int(0) != 0 } ?? false
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
      SELECT catalogued_text(v.body, v.dictionary, report.patch, -1) FROM report
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

/// When a decision was made, in every measure that there is.
private struct DecisionMoment {
  var number: Int64
  var at: Int64
  /// The last revision and the last change before it; nil in stores of a time that did not note them.
  var revision, change: Int64?
}

extension [DecisionMoment] {
  /// How many were made before something, found by halving.
  ///
  /// - Parameter isBefore: Whether one was.
  fileprivate func epoch(_ isBefore: (DecisionMoment) -> Bool) -> Int64 {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return Int64(low)
  }
}
