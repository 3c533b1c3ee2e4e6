/// A decision as another store can take it: an item of `GET /v1/decisions/export`, and a line of `export --edits`.
public struct PortableDecisionInfo: Hashable, Sendable, Codable {
  /// A record by what every store knows of it.
  public struct Record: Hashable, Sendable, Codable {
    /// Its number in `decision`.
    public var number: Int64
    public var catalogue: String
    /// The upstream's own.
    public var identifier: String

    public init(number: Int64, catalogue: String, identifier: String) {
      self.number = number
      self.catalogue = catalogue
      self.identifier = identifier
    }
  }

  public var number: Int64
  /// Seconds since 1970.
  public var at: Int64
  /// The user who decided.
  public var by: String
  public var reason: String?
  /// What was decided, with numbers of the store that it comes from.
  public var decision: [String: JSONValue]
  /// Every record that the decision names.
  public var records: [Record]

  public init(
    number: Int64, at: Int64, by: String, reason: String? = nil, decision: [String: JSONValue],
    records: [Record]
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.reason = reason
    self.decision = decision
    self.records = records
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    number = try values.decode(Int64.self, forKey: .number)
    at = try values.decode(Int64.self, forKey: .at)
    by = try values.decode(String.self, forKey: .by)
    // `null` is not the same as missing.
    reason = values.contains(.reason) ? try values.decode(String.self, forKey: .reason) : nil
    decision = try values.decode([String: JSONValue].self, forKey: .decision)
    records = try values.decode([Record].self, forKey: .records)
  }
}

/// `POST /v1/decisions/import`: decisions of another store, in their order.
public struct ImportRequest: Hashable, Sendable, Codable {
  public var decisions: [PortableDecisionInfo]
  /// The numbers that an earlier part of the same export got here, by their numbers there: what `decisions` name of it.
  public var numbers: [String: Int64]

  public init(decisions: [PortableDecisionInfo], numbers: [String: Int64] = [:]) {
    self.decisions = decisions
    self.numbers = numbers
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    decisions = try values.decode([PortableDecisionInfo].self, forKey: .decisions)
    numbers = values.contains(.numbers) ? try values.decode([String: Int64].self, forKey: .numbers) : [:]
    let all =
      decisions.flatMap { [$0.number, $0.at] + $0.records.map(\.number) } + numbers.values
    let isNumber: (String) -> Bool = { text in Int64(text).map { $0 >= 0 && "\($0)" == text } == true }
    guard all.allSatisfy({ $0 >= 0 }), numbers.keys.allSatisfy(isNumber) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "numbers are 0 or more"))
    }
  }
}

/// The answer to an import.
public struct ImportAnswer: Hashable, Sendable, Codable {
  /// One that was not taken.
  public struct Refusal: Hashable, Sendable, Codable {
    /// Its number there.
    public var number: Int64
    /// For people.
    public var why: String

    public init(number: Int64, why: String) {
      self.number = number
      self.why = why
    }
  }

  /// The number that each has here, by its number there; with those of the request.
  public var numbers: [String: Int64]
  /// How many are new here.
  public var added: Int
  /// How many were here already.
  public var known: Int
  /// By their numbers.
  public var refused: [Refusal]

  public init(numbers: [String: Int64] = [:], added: Int = 0, known: Int = 0, refused: [Refusal] = []) {
    self.numbers = numbers
    self.added = added
    self.known = known
    self.refused = refused
  }
}
