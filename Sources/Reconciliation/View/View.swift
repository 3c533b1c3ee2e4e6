/// What the library shows of a cluster of records: a function of what the upstreams said (R), what persons decided (D)
/// and the configuration (C), by rules 9 to 14.
///
/// A store keeps what this says in tables, mends it cluster by cluster (`ClusterSearch`), and can check it at any time by
/// computing it anew.
public struct View: Hashable, Sendable {
  /// In ascending order of their numbers. Every record is in exactly one.
  public var reports: [ReportView]
  /// In ascending order of their pairs.
  public var suggestions: [Suggestion]

  public init(reports: [ReportView] = [], suggestions: [Suggestion] = []) {
    self.reports = reports
    self.suggestions = suggestions
  }

  /// The report of a record that is alone in its cluster and that no decision names: nearly every record of a store.
  /// The record supplies all of it, so that its content need not be looked at.
  public static func alone(_ record: RecordNumber, isLive: Bool) -> ReportView {
    ReportView(number: record, records: [record], isWithdrawn: !isLive)
  }

  /// Computes the view of a cluster.
  ///
  /// - Parameters:
  ///   - records: All records of the cluster that ever were live, in any order; each number once.
  ///   - silent: Keys of theirs that mean nothing among all that bear them (`Cluster.silent`).
  ///   - decisions: In ascending order; at least all that touch one of the records (`Decision.touched`), undone ones and
  ///     undos included. Others change nothing.
  public init(
    of records: [ViewRecord], silent: Set<LinkKey> = [], decisions: [NumberedDecision] = [],
    settings: ViewSettings
  ) {
    self.init(of: records, silent: silent, standing: Standing(decisions), settings: settings)
  }

  /// The same, of decisions that were looked through before.
  public init(
    of records: [ViewRecord], silent: Set<LinkKey> = [], standing: Standing, settings: ViewSettings
  ) {
    if records.count == 1, let record = records.first, standing.isEmpty {
      self.init(reports: [View.alone(record.number, isLive: record.isLive)])
      return
    }
    let groups = Linking.groups(of: records, silent: silent, standing: standing)
    self.init()
    reports = groups.map { group in
      ReportMerge(records, group, standing, settings).report
    }
    reports.sort { $0.number < $1.number }
    if groups.count > 1 {
      suggestions = Suggestion.all(among: records, groups, silent: silent, apart: standing.apart)
    }
  }
}

extension Standing {
  /// Whether no decision stands.
  public var isEmpty: Bool {
    edits.isEmpty && pins.isEmpty && amendments.isEmpty && merges.isEmpty && apart.isEmpty && kept.isEmpty
  }
}
