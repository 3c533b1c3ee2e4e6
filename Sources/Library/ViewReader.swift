import Catalogue
import Reconciliation
import Storage

/// Computes what the library shows of some records, out of what a store holds of them. It keeps what it has read: for one
/// question or one transaction.
final class ViewReader {
  let connection: Connection
  private let lookup: RecordLookup
  /// The catalogues' names, by number.
  let names: [Int64: String]
  let settings: ViewSettings
  /// Whether a person ever decided anything.
  private let hasDecisions: Bool
  private var known: [Int64: Known] = [:]
  /// By revision.
  private var ahead: [Int64: ReadAhead] = [:]

  /// What was read of a record.
  private final class Known {
    /// Nil where there is none.
    let row: RecordRow?
    /// Whether this transaction inserted it: it is of no report with others yet.
    let isNew: Bool
    /// What its last live revision says; nil until that is asked for, and where it never was live.
    var said: SaidReport?
    /// What it bears now; nil until that is asked for.
    var keys: [LinkKey]?

    init(_ row: RecordRow?, isNew: Bool = false) {
      self.row = row
      self.isNew = isNew
    }
  }

  /// - Parameter hasDecisions: Whether a person ever decided anything, where that is known.
  init(_ connection: Connection, hasDecisions: Bool? = nil) throws(StorageError) {
    self.connection = connection
    lookup = try RecordLookup(connection)
    let catalogues = try connection.catalogues()
    names = Dictionary(uniqueKeysWithValues: catalogues.map { ($0.number, $0.name) })
    settings = ViewSettings(catalogues)
    self.hasDecisions = if let hasDecisions { hasDecisions } else { try connection.hasDecisions() }
  }

  /// Takes over what this transaction inserted, so that it is not read again.
  func know(_ record: InsertedRecord) {
    let one = Known(record.row, isNew: true)
    one.said = record.said
    one.keys = record.keys
    known[record.row.number] = one
  }

  /// Takes over what another connection read.
  func know(_ ahead: [ReadAhead]) {
    for one in ahead { self.ahead[one.revision] = one }
  }

  private func record(numbered number: Int64) throws(StorageError) -> Known {
    if let one = known[number] { return one }
    let one = Known(try lookup.record(number))
    known[number] = one
    return one
  }

  /// A record as it is now; nil where there is none.
  func row(_ number: Int64) throws(StorageError) -> RecordRow? { try record(numbered: number).row }

  /// What a record's last live revision says; nil where it never was live.
  func said(by number: Int64) throws(StorageError) -> SaidReport? { try said(by: record(numbered: number)) }

  private func said(by record: Known) throws(StorageError) -> SaidReport? {
    if let said = record.said { return said }
    guard let revision = record.row?.liveRevision else { return nil }
    if let ahead = ahead[revision], try ahead.holds(on: connection) {
      record.said = ahead.said
      if record.row?.isLive == true { record.keys = ahead.keys }
    } else {
      record.said = try connection.statement(ofRevision: revision).map(SaidReport.init)
    }
    return record.said
  }

  /// By what a record finds others now.
  private func keys(of number: Int64) throws(StorageError) -> [LinkKey] {
    let record = try record(numbered: number)
    if let keys = record.keys { return keys }
    guard let row = record.row, let said = try said(by: record) else { return [] }
    let keys = record.keys ?? LinkKey.keys(of: said.report, isLive: row.isLive)
    record.keys = keys
    return keys
  }

  /// What a record bears now; nil where it never was live.
  func state(_ number: Int64) throws(StorageError) -> LinkChange.State? {
    guard let row = try row(number), row.liveRevision != nil else { return nil }
    return LinkChange.State(
      catalogue: names[row.catalogue] ?? "", isLive: row.isLive, keys: try keys(of: number))
  }

  /// What a record bore that was so.
  func state(catalogue: Int64, isLive: Bool, _ said: Report) -> LinkChange.State {
    LinkChange.State(
      catalogue: names[catalogue] ?? "", isLive: isLive, keys: LinkKey.keys(of: said, isLive: isLive))
  }

  private func bearers(of key: LinkKey, limit: Int) throws(StorageError) -> [LinkKey.Bearer] {
    var bearers: [LinkKey.Bearer] = []
    for number in try connection.bearers(key, limit: limit) {
      guard let row = try row(number) else { continue }
      bearers.append(
        LinkKey.Bearer(record: number, catalogue: names[row.catalogue] ?? "", isLive: row.isLive))
    }
    return bearers
  }

  /// The clusters that changed, or that touched records are in.
  func clusters(_ changes: [LinkChange] = [], touched: [Int64] = []) throws(StorageError) -> [Cluster] {
    var search = ClusterSearch(changes: changes, touched: touched)
    var found: [Cluster] = []
    while let cluster = try search.next(
      keys: { (number) throws(StorageError) in try self.keys(of: number) },
      bearers: { (key, limit) throws(StorageError) in
        try self.bearers(of: key, limit: limit)
      },
      together: { (number) throws(StorageError) in
        var near = self.hasDecisions ? try self.connection.records(decidedWith: number) : []
        // Those of one report lead to each other anyway, but for a while after a change of what is found by what.
        let record = try self.record(numbered: number)
        guard !record.isNew, let report = record.row?.report else { return near }
        if report != number { near.append(report) }
        // Of a new one it is only guessed yet which report it joins.
        return near + (try self.connection.joined(toReport: report).filter { self.known[$0]?.isNew != true })
      }
    ) {
      found.append(cluster)
    }
    return found
  }

  /// A record as the view needs it; nil for one that never was live.
  func record(_ number: Int64) throws(StorageError) -> ViewRecord? {
    guard let row = try row(number), let revision = row.liveRevision, let said = try said(by: number) else {
      return nil
    }
    return ViewRecord(
      number: number, catalogue: names[row.catalogue] ?? "", isLive: row.isLive, liveRevision: revision,
      lastRevision: row.revision, report: said.report)
  }

  /// The decisions that concern a cluster, in order.
  func decisions(_ cluster: Cluster) throws(StorageError) -> [NumberedDecision] {
    guard hasDecisions else { return [] }
    return try connection.decisions(touching: cluster.records).map {
      NumberedDecision($0.number, $0.decision)
    }
  }

  /// What the library shows of a cluster.
  func view(of cluster: Cluster) throws(StorageError) -> View {
    var members: [ViewRecord] = []
    for number in cluster.records {
      if let record = try record(number) { members.append(record) }
    }
    return View(
      of: members, silent: cluster.silent, decisions: try decisions(cluster), settings: settings)
  }
}

extension ViewSettings {
  /// What the catalogues' rows say: those that are configured no more keep what they said last.
  init(_ catalogues: [CatalogueRow]) {
    self.init(
      catalogues: Dictionary(
        uniqueKeysWithValues: catalogues.map {
          ($0.name, CatalogueTerms(priority: $0.priority, policies: $0.policies))
        }))
  }
}
