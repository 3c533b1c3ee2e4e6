import Catalogue

/// What a command line asks for.
public enum Request: Hashable, Sendable {
  /// The program's own help.
  case help
  /// A command's help.
  case helpFor(command: String)
  /// The release.
  case version
  /// To be done.
  ///
  /// - command: nil where the program has none.
  /// - options: by name; a flag's value is empty.
  case run(command: String?, words: [String], options: [String: String])
}

/// Wrong usage, and what was probably meant.
public struct UsageError: Error, Hashable, Sendable {
  /// A line without a full stop, and without what a terminal would obey.
  public let message: String

  init(message: String) {
    let isControl: (Unicode.Scalar) -> Bool = { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
    self.message = String(String.UnicodeScalarView(message.unicodeScalars.map { isControl($0) ? "?" : $0 }))
  }
}

extension ProgramDescription {
  /// Reads the words behind the program's name. Options may stand anywhere, `--name value` or `--name=value`; behind `--`
  /// everything is a word.
  public func read(_ arguments: [String]) throws(UsageError) -> Request {
    var reading = Reading(program: self)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        reading.words += rest
        break
      }
      if Self.isWord(argument) {
        try reading.take(word: argument)
        continue
      }
      let (name, value) = Self.split(argument)
      let option = try reading.option(name)
      switch (option.value, value) {
      case (nil, nil): reading.options[option.name] = ""
      case (nil, _): throw UsageError(message: "\(option.name) takes no value")
      case (_, let value?): reading.take(value, of: option)
      case (_, nil):
        guard let next = rest.popFirst() else {
          throw UsageError(message: "\(option.name) needs a value: \(option.usage)")
        }
        reading.take(next, of: option)
      }
    }
    return try reading.request()
  }

  /// Whether it is no option: a single dash is a word, and so is a number below zero, a dry run's.
  static func isWord(_ argument: String) -> Bool {
    !argument.hasPrefix("-") || argument == "-" || Int64(argument) != nil
  }

  /// `--name=value` as its two parts.
  static func split(_ argument: String) -> (name: String, value: String?) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    return (parts[0] == "-h" ? "--help" : parts[0], parts.count == 2 ? parts[1] : nil)
  }
}

/// What has been read of a command line.
private struct Reading {
  let program: ProgramDescription
  var command: CommandDescription?
  var words: [String] = []
  var options: [String: String] = [:]
  var asksForHelp = false

  init(program: ProgramDescription) { self.program = program }

  mutating func take(word: String) throws(UsageError) {
    if program.commands.isEmpty || command != nil {
      words.append(word)
    } else if word == "help" {
      asksForHelp = true
    } else if let found = program.command(word) {
      command = found
    } else {
      let hint = didYouMean(word, program.commands.map(\.name))
      throw UsageError(message: "there is no command \(word)\(hint); see \(program.name) --help")
    }
  }

  mutating func take(_ value: String, of option: Option) {
    let before = option.isRepeatable ? options[option.name].map { $0 + "," } ?? "" : ""
    options[option.name] = before + value
  }

  /// Before the command is known, any command's.
  func option(_ name: String) throws(UsageError) -> Option {
    let known = program.options + (command.map { $0.options } ?? program.commands.flatMap(\.options))
    if let option = known.first(where: { $0.name == name }) { return option }
    let place = command.map { " of \(program.name) \($0.name)" } ?? ""
    let more = "\(program.name) \(command.map { $0.name + " " } ?? "")--help"
    throw UsageError(
      message: "there is no option \(name)\(place)\(didYouMean(name, known.map(\.name))); see \(more)")
  }

  func request() throws(UsageError) -> Request {
    if options["--version"] != nil { return .version }
    if asksForHelp || options["--help"] != nil {
      return command.map { .helpFor(command: $0.name) } ?? .help
    }
    if command == nil, !program.commands.isEmpty {
      throw UsageError(message: "say what to do: see \(program.name) --help")
    }
    for name in options.keys.sorted() {
      if let complaint = try option(name).value?.complaint(options[name] ?? "") {
        throw UsageError(message: "\(name) \(complaint)")
      }
    }
    try checkChoices()
    try checkWords()
    return .run(command: command?.name, words: words, options: options)
  }

  private func checkChoices() throws(UsageError) {
    let known = program.options + (command?.options ?? [])
    for choice in program.choices + (command?.choices ?? []) {
      let given = choice.options.filter { options[$0] != nil }
      if given.count > 1 {
        throw UsageError(message: "\(given[0]) and \(given[1]) exclude each other: say one of them")
      }
      if given.isEmpty, choice.isRequired {
        let meanings = known.filter { choice.options.contains($0.name) }.map { "\($0.usage) (\($0.help))" }
        throw UsageError(message: "say " + meanings.joined(separator: " or "))
      }
    }
  }

  private func checkWords() throws(UsageError) {
    guard let command else {
      guard let word = words.first else { return }
      throw UsageError(
        message: "\(program.name) takes options only, not “\(word)”; see \(program.name) --help")
    }
    let most = command.count.upperBound
    if words.count > most, command.takes.contains(where: { $0.count.upperBound > 1 }) {
      throw UsageError(
        message:
          "too many words: \(program.name) \(command.name) takes at most \(most), and these are \(words.count)"
      )
    }
    guard command.count.contains(words.count) else {
      let usage = ([program.name, command.name] + command.usage).joined(separator: " ")
      let what =
        words.count > most
        ? "“\(words[most])” is one word too many" : "something is missing"
      throw UsageError(message: "\(what): usage: \(usage) (see \(program.name) \(command.name) --help)")
    }
    for (index, word) in words.enumerated() {
      guard let complaint = command.value(at: index)?.complaint(word) else { continue }
      throw UsageError(message: "\(program.name) \(command.name) \(complaint)")
    }
  }
}

/// "; did you mean --full?", or nothing.
func didYouMean(_ word: String, _ known: [String]) -> String {
  Nearest.of(word, among: known).first.map { "; did you mean \($0)?" } ?? ""
}
