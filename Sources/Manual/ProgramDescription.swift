/// What there is to say about a program. Texts are as in `CommandDescription`.
public struct ProgramDescription: Hashable, Sendable {
  /// A thing with a name, and what it is: an exit status, a variable, a file.
  public struct Entry: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// What it is or means.
    public var help: String

    /// - Parameters: as the properties.
    public init(_ name: String, _ help: String) {
      self.name = name
      self.help = help
    }
  }

  /// What is typed for it.
  public var name: String
  /// The manual's section: 1 for what everybody uses, 8 for what runs the system.
  public var section: Int
  /// What it is, in a line without a full stop.
  public var summary: String
  /// What is to be known besides.
  public var details: String
  /// Empty where the program has only options.
  public var commands: [CommandDescription]
  /// Of every command.
  public var options: [Option]
  /// Which of its options exclude each other.
  public var choices: [Choice]
  /// Whole command lines, as a shell reads them.
  public var examples: [String]
  /// How it ends.
  public var statuses: [Entry]
  /// The variables that it heeds.
  public var environment: [Entry]
  /// Where things are.
  public var files: [Entry]
  /// What monitoring can ask of it.
  public var metrics: [Entry]
  /// Pages of the manual: "catalogued(8)".
  public var seeAlso: [String]
  /// Which release it is.
  public var release: Release

  /// - Parameters: as the properties; `--help` and `--version` are added to the options.
  public init(
    name: String, section: Int, summary: String, details: String, commands: [CommandDescription] = [],
    options: [Option], choices: [Choice] = [], examples: [String], statuses: [Entry], environment: [Entry],
    files: [Entry], metrics: [Entry] = [], seeAlso: [String], release: Release
  ) {
    self.name = name
    self.section = section
    self.summary = summary
    self.details = details
    self.commands = commands
    self.options = options + Self.always
    self.choices = choices
    self.examples = examples
    self.statuses = statuses
    self.environment = environment
    self.files = files
    self.metrics = metrics
    self.seeAlso = seeAlso
    self.release = release
  }

  /// Options that every program has.
  private static let always = [
    Option("--help", help: "say how the program or its command is used, and end"),
    Option("--version", help: "say which release this is, and end"),
  ]

  func command(_ name: String) -> CommandDescription? { commands.first { $0.name == name } }

  /// The parts of its usage line.
  var usage: [String] {
    let own = options.filter { option in !Self.always.contains(option) }
    return optionUsage(own, choices) + (commands.isEmpty ? [] : ["COMMAND", "…"])
  }
}

/// Which release a page is of, and of which day.
public struct Release: Hashable, Sendable {
  /// As Semantic Versioning writes it.
  public var version: String
  /// YYYY-MM-DD.
  public var date: String

  /// - Parameters: as the properties.
  public init(version: String, date: String) {
    self.version = version
    self.date = date
  }
}
