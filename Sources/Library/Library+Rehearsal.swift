import Catalogue
import CatalogueFormats
import Reconciliation
import Storage

/// What a run would have changed, had it been no rehearsal.
public struct RehearsalResult: Sendable {
  /// How many of one kind, and the first few.
  public struct Change: Sendable {
    public var count = 0
    public var samples: [(identifier: String, title: String)] = []

    mutating func add(_ identifier: String, _ title: String) {
      count += 1
      if samples.count < 20 { samples.append((identifier, title)) }
    }
  }

  public var new = Change()
  public var changed = Change()
  public var gone = Change()
  /// Whether the deletions would be held (rule 7).
  public var wouldHold = false
  public var counts = RunCounts()
  public init() {}
}

/// A run that writes nothing: it hears statements as a real one would and counts what they would come to
/// (`refresh --dry-run`). Used by one thread.
public final class Rehearsal {
  private let library: Library
  private let catalogue: Int64
  private let settings: ArrivalSettings
  private var memory: RunMemory
  public private(set) var result = RehearsalResult()
  /// Unknown identifiers that were heard: each counts once. Hashes, so that memory stays small.
  private var unknown: Set<Int> = []
  /// Those of them that this pass has brought.
  private var unknownInPass: Set<Int> = []
  /// Records that would differ if the older statement that waits for the close applied (rule 3).
  private var olderDiffers: Set<Int64> = []
  /// How many more records would be live before the close.
  private var gained = 0

  init(_ library: Library, catalogue: Int64, full: Bool, complete: Bool, settings: ArrivalSettings)
    throws(LibraryError)
  {
    self.library = library
    self.catalogue = catalogue
    self.settings = settings
    let (held, refused) = try library.reading { (connection) throws(StorageError) in
      (try connection.held(catalogue: catalogue), try connection.refused(catalogue: catalogue))
    }
    memory = RunMemory(
      begun: library.now(), full: full, complete: complete, held: DeletionSet(held),
      rejected: RejectedDeletions(refused))
  }

  /// Hears a page. Returns how many of its records this start or restart of the list had not brought before.
  public func take(_ page: ArrivalPage, preparedBy preparer: RecordPreparer) throws(LibraryError) -> Int {
    preparer.pageLeaves()
    if page.pass != memory.pass {
      memory.beginPass(page.pass)
      unknownInPass.removeAll()
    }
    if !page.isComplete { memory.loseCompleteness() }
    result.counts.requests += page.requests
    result.counts.bytes += page.bytes
    if page.checkpoint != nil { result.counts.pages += page.answers }
    var new = 0
    for record in page.records where try hear(record) { new += 1 }
    for identifier in page.news.present { try hearPresent(identifier) }
    return new + memory.endPage().newInPass
  }

  /// Says whether the record is unknown and was not heard before.
  private func hear(_ record: PreparedRecord) throws(LibraryError) -> Bool {
    result.counts.heard += 1
    if case .rejected = record.content {
      result.counts.rejected += 1
      if record.identifier.isEmpty { memory.loseCompleteness() }
    }
    let heard: HeardStatement.Heard
    switch record.content {
    case .sameBytes: heard = record.known?.isLive == false ? .deleted : .live
    case .live: heard = .live
    case .deleted: heard = .deleted
    case .rejected: heard = .broken
    }
    let known = try known(record)
    let wasTaken = known.map { memory.taken.contains($0.number) } ?? false
    let arrival = memory.hear(HeardStatement(heard, datestamp: record.datestamp), record: known?.state)
    switch (arrival.decision, record.content) {
    case (.insert, .live(let report)):
      return count(record, isNew: Self.title(report))
    case (.insertTombstone, _):
      return count(record, isNew: nil)
    case (.put, .live(let report)), (.revive, .live(let report)):
      // Nothing is written, so that a record counts only where it is taken first.
      if wasTaken {
        result.counts.duplicate += 1
      } else if let known, try isSame(report, known) {
        result.counts.unchanged += 1
      } else {
        result.changed.add(record.identifier, Self.title(report))
        result.counts.changed += 1
        if known?.isLive == false { gained += 1 }
      }
    case (.keepOlder, .live(let report)):
      if let known {
        if try isSame(report, known) {
          olderDiffers.remove(known.number)
        } else {
          olderDiffers.insert(known.number)
        }
      }
    case (.stale, _): result.counts.stale += 1
    case (.duplicate, _): result.counts.duplicate += 1
    case (.refused, _), (.stage, _), (.keepOlder, _): break
    default: result.counts.unchanged += 1
    }
    return false
  }

