/// An option: `--name`, or `--name VALUE`.
public struct Option: Hashable, Sendable {
  /// With its dashes.
  public var name: String
  /// Nil for a flag.
  public var value: Value?
  /// What it does: a few words without a full stop.
  public var help: String
  /// Whether it may be given several times: its values are joined by commas. Else the last counts.
  public var isRepeatable: Bool

  /// - Parameters: as the properties.
  public init(_ name: String, _ value: Value? = nil, help: String, isRepeatable: Bool = false) {
    self.name = name
    self.value = value
    self.help = help
    self.isRepeatable = isRepeatable
  }

  /// "--limit N".
  var usage: String { value.map { "\(name) \($0.name)" } ?? name }
}

/// Options of which only one can be meant.
public struct Choice: Hashable, Sendable {
  /// Their names.
  public var options: [String]
  /// Whether one of them must be given.
  public var isRequired: Bool

  /// One of them must be given.
  public static func oneOf(_ options: String...) -> Choice { Choice(options: options, isRequired: true) }
  /// One of them may be given.
  public static func atMostOneOf(_ options: String...) -> Choice {
    Choice(options: options, isRequired: false)
  }
}
