import Catalogue
import Reconciliation
import Storage

/// Compares what a store shows with what follows from its records, decisions and configuration (P6).
struct ViewCheck {
  private let reader: ViewReader

  init(_ connection: Connection) throws(StorageError) { reader = try ViewReader(connection) }

  /// Looks at the records above `after`, each with all that it could be concerned with.
  ///
  /// - Returns: What is shown otherwise, in words; and the last record that was looked at, nil behind the end.
  func problems(after: Int64, limit: Int) throws(StorageError) -> (found: [String], last: Int64?) {
    let rows = try reader.connection.records(after: after, limit: limit)
    let shown = rows.filter { $0.liveRevision != nil }.map(\.number)
    var problems: [String] = []
    for cluster in try reader.clusters(touched: shown) { problems += try self.problems(of: cluster) }
    return (problems, rows.last?.number)
  }

  private func problems(of cluster: Cluster) throws(StorageError) -> [String] {
    let view = try reader.view(of: cluster)
    var problems: [String] = []
    for report in view.reports {
      guard let supplier = report.records.first else { continue }
      let expected = ShownRow(
        number: report.number, isWithdrawn: report.isWithdrawn, supplier: supplier,
        patch: ReportPatch.encode(report.fields))
      let row = try reader.connection.shownRow(report.number)
      if let row, row.isWithdrawn != expected.isWithdrawn {
        problems.append(
          "report \(report.number) is shown as \(row.isWithdrawn ? "withdrawn" : "live") and its records are not"
        )
      } else if row != expected {
        problems.append("report \(report.number) does not show what its records and edits say")
      }
      for record in report.records where try reader.row(record)?.report != report.number {
        problems.append("record \(record) is not of report \(report.number), where it belongs")
      }
      let open = try reader.connection.openConflicts(ofReport: report.number).map(\.conflict.identity)
      if Set(open) != Set(report.conflicts.filter(\.isOpen).map(\.identity)) {
        problems.append("the open conflicts of report \(report.number) are not those that there are")
      }
    }
    if try reader.connection.suggestions(about: cluster.records) != view.suggestions {
      problems.append("the suggestions about record \(cluster.records[0]) are not those that there are")
    }
    return problems
  }
}
