import Catalogue

/// A report as the library shows it.
public struct ReportView: Hashable, Sendable {
  /// Its lowest record number.
  public var number: RecordNumber
  /// Its records, in the order in which their values count (rule 10): the live ones first.
  public var records: [RecordNumber]
  /// Whether no live record is left, and no decision keeps it (rule 12).
  public var isWithdrawn: Bool
  /// The fields that are not simply what the first record says, in their order; of nearly all reports none.
  public var fields: [ShownField]
  /// In the order of fields, then of edits.
  public var conflicts: [Conflict]

  public init(
    number: RecordNumber, records: [RecordNumber], isWithdrawn: Bool = false, fields: [ShownField] = [],
    conflicts: [Conflict] = []
  ) {
    self.number = number
    self.records = records
    self.isWithdrawn = isWithdrawn
    self.fields = fields
    self.conflicts = conflicts
  }

  /// What is shown, as one report.
  ///
  /// - Parameter first: What the first record of `records` says.
  public func report(first: Report) -> Report {
    var report = first
    for field in fields { report[field.field] = field.value }
    return report
  }

  /// A field with its sources.
  ///
  /// - Parameter first: The first record of `records`.
  public func shown(_ field: Field, first: ViewRecord) -> ShownField {
    if let shown = fields.first(where: { $0.field == field }) { return shown }
    let source = Source.revision(record: first.number, revision: first.liveRevision)
    return ShownField(field, first.report[field].items.map { ShownItem($0, source) }, supplier: first.number)
  }
}

/// What one record says of a field, beside what is shown.
public struct Voice: Hashable, Sendable {
  public var record: RecordNumber
  public var catalogue: String
  public var revision: Int64
  public var isLive: Bool
  public var value: FieldValue
  /// Whether it says what is shown.
  public var agrees: Bool
}

extension ReportView {
  /// What each record says of a field, in the order in which they count: "what the others say".
  ///
  /// - Parameter records: The report's, in the order of `self.records`.
  public func voices(_ field: Field, records: [ViewRecord]) -> [Voice] {
    guard let first = records.first else { return [] }
    let shown = shown(field, first: first).value
    let keys = field.kind == .set ? Set(shown.items.map(\.setKey)) : []
    return records.map { record in
      let value = record.report[field]
      // A set agrees where all that it says is shown.
      let agrees =
        field.kind == .set ? value.items.allSatisfy { keys.contains($0.setKey) } : value.says(sameAs: shown)
      return Voice(
        record: record.number, catalogue: record.catalogue, revision: record.liveRevision,
        isLive: record.isLive,
        value: value, agrees: agrees)
    }
  }
}
