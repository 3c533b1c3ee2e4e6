import Catalogue
import Reconciliation

/// What a live revision says, read before the writer needs it, by another connection. It holds as long as the revision
/// has these bytes.
public final class ReadAhead: Sendable {
  public let revision: Int64
  public let said: SaidReport
  /// By what its record finds others, while it is live.
  public let keys: [LinkKey]
  private let body: [UInt8]
  private let dictionary: Int64

  fileprivate init(_ kept: KeptReport, _ said: Report, _ keys: [LinkKey]) {
    revision = kept.revision
    self.said = SaidReport(said)
    self.keys = keys
    body = kept.body
    dictionary = kept.dictionary
  }

  /// Whether the revision still has these bytes.
  public func holds(on connection: Connection) throws(StorageError) -> Bool {
    let find = try connection.prepared("SELECT dictionary, body FROM revision WHERE id = ?")
    guard try find.bind(0, revision).step() else { return false }
    defer { find.reset() }
    return find.int(0) == dictionary
      && find.withBlob(1) { kept in body.lend { kept.isSame(as: $0) } }
  }
}

extension Connection {
  /// What the last live states say of the records that a new one with these identifiers may join, and the report that it
  /// then seems to be of.
  ///
  /// - Parameter known: Revisions that were read already.
  public func readAhead(of report: EncodedReport, besides known: inout Set<Int64>) throws(StorageError)
    -> (ahead: [ReadAhead], joins: Int64?)
  {
    let find = try prepared(
      """
      SELECT revision.id, revision.dictionary, revision.body, record.report
      FROM identifier CROSS JOIN record ON record.id = identifier.record
        CROSS JOIN revision ON revision.id = record.live_revision
      WHERE identifier.scheme = ? AND identifier.value = ? LIMIT ?
      """)
    var ahead: [ReadAhead] = []
    var joins: Int64?
    for key in report.keys.lazy.filter(\.links).prefix(LinkKey.identifierLimit) {
      let kept = try report.with(key.value) { (value) throws(StorageError) in
        // More are of a series, or of a number that was given twice: they join nothing.
        find.bind(0, Int64(key.scheme.rawValue)).bind(2, Self.fewBearers + 1)
        find.bind(1, borrowedText: value)
        return try find.all {
          let revision = $0.int(0)
          return KeptReport(
            revision: revision, dictionary: $0.int(1), body: known.contains(revision) ? [] : $0.blob(2),
            report: $0.optionalInt(3))
        }
      }
      guard kept.count <= Self.fewBearers else { continue }
      if joins == nil { joins = kept.first?.report }
      for one in kept where known.insert(one.revision).inserted {
        let said = try one.body.lend { (bytes) throws(StorageError) in
          try self.report(bytes, dictionary: one.dictionary, beside: report)
        }
        // Mostly it says the same as the new one, and the same leads to both.
        let keys =
          LinkKey.areSame(of: said, report.said.report)
          ? report.linkKeys : LinkKey.keys(of: said, isLive: true)
        ahead.append(ReadAhead(one, said, keys))
      }
    }
    return (ahead, joins)
  }

  private static let fewBearers: Int64 = 4
}

/// A live revision as it is kept.
private struct KeptReport {
  var revision: Int64
  var dictionary: Int64
  var body: [UInt8]
  var report: Int64?
}
