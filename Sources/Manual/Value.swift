/// What a word of a command line, or an option's value, may be. Reading, usage lines and completion go by it.
public struct Value: Hashable, Sendable {
  /// What is checked before a command runs, and what completion offers.
  public enum Kind: Hashable, Sendable {
    /// Anything; the command itself looks at it.
    case text
    /// A whole number.
    case number(ClosedRange<Int>)
    /// One of these.
    case words([String])
    /// A catalogue's name: the daemon knows which there are.
    case catalogue
    /// A path, as the shell completes it.
    case file
    case folder
  }

  /// What usage lines call it: "NAME".
  public var name: String
  /// What it may be.
  public var kind: Kind

  /// - Parameters: as the properties.
  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// A catalogue's name, called NAME.
  public static let catalogue = catalogue("NAME")
  /// A catalogue's name, or what else its command takes in its place: "NAME|ID".
  public static func catalogue(_ name: String) -> Value { Value(name, .catalogue) }
  /// Anything.
  public static func text(_ name: String) -> Value { Value(name, .text) }
  /// A whole number of a range.
  public static func number(_ name: String, _ range: ClosedRange<Int>) -> Value {
    Value(name, .number(range))
  }
  /// One of some words.
  ///
  /// - Parameter name: Nil where usage lines name them all: "bash|zsh|fish".
  public static func words(_ words: [String], called name: String? = nil) -> Value {
    Value(name ?? words.joined(separator: "|"), .words(words))
  }
  /// A file's path.
  public static func file(_ name: String) -> Value { Value(name, .file) }
  /// A folder's path.
  public static func folder(_ name: String) -> Value { Value(name, .folder) }

  /// What is to be said of a text that it cannot be: "takes a number from 1 to 1000, not “x”"; nil where it can.
  func complaint(_ text: String) -> String? {
    switch kind {
    case .text, .catalogue, .file, .folder: return nil
    case .number(let range):
      if let number = Int(text), range.contains(number) { return nil }
      return "takes a number from \(range.lowerBound) to \(range.upperBound), not “\(text)”"
    case .words(let words):
      if words.contains(text) { return nil }
      return "takes \(words.joined(separator: " or ")), not “\(text)”\(didYouMean(text, words))"
    }
  }
}
