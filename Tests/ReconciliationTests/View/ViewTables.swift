@testable import Reconciliation

/// A view kept in tables, mended cluster by cluster as a store does (P6).
struct ViewTables {
  private(set) var reports: [RecordNumber: ReportView] = [:]
  private(set) var suggestions: Set<Suggestion> = []
  private var keys: [RecordNumber: [LinkKey]] = [:]
  private var bearers: [LinkKey: [LinkKey.Bearer]] = [:]
  private var touched: [DecisionNumber: [RecordNumber]] = [:]
  private var settings: ViewSettings?

  var view: View {
    View(
      reports: reports.values.sorted { $0.number < $1.number },
      suggestions: suggestions.sorted { ($0.pair.a, $0.pair.b) < ($1.pair.a, $1.pair.b) })
  }

  /// Answers how many records were looked at.
  @discardableResult mutating func mend(_ world: ViewWorld, _ changes: [LinkChange]) -> Int {
    for change in changes {
      for key in change.before?.keys ?? [] { bearers[key]?.removeAll { $0.record == change.record } }
      keys[change.record] = change.now?.keys
      for key in change.now?.keys ?? [] {
        bearers[key, default: []].append(
          LinkKey.Bearer(
            record: change.record, catalogue: change.now?.catalogue ?? "", isLive: change.now?.isLive ?? false
          ))
      }
    }
    var dirty: [RecordNumber] = []
    for decision in world.decisions where touched[decision.number] == nil {
      let records = decision.decision.touched { touched[$0] ?? [] }
      touched[decision.number] = records
      dirty += records
    }
    if settings != world.settings { dirty += world.records.map(\.number) }
    settings = world.settings
    var search = ClusterSearch(changes: changes, touched: dirty)
    var clusters: [Cluster] = []
    while let cluster = search.next(
      keys: { keys[$0] ?? [] }, bearers: { Array((bearers[$0] ?? []).prefix($1)) }, together: { together($0) }
    ) {
      clusters.append(cluster)
    }
    let all = Set(clusters.flatMap(\.records))
    reports = reports.filter { all.isDisjoint(with: $0.value.records) }
    suggestions = suggestions.filter { !all.contains($0.pair.a) && !all.contains($0.pair.b) }
    for cluster in clusters {
      // Only the decisions that touch the cluster.
      let decisions = world.decisions.filter { decision in
        touched[decision.number]?.contains { cluster.records.contains($0) } ?? false
      }
      let view = View(
        of: cluster.records.compactMap(world.record), silent: cluster.silent, decisions: decisions,
        settings: world.settings)
      for report in view.reports { reports[report.number] = report }
      suggestions.formUnion(view.suggestions)
    }
    return all.count
  }

  private func together(_ record: RecordNumber) -> [RecordNumber] {
    touched.values.filter { $0.contains(record) }.flatMap { $0 }
  }
}
