/// What a word of a command line, or an option's value, may be. Reading, usage lines and completion go by it.
public struct Value: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case text
    case number(ClosedRange<Int>)
    /// One of these.
    case words([String])
    /// A catalogue's name: the daemon knows which there are.
    case catalogue
    case file
    case folder
  }

  /// What usage lines call it: "NAME".
  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  public static let catalogue = catalogue("NAME")
  public static func catalogue(_ name: String) -> Value { Value(name, .catalogue) }
  public static func text(_ name: String) -> Value { Value(name, .text) }
  public static func number(_ name: String, _ range: ClosedRange<Int>) -> Value {
    Value(name, .number(range))
  }
  /// - Parameter name: Nil where usage lines name them all: "bash|zsh|fish".
  public static func words(_ words: [String], called name: String? = nil) -> Value {
    Value(name ?? words.joined(separator: "|"), .words(words))
  }
  public static func file(_ name: String) -> Value { Value(name, .file) }
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
