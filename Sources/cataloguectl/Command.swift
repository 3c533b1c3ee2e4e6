import Manual

/// A command: what there is to say about it, and what it does. Help, manual page, completion and the reading of command
/// lines are made from this one table.
struct Command: Sendable {
  typealias Option = Manual.Option

  var description: CommandDescription
  var run: @Sendable (Context) throws(Failure) -> ExitCode

  var name: String { description.name }

  /// Texts are as in `CommandDescription`.
  init(
    name: String, takes: [Argument] = [], help: String, details: String = "", options: [Option] = [],
    choices: [Choice] = [], examples: [String], run: @escaping @Sendable (Context) throws(Failure) -> ExitCode
  ) {
    description = CommandDescription(
      name: name, takes: takes, help: help, details: details, options: options, choices: choices,
      examples: examples)
    self.run = run
  }

  static let all: [Command] = [
    .status, .catalogues, .refresh, .watch, .runs, .search, .show, .cite, .changes, .approve, .reject,
    .rejects,
    .reparse, .pause, .resume,
    .edit, .edits, .undo, .pin, .merge, .keepApart, .suggestions,
    .reload, .rename, .forget,
    .purge, .trim, .export, .importing,
    .backup, .verify, .compact,
    .conflicts, .resolve, .history, .diff,
    .completion, .manual,
  ]

  static func limit(unlessSaid usual: Int) -> Option {
    Option(
      "--limit", .number("N", 1...1000), help: "how many to show at most (1 to 1000); \(usual) unless told")
  }
}
