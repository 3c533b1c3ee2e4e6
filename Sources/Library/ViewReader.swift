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
  private var rows: [Int64: RecordRow?] = [:]
  private var reports: [Int64: Report] = [:]

  /// - Parameter hasDecisions: Whether a person ever decided anything, where that is known.
  init(_ connection: Connection, hasDecisions: Bool? = nil) throws(StorageError) {
    self.connection = connection
    lookup = try RecordLookup(connection)
    let catalogues = try connection.catalogues()
    names = Dictionary(uniqueKeysWithValues: catalogues.map { ($0.number, $0.name) })
    settings = ViewSettings(catalogues)
    self.hasDecisions = if let hasDecisions { hasDecisions } else { try connection.hasDecisions() }
  }

  /// A record as it is now; nil where there is none.
  func row(_ number: Int64) throws(StorageError) -> RecordRow? {
    if let row = rows[number] { return row }
    let row = try lookup.record(number)
    rows[number] = .some(row)
    return row
  }

  /// What a record's last live revision says; nil where it never was live.
  func said(by number: Int64) throws(StorageError) -> Report? {
    if let report = reports[number] { return report }
    guard let report = try connection.statement(ofRecord: number) else { return nil }
    reports[number] = report
    return report
  }

  /// What a record bears now.
  func state(_ number: Int64) throws(StorageError) -> LinkChange.State? {
    guard let row = try row(number), let said = try said(by: number) else { return nil }
    return state(catalogue: row.catalogue, isLive: row.isLive, said)
  }

  func state(catalogue: Int64, isLive: Bool, _ said: Report) -> LinkChange.State {
    LinkChange.State(
      catalogue: names[catalogue] ?? "", isLive: isLive, keys: LinkKey.keys(of: said, isLive: isLive))
  }

  /// The clusters that changed, or that touched records are in.
  func clusters(_ changes: [LinkChange] = [], touched: [Int64] = []) throws(StorageError) -> [Cluster] {
    var search = ClusterSearch(changes: changes, touched: touched)
    var found: [Cluster] = []
    while let cluster = try search.next(
      keys: { (number) throws(StorageError) in try self.state(number)?.keys ?? [] },
      bearers: { (key, limit) throws(StorageError) in
        try self.connection.bearers(key, limit: limit, names: self.names)
      },
      together: { (number) throws(StorageError) in
        var near = self.hasDecisions ? try self.connection.records(decidedWith: number) : []
        // Those of one report lead to each other anyway, but for a while after a change of what is found by what.
        if let report = try self.row(number)?.report { near += try self.connection.members(ofReport: report) }
        return near
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
      lastRevision: row.revision, report: said)
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
