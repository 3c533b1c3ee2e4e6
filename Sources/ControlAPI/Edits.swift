import Catalogue

/// `PATCH /v1/reports/{id}/edits`: either `set` and `clear`, or `from` and `to`.
public struct ReportEdit: Hashable, Sendable, Codable {
  /// `FIELD=VALUE`, `FIELD[n]=VALUE`, `FIELD[n].part=VALUE`, `FIELD+=VALUE` or `FIELD-=VALUE`.
  public var set: [String]?
  /// `FIELD`, `FIELD[n]` or `FIELD[n].part`, to be blanked or removed.
  public var clear: [String]?
  /// The report as the person got it, and as it is to be: what is the same in both is left alone.
  public var from: Report?
  public var to: Report?
  /// For people.
  public var reason: String?

  /// What is not there is left out: a `null` is refused, wherever it stands.
  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    for key in json.allKeys where try json.decode(JSONValue.self, forKey: key).hasNull {
      throw DecodingError.dataCorruptedError(forKey: key, in: json, debugDescription: "null stands in it")
    }
    set = try json.decodeIfPresent([String].self, forKey: .set)
    clear = try json.decodeIfPresent([String].self, forKey: .clear)
    from = try json.decodeIfPresent(Report.self, forKey: .from)
    to = try json.decodeIfPresent(Report.self, forKey: .to)
    reason = try json.decodeIfPresent(String.self, forKey: .reason)
  }

  public init(set: [String], clear: [String], reason: String? = nil) {
    self.set = set
    self.clear = clear
    self.reason = reason
  }

  public init(from: Report, to: Report, reason: String? = nil) {
    self.from = from
    self.to = to
    self.reason = reason
  }
}

/// The answer to an edit, a pin, a merge, a keep-apart and an undo.
public struct EditAnswer: Hashable, Sendable, Codable {
  /// The report that shows it.
  public var report: Int64
  /// The decisions' numbers, in their order; none where nothing had to be changed.
  public var decisions: [Int64]
  /// What is shown now, for people.
  public var message: String

  public init(report: Int64, decisions: [Int64], message: String) {
    self.report = report
    self.decisions = decisions
    self.message = message
  }
}

/// `POST /v1/reports/{id}/pin`
public struct PinRequest: Hashable, Sendable, Codable {
  /// By its name in the JSON of reports.
  public var field: String
  public var catalogue: String
  public var reason: String?

  public init(field: String, catalogue: String, reason: String? = nil) {
    self.field = field
    self.catalogue = catalogue
    self.reason = reason
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      field: try json.decode(String.self, forKey: .field),
      catalogue: try json.decode(String.self, forKey: .catalogue), reason: try json.text(.reason))
  }
}

/// `POST /v1/reports/{id}/merge`
public struct MergeRequest: Hashable, Sendable, Codable {
  /// The other report, as it is named in paths.
  public var with: String
  public var reason: String?

  public init(with: String, reason: String? = nil) {
    self.with = with
    self.reason = reason
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(with: try json.decode(String.self, forKey: .with), reason: try json.text(.reason))
  }
}

/// `POST /v1/reports/{id}/keep-apart`
public struct KeepApartRequest: Hashable, Sendable, Codable {
  /// The other report, or another record of the same, as they are named in paths.
  public var from: String
  public var reason: String?

  public init(from: String, reason: String? = nil) {
    self.from = from
    self.reason = reason
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    self.init(from: try json.decode(String.self, forKey: .from), reason: try json.text(.reason))
  }
}

/// `POST /v1/decisions/{number}/undo`
public struct UndoRequest: Hashable, Sendable, Codable {
  public var reason: String?
  /// Other decisions that are taken back after it, in this order: all of them, or none.
  public var also: [Int64]?

  public init(reason: String? = nil, also: [Int64] = []) {
    self.reason = reason
    self.also = also.isEmpty ? nil : also
  }

  public init(from decoder: any Decoder) throws {
    let json = try decoder.container(keyedBy: CodingKeys.self)
    reason = try json.text(.reason)
    also = json.contains(.also) ? try json.decode([Int64].self, forKey: .also) : nil
  }
}

/// `GET /v1/decisions`: what a person decided.
public struct DecisionInfo: Hashable, Sendable, Codable {
  public var number: Int64
  public var at: Timestamp
  /// The user's name.
  public var by: String
  public var reason: String?
  /// How it came from another store; nil where it was decided here.
  public var imported: DecisionImport?
  /// edit, amend, pin, merge, keep-apart, resolve, withdraw, keep, rebase or undo; a newer daemon may know more.
  public var kind: String
  /// The report that it concerns; nil where that was purged.
  public var report: Int64?
  public var title: String?
  /// Of an edit and what concerns one.
  public var field: String?
  /// By what an element of a list is known.
  public var element: String?
  /// For people ("title: “Old” → “New”").
  public var text: String
  /// Whether a later decision took it back.
  public var undone: Bool
  /// Whether it counts no more although nobody took it back: it was replaced, given up, or fell with a deletion. Nil where
  /// the daemon is too old to know.
  public var fallen: Bool?
  /// As it is kept.
  public var decision: JSONValue

  public init(
    number: Int64, at: Timestamp, by: String, reason: String? = nil, imported: DecisionImport? = nil,
    kind: String, report: Int64? = nil, title: String? = nil, field: String? = nil, element: String? = nil,
    text: String, undone: Bool = false, fallen: Bool? = nil, decision: JSONValue = .members([:])
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.reason = reason
    self.imported = imported
    self.kind = kind
    self.report = report
    self.title = title
    self.field = field
    self.element = element
    self.text = text
    self.undone = undone
    self.fallen = fallen
    self.decision = decision
  }
}

/// How a decision came from another store.
public struct DecisionImport: Hashable, Sendable, Codable {
  public var at: Timestamp
  /// The name of the user who imported it.
  public var by: String

  public init(at: Timestamp, by: String) {
    self.at = at
    self.by = by
  }
}

/// `GET /v1/suggestions`: two reports that might be one.
public struct SuggestionInfo: Hashable, Sendable, Codable {
  /// What makes them alike: title, publisher-number or series-number.
  public var likeness: String
  public var reports: [ReportSummary]

  public init(likeness: String, reports: [ReportSummary]) {
    self.likeness = likeness
    self.reports = reports
  }
}
