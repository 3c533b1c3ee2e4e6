/// A word that may stand where the cursor is.
public struct Candidate: Hashable, Sendable {
  /// The word, whole.
  public var word: String
  /// A line; shells that can show it beside the word.
  public var help: String

  /// - Parameters: as the properties.
  public init(_ word: String, _ help: String = "") {
    self.word = word
    self.help = help
  }
}

/// What may stand where the cursor is in a command line.
public struct Completion: Hashable, Sendable {
  /// What the words are that fit.
  public enum Offer: Hashable, Sendable {
    /// These.
    case words([Candidate])
    /// Names of catalogues, but for some.
    case catalogues(except: [String])
    /// Paths.
    case files
    /// Paths of folders.
    case folders
  }

  /// What fits; also what does not begin as the word does, since shells may be more generous.
  public var offer: Offer
  /// What stands before each word that is offered: "--catalogue=".
  public var prefix = ""
  /// The options that are given, by name.
  public var options: [String: String]

  /// What is told to the shell's script: in the first line "words", "files" or "folders", then a word a line, with a tab
  /// before its help.
  ///
  /// - Parameter catalogues: Asks which there are.
  public func answer(_ catalogues: () -> [Candidate]) -> String {
    let words: [Candidate]
    switch offer {
    case .files: return "files"
    case .folders: return "folders"
    case .words(let known): words = known
    case .catalogues(let others): words = catalogues().filter { !others.contains($0.word) }
    }
    return (["words"] + words.map { "\(prefix)\($0.word)\t\($0.help)" }).joined(separator: "\n")
  }
}

extension ProgramDescription {
  /// What may stand in the place of the last word.
  ///
  /// - Parameter words: Those behind the program's name, up to the cursor.
  public func complete(_ words: [String]) -> Completion {
    var line = TypedLine(program: self)
    for word in words.dropLast() { line.take(word) }
    return line.complete(words.last ?? "")
  }
}

/// What stands before the cursor, read as well as it goes.
private struct TypedLine {
  let program: ProgramDescription
  var command: CommandDescription?
  var words: [String] = []
  var options: [String: String] = [:]
  /// An option whose value comes next.
  var open: Option?
  /// Behind `--`.
  var isOnlyWords = false
  var asksForHelp = false

  init(program: ProgramDescription) { self.program = program }

  private var known: [Option] { (command?.options ?? []) + program.options }

  mutating func take(_ word: String) {
    if let option = open {
      options[option.name] = word
      open = nil
    } else if isOnlyWords {
      words.append(word)
    } else if word == "--" {
      isOnlyWords = true
    } else if ProgramDescription.isWord(word) {
      if command != nil || program.commands.isEmpty {
        words.append(word)
      } else if word == "help" {
        asksForHelp = true
      } else {
        command = program.command(word)
      }
    } else {
      let (name, value) = ProgramDescription.split(word)
      let all = command == nil ? known + program.commands.flatMap(\.options) : known
      guard let option = all.first(where: { $0.name == name }) else { return }
      options[name] = value ?? ""
      if option.value != nil, value == nil { open = option }
    }
  }

  func complete(_ word: String) -> Completion {
    if let value = open?.value { return completion(offer(value)) }
    if !isOnlyWords, word.hasPrefix("-") {
      guard let end = word.firstIndex(of: "=") else { return completion(.words(freeOptions())) }
      guard let value = known.first(where: { $0.name == word[..<end] })?.value else {
        return completion(.words([]))
      }
      return completion(offer(value), prefix: String(word[...end]))
    }
    guard let command else {
      if program.commands.isEmpty { return completion(.words(isOnlyWords ? [] : freeOptions())) }
      var commands = program.commands.map { Candidate($0.name, $0.help) }
      if !asksForHelp { commands.append(Candidate("help", "Says what a command does.")) }
      return completion(.words(commands))
    }
    if asksForHelp { return completion(.words([])) }
    if let value = command.value(at: words.count) { return completion(offer(value)) }
    return completion(.words(isOnlyWords ? [] : freeOptions()))
  }

  private func completion(_ offer: Completion.Offer, prefix: String = "") -> Completion {
    Completion(offer: offer, prefix: prefix, options: options)
  }

  private func offer(_ value: Value) -> Completion.Offer {
    switch value.kind {
    case .text, .number: .words([])
    case .words(let words): .words(words.map { Candidate($0) })
    case .catalogue: .catalogues(except: words)
    case .file: .files
    case .folder: .folders
    }
  }

  /// Those that may still be given.
  private func freeOptions() -> [Candidate] {
    let choices = program.choices + (command?.choices ?? [])
    let excluded = choices.filter { $0.options.contains { options[$0] != nil } }.flatMap(\.options)
    return known.filter { options[$0.name] == nil && !excluded.contains($0.name) }
      .map { Candidate($0.name, $0.help) }
  }
}
