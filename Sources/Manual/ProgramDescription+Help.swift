extension ProgramDescription {
  /// What `--help` says of the program.
  ///
  /// - Parameter width: Columns of the screen.
  public func help(width: Int) -> String {
    var lines = Filling.text("\(name) \(release.version): \(summary)", width: width) + [""]
    lines += Filling.lines(
      usage, width: width, first: "usage: \(name) ", rest: hang("usage: \(name) ", width))
    lines.append("")
    if commands.isEmpty {
      lines += list(options, width)
    } else {
      lines += Filling.list(commands.map { ($0.name, $0.help) }, width: width)
      lines +=
        [""] + Filling.text("\(name) COMMAND --help says more, and man \(name) says all.", width: width)
    }
    if !details.isEmpty { lines += [""] + Filling.text(details, width: width) }
    let meanings = statuses.map { "\($0.name) \($0.help)" }.joined(separator: ", ")
    lines += [""] + Filling.text("Exit status: \(meanings).", width: width)
    if !examples.isEmpty {
      lines += ["", "examples:"] + examples.flatMap { Filling.command($0, width: width) }
    }
    return lines.joined(separator: "\n")
  }

  /// What `--help` says of one of its commands.
  public func help(for command: CommandDescription, width: Int) -> String {
    let start = "usage: \(name) \(command.name) "
    var lines =
      command.usage.isEmpty
      ? [String(start.dropLast())]
      : Filling.lines(command.usage, width: width, first: start, rest: hang(start, width))
    lines += [""] + Filling.text(command.help, width: width)
    if !command.details.isEmpty { lines += [""] + Filling.text(command.details, width: width) }
    lines += [""] + list(command.options + options, width)
    if !command.examples.isEmpty {
      lines += ["", "examples:"] + command.examples.flatMap { Filling.command($0, width: width) }
    }
    return lines.joined(separator: "\n")
  }

  private func list(_ options: [Option], _ width: Int) -> [String] {
    Filling.list(options.map { ($0.usage, $0.help) }, width: width)
  }

  private func hang(_ start: String, _ width: Int) -> String {
    String(repeating: " ", count: min(start.count, width / 5))
  }
}