  /// What is known of pages from real runs.
  public func known(_ addresses: [String], inFull: Bool) throws(LibraryError) -> [Recollection] {
    try library.knownPages(addresses, inFull: inFull, catalogue: catalogue, run: 0)
  }

  private func hearPresent(_ identifier: String) throws(LibraryError) {
    let row = try library.reading { (connection) throws(StorageError) in
      try RecordLookup(connection).record(catalogue: catalogue, identifier: identifier)
    }
    guard let row, row.isLive, !memory.seen.contains(row.number) else { return }
    result.counts.heard += 1
    result.counts.unchanged += 1
    _ = memory.hear(HeardStatement(.live, datestamp: row.datestamp), record: row.state)
  }

  /// What is stored, also where the parsing thread could not look it up.
  private func known(_ record: PreparedRecord) throws(LibraryError) -> RecordRow? {
    if let known = record.known { return known }
    guard !record.identifier.isEmpty else { return nil }
    return try library.reading { (connection) throws(StorageError) in
      try RecordLookup(connection).record(catalogue: catalogue, identifier: record.identifier)
    }
  }

  /// Counts an unknown record once, with its title unless it is a tombstone. Says whether this pass had not brought it.
  private func count(_ record: PreparedRecord, isNew title: String?) -> Bool {
    let hash = record.identifier.hashValue
    if unknown.insert(hash).inserted, let title {
      result.new.add(record.identifier, title)
      result.counts.added += 1
      gained += 1
    }
    return unknownInPass.insert(hash).inserted
  }

  /// What the close would do. Nothing is written.
  public func close() throws(LibraryError) -> RehearsalResult {
    let catalogue = catalogue
    let memory = memory
    let settings = settings
    let gained = gained
    let decision = try library.reading { (connection) throws(StorageError) in
      let live = (try connection.catalogue(catalogue)?.live ?? 0) + gained
      let closes = try connection.closes(catalogue: catalogue, begunAfter: memory.begun - CloseFacts.window)
      let facts = CloseFacts(
        settings: settings, liveRecords: live,
        gone: closes.map { GuardEntry(begun: $0.begun, count: $0.gone) },
        peaks: closes.map { GuardEntry(begun: $0.begun, count: $0.live) })
      return try memory.close(facts) { (absence) throws(StorageError) in
        try connection.forEachLive(catalogue: catalogue) { (number, missed) throws(StorageError) in
          absence(number, missed)
        }
      }
    }
    let deletions: DeletionSet
    switch decision.outcome {
    case .applied(let set): deletions = set
    case .held(let set):
      deletions = set
      result.wouldHold = true
    }
    for older in decision.older where olderDiffers.contains(older.number) {
      let shown = try shown(older.number)
      result.changed.add(shown.identifier, shown.title)
      result.counts.changed += 1
    }
    for (number, _) in deletions {
      guard result.gone.samples.count < 20 else {
        result.gone.count = deletions.count
        break
      }
      let shown = try shown(number)
      result.gone.add(shown.identifier, shown.title)
    }
    return result
  }

  private func shown(_ number: Int64) throws(LibraryError) -> (identifier: String, title: String) {
    try library.reading { (connection) throws(StorageError) in
      (
        try connection.prepared("SELECT identifier FROM record WHERE id = ?").bind(0, number).first {
          $0.text(0)
        } ?? "",
        try connection.report(addressedBy: number)?.report.title ?? ""
      )
    }
  }

  private func isSame(_ report: EncodedReport, _ known: RecordRow) throws(LibraryError) -> Bool {
    guard known.isLive else { return false }
    let stored = try library.reading { (connection) throws(StorageError) in
      try connection.report(addressedBy: known.number)?.report.encoded()
    }
    return report.withReport { bytes in stored.map { bytes.elementsEqual($0) } ?? false }
  }

  private static func title(_ report: EncodedReport) -> String {
    report.withReport { (try? Report.decode($0))?.title ?? "" }
  }
}

extension Library {
  /// Begins a rehearsal of a run: it writes nothing.
  public func rehearse(catalogue: Int64, full: Bool, complete: Bool, settings: ArrivalSettings)
    throws(LibraryError)
    -> Rehearsal
  {
    try Rehearsal(self, catalogue: catalogue, full: full, complete: complete, settings: settings)
  }
}
