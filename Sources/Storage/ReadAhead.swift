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

  fileprivate init(_ revision: Int64, _ said: Report, body: [UInt8], dictionary: Int64) {
    self.revision = revision
    self.said = SaidReport(said)
    keys = LinkKey.keys(of: said, isLive: true)
    self.body = body
    self.dictionary = dictionary
  }

  /// Whether the revision still has these bytes.
  public func holds(on connection: Connection) throws(StorageError) -> Bool {
    let find = try connection.prepared("SELECT dictionary, body FROM revision WHERE id = ?")
    guard try find.bind(0, revision).step() else { return false }
    defer { find.reset() }
    return find.int(0) == dictionary && find.withBlob(1) { $0.elementsEqual(body) }
  }
}

extension Connection {
  /// What the last live states say of the records that a new one with these identifiers may join.
  ///
  /// - Parameter known: Revisions that were read already.
  public func readAhead(of report: Report, besides known: inout Set<Int64>) throws(StorageError)
    -> [ReadAhead]
  {
    var found: [ReadAhead] = []
    for case .identifier(let identifier) in LinkKey.keys(of: report, isLive: false) {
      // More are of a series, or of a number that was given twice: they join nothing.
      let bearers = try bearers(.identifier(identifier), limit: Self.fewBearers + 1)
      guard bearers.count <= Self.fewBearers else { continue }
      for record in bearers {
        guard let revision = try liveRevision(ofRecord: record), known.insert(revision).inserted else {
          continue
        }
        if let ahead = try readAhead(revision) { found.append(ahead) }
      }
    }
    return found
  }

  private static let fewBearers = 4

  private func liveRevision(ofRecord number: Int64) throws(StorageError) -> Int64? {
    try prepared("SELECT live_revision FROM record WHERE id = ?").bind(0, number).first { $0.optionalInt(0) }
      ?? nil
  }

  private func readAhead(_ revision: Int64) throws(StorageError) -> ReadAhead? {
    let find = try prepared("SELECT body, dictionary FROM revision WHERE id = ?")
    guard let (body, dictionary) = try find.bind(0, revision).first({ ($0.blob(0), $0.int(1)) }) else {
      return nil
    }
    let said = try body.lend { (bytes) throws(StorageError) in try report(bytes, dictionary: dictionary) }
    return ReadAhead(revision, said, body: body, dictionary: dictionary)
  }
}
