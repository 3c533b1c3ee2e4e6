/// An option: `--name`, or `--name VALUE`.
public struct Option: Hashable, Sendable {
  /// With its dashes.
  public var name: String
  /// Nil for a flag.
  public var value: Value?
  public var help: String

  public init(_ name: String, _ value: Value? = nil, help: String) {
    self.name = name
    self.value = value
    self.help = help
  }

  /// "--limit N".
  var usage: String { value.map { "\(name) \($0.name)" } ?? name }
}

/// Options of which only one can be meant.
public struct Choice: Hashable, Sendable {
  public var options: [String]
  public var isRequired: Bool

  public static func oneOf(_ options: String...) -> Choice { Choice(options: options, isRequired: true) }
  public static func atMostOneOf(_ options: String...) -> Choice {
    Choice(options: options, isRequired: false)
  }
}
