/// One of a record's states, without its content.
public struct RevisionLink: Sendable {
  public var number: Int64
  public var previous: Int64?
  /// When it was taken, in seconds since 1970.
  public var at: Int64
}

extension Connection {
  /// A record's states, the latest first.
  public func revisions(of record: RecordRow) throws(StorageError) -> [RevisionLink] {
    var links: [RevisionLink] = []
    var next: Int64? = record.revision
    while let number = next {
      let link = try prepared("SELECT previous, at FROM revision WHERE id = ?").bind(0, number).first {
        RevisionLink(number: number, previous: $0.optionalInt(0), at: $0.int(1))
      }
      guard let link else { break }
      links.append(link)
      next = link.previous
    }
    return links
  }

  public func hasOpenConflict(about revision: Int64) throws(StorageError) -> Bool {
    try prepared("SELECT 1 FROM conflict WHERE closed IS NULL AND revision = ? LIMIT 1").bind(0, revision)
      .first {
        _ in true
      } ?? false
  }

  /// Removes a state for good; the next newer one then follows the one before it.
  public func removeRevision(_ number: Int64, newer: Int64?, previous: Int64?) throws(StorageError) {
    try prepared("UPDATE revision SET previous = ? WHERE id = ?").bind(0, previous).bind(1, newer).run()
    try prepared("DELETE FROM revision WHERE id = ?").bind(0, number).run()
  }
}
