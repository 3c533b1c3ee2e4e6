/// What there is to say about a command: help, manual page, completion and the reading of command lines are made from it.
///
/// Texts are paragraphs with an empty line between them; a line that begins with a space is kept as it stands.
public struct CommandDescription: Hashable, Sendable {
  /// What is typed for it.
  public var name: String
  /// The words behind its name, in order.
  public var takes: [Argument]
  /// One sentence.
  public var help: String
  /// What is to be known besides.
  public var details: String
  /// Its own; those of every command are the program's.
  public var options: [Option]
  /// Which of its options exclude each other.
  public var choices: [Choice]
  /// Whole command lines, as a shell reads them.
  public var examples: [String]

  /// - Parameters: as the properties.
  public init(
    name: String, takes: [Argument] = [], help: String, details: String = "", options: [Option] = [],
    choices: [Choice] = [], examples: [String]
  ) {
    self.name = name
    self.takes = takes
    self.help = help
    self.details = details
    self.options = options
    self.choices = choices
    self.examples = examples
  }

  /// How many words it takes.
  var count: ClosedRange<Int> {
    takes.reduce(0) { $0 + $1.count.lowerBound }...takes.reduce(0) { $0 + $1.count.upperBound }
  }

  /// What the word with this number, from 0, is; nil where no word can stand.
  func value(at index: Int) -> Value? {
    var rest = index
    for argument in takes {
      if rest < argument.count.upperBound { return argument.value }
      rest -= argument.count.upperBound
    }
    return nil
  }

  /// The parts of its usage line, each of which stays whole: "[NAME…]", "[--limit N]".
  var usage: [String] { takes.map(\.usage) + optionUsage(options, choices) }
}

/// "[--limit N]", "(--keep | --purge)".
func optionUsage(_ options: [Option], _ choices: [Choice]) -> [String] {
  var parts: [String] = []
  for option in options {
    guard let choice = choices.first(where: { $0.options.contains(option.name) }) else {
      parts.append("[\(option.usage)]")
      continue
    }
    guard choice.options.first == option.name else { continue }
    let usages = options.filter { choice.options.contains($0.name) }.map(\.usage)
    let whole = usages.joined(separator: " |\n")
    parts += (choice.isRequired ? "(\(whole))" : "[\(whole)]").split(separator: "\n").map(String.init)
  }
  return parts
}
