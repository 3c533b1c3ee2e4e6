import Catalogue

/// A decision as `export --edits` writes it, one a line: with who made it, and with the names of the records that its
/// numbers stand for, so that another store finds its own numbers.
public struct PortableDecision: Hashable, Sendable, Codable {
  /// A record by what every store knows of it.
  public struct Record: Hashable, Sendable, Codable {
    public var number: RecordNumber
    public var catalogue: String
    /// The upstream's own identifier of the record.
    public var identifier: String

    public init(number: RecordNumber, catalogue: String, identifier: String) {
      self.number = number
      self.catalogue = catalogue
      self.identifier = identifier
    }
  }

  public var number: DecisionNumber
  /// Seconds since 1970.
  public var at: Int64
  /// The user who decided.
  public var by: String
  public var reason: String?
  public var decision: Decision
  /// Every record that the decision names.
  public var records: [Record]

  public init(
    number: DecisionNumber, at: Int64, by: String, reason: String? = nil, decision: Decision,
    records: [Record]
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.reason = reason
    self.decision = decision
    self.records = records
  }

  enum CodingKeys: String, CodingKey { case number, at, by, reason, decision, records }

  /// The decision with another store's numbers; nil where a record or an earlier decision is not there.
  ///
  /// - Parameters:
  ///   - record: The number of a record there.
  ///   - earlier: The number that a decision of the same export, with this number in it, got there.
  public func imported(
    record: (Record) -> RecordNumber?, earlier: (DecisionNumber) -> DecisionNumber?
  ) -> Decision? {
    decision.renumbered(
      record: { number in records.first { $0.number == number }.flatMap(record) }, decision: earlier)
  }
}
