extension ManualPage {
  /// The page of a program.
  public init(_ program: ProgramDescription) {
    self.init(
      name: program.name, section: program.section, summary: program.summary, release: program.release,
      synopsis: [[.bold(program.name), .plain(" ")] + Self.marked(program.usage)], sections: [])
    func entries(_ entries: [ProgramDescription.Entry]) -> [Block] {
      [.list(entries.map { Item([.bold($0.name)], [.text($0.help)]) })]
    }
    let commands = program.commands.map { command in
      Item(
        [.bold(command.name)] + (command.usage.isEmpty ? [] : [.plain(" ")]) + Self.marked(command.usage),
        [.text(command.help)] + (command.details.isEmpty ? [] : [.text(command.details)])
          + (command.options.isEmpty ? [] : [.list(command.options.map(Self.item))])
          + (command.examples.isEmpty ? [] : [.code(command.examples)]))
    }
    let all: [(String, [Block], Bool)] = [
      ("DESCRIPTION", [.text(program.details)], program.details.isEmpty),
      ("COMMANDS", [.list(commands)], commands.isEmpty),
      ("OPTIONS", [.list(program.options.map(Self.item))], program.options.isEmpty),
      ("EXIT STATUS", entries(program.statuses), program.statuses.isEmpty),
      ("ENVIRONMENT", entries(program.environment), program.environment.isEmpty),
      ("FILES", entries(program.files), program.files.isEmpty),
      ("METRICS", entries(program.metrics), program.metrics.isEmpty),
      ("EXAMPLES", [.code(program.examples)], program.examples.isEmpty),
    ]
    for (title, blocks, isEmpty) in all where !isEmpty { sections.append(Section(title, blocks)) }
    sections.append(Self.seeAlso(program.seeAlso))
  }

  private static func item(_ option: Option) -> Item {
    let value: [Span] = option.value.map { [.plain(" "), .italic($0.name)] } ?? []
    return Item([.bold(option.name)] + value, [.text(sentence(option.help))])
  }

  /// As a sentence of its own: "how many" becomes "How many."
  private static func sentence(_ text: String) -> String {
    (text.first?.uppercased() ?? "") + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }

  /// A usage line: options as they are typed, names of values as what is put in their place.
  private static func marked(_ parts: [String]) -> [Span] {
    var spans: [Span] = []
    var word = ""
    func mark(_ word: String) -> Span {
      if word.hasPrefix("--") { return .bold(word) }
      return word.contains(where: \.isLetter) ? .italic(word) : .plain(word)
    }
    for character in parts.joined(separator: " ") {
      guard "[]()| ….".contains(character) else {
        word.append(character)
        continue
      }
      if !word.isEmpty { spans.append(mark(word)) }
      word = ""
      spans.append(.plain(String(character)))
    }
    return word.isEmpty ? spans : spans + [mark(word)]
  }
}
