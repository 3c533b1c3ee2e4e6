/// A command: what it is called, what it takes, and what it does. The one table that parsing and help are made from.
struct Command: Sendable {
  struct Option: Sendable {
    var name: String
    /// What its value is called; nil for a flag.
    var value: String?
    var help: String
  }

  var name: String
  /// As the usage line shows them.
  var arguments: String
  var help: String
  /// What is to be known besides, for its own help: lines of at most 100 columns.
  var details = ""
  var options: [Option] = []
  var examples: [String]
  /// How many words it takes at least and at most.
  var count: ClosedRange<Int>
  var run: @Sendable (Context) throws(Failure) -> ExitCode

  static let all: [Command] = [
    .status, .catalogues, .refresh, .watch, .runs, .search, .show, .changes, .approve, .reject, .rejects,
    .reparse, .pause, .resume,
    .reload, .rename, .forget,
    .backup, .verify, .compact,
  ]

  static func limit(unlessSaid usual: Int) -> Option {
    Option(name: "--limit", value: "N", help: "how many to show at most (1 to 1000); \(usual) unless told")
  }

  /// Options that every command takes.
  static let common: [Option] = [
    Option(name: "--socket", value: "PATH", help: "where the daemon listens"),
    Option(name: "--json", value: nil, help: "print the API's own JSON"),
    Option(name: "--help", value: nil, help: "say what the command does"),
    Option(name: "--version", value: nil, help: "say which release this is"),
  ]
}
