import Catalogue

/// `GET /v1/reports/{id}/provenance`: where everything that a report shows comes from.
public struct ProvenanceInfo: Hashable, Sendable, Codable {
  public var number: Int64
  public var title: String
  public var withdrawn: Bool
  /// Those of which anybody says anything, in the order in which a report shows them.
  public var fields: [FieldProvenance]

  public init(number: Int64, title: String, withdrawn: Bool = false, fields: [FieldProvenance]) {
    self.number = number
    self.title = title
    self.withdrawn = withdrawn
    self.fields = fields
  }
}

/// Where a field's values come from.
public struct FieldProvenance: Hashable, Sendable, Codable {
  /// What a person wants to show: a catalogue's record.
  public struct Pin: Hashable, Sendable, Codable {
    public var catalogue: String
    public var record: Int64
    public var decision: Int64

    public init(catalogue: String, record: Int64, decision: Int64) {
      self.catalogue = catalogue
      self.record = record
      self.decision = decision
    }
  }

  /// What a record says.
  public struct Voice: Hashable, Sendable, Codable {
    public var catalogue: String
    public var record: Int64
    public var revision: Int64
    /// Whether its upstream has it still.
    public var live: Bool
    /// For people; none where it says nothing.
    public var texts: [String]
    /// Whether it says what is shown.
    public var agrees: Bool

    public init(
      catalogue: String, record: Int64, revision: Int64, live: Bool = true, texts: [String], agrees: Bool
    ) {
      self.catalogue = catalogue
      self.record = record
      self.revision = revision
      self.live = live
      self.texts = texts
      self.agrees = agrees
    }
  }

  public var field: String
  /// What is shown.
  public var items: [SourcedValue]
  /// In the order in which the records count.
  public var voices: [Voice]
  /// The decisions that edit it, as they stand.
  public var edits: [Int64]
  /// Those of them that the configuration lets give way to what the upstream says since.
  public var overruled: [Int64]
  public var pin: Pin?
  /// The numbers of those that wait for a person.
  public var conflicts: [Int64]

  public init(
    field: String, items: [SourcedValue], voices: [Voice] = [], edits: [Int64] = [],
    overruled: [Int64] = [], pin: Pin? = nil, conflicts: [Int64] = []
  ) {
    self.field = field
    self.items = items
    self.voices = voices
    self.edits = edits
    self.overruled = overruled
    self.pin = pin
    self.conflicts = conflicts
  }
}

/// A value that is shown.
public struct SourcedValue: Hashable, Sendable, Codable {
  /// As in the JSON of a report.
  public var value: JSONValue
  /// In one line where that is possible.
  public var text: String
  public var source: ValueSource

  public init(_ value: ValueInfo, from source: ValueSource) {
    self.value = value.value
    self.text = value.text
    self.source = source
  }
}

/// Where a value comes from. In JSON an object with one member: `{"decision": {…}}`.
public enum ValueSource: Hashable, Sendable, Codable {
  /// What an upstream says.
  public struct Revision: Hashable, Sendable, Codable {
    public var catalogue: String
    public var record: Int64
    public var revision: Int64
    /// The run that took it, and when.
    public var run: Int64?
    public var at: Timestamp?
    /// Of a web page: the ways of describing itself from which the field's values were taken (`highwire`, `json-ld`,
    /// `microdata`, `dublin-core`, `coins`, `page`: what it prints, `open-graph`).
    public var page: [String]?

    public init(
      catalogue: String, record: Int64, revision: Int64, run: Int64? = nil, at: Timestamp? = nil,
      page: [String]? = nil
    ) {
      self.catalogue = catalogue
      self.record = record
      self.revision = revision
      self.run = run
      self.at = at
      self.page = page
    }
  }

  /// What a person says.
  public struct Decision: Hashable, Sendable, Codable {
    public var decision: Int64
    public var by: String
    public var at: Timestamp
    public var reason: String?

    public init(decision: Int64, by: String, at: Timestamp, reason: String? = nil) {
      self.decision = decision
      self.by = by
      self.at = at
      self.reason = reason
    }
  }

  case revision(Revision)
  case decision(Decision)

  private enum CodingKeys: String, CodingKey { case revision, decision }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    if let decision = try json.decodeIfPresent(Decision.self, forKey: .decision) {
      self = .decision(decision)
    } else {
      self = .revision(try json.decode(Revision.self, forKey: .revision))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .revision(let revision): try json.encode(revision, forKey: .revision)
    case .decision(let decision): try json.encode(decision, forKey: .decision)
    }
  }
}
