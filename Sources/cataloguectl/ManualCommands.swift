import Manual

extension Command {
  static let completion = Command(
    name: "completion", takes: [.one(.words(CompletionScript.Shell.allCases.map(\.rawValue)))],
    help: "Prints what makes a shell complete commands, options and the names of catalogues.",
    details: """
      Installing puts it where each shell looks. From a checkout:

        source <(cataloguectl completion bash)
        source <(cataloguectl completion zsh)
        cataloguectl completion fish | source
      """,
    examples: ["cataloguectl completion bash", "cataloguectl completion fish"]
  ) { context throws(Failure) in
    if let shell = CompletionScript.Shell(rawValue: context.words[0]) {
      Screen.write(Array(CompletionScript.text(shell, program: Program.description.name).utf8))
    }
    return .done
  }

  static let manual = Command(
    name: "manual", help: "Prints the page of the manual, for man to show.",
    details: """
      Installing puts it where man looks. From a checkout:

        cataloguectl manual | man -l -
      """,
    examples: ["cataloguectl manual"]
  ) { context throws(Failure) in
    Screen.write(Array(Roff.page(ManualPage(Program.description)).utf8))
    return .done
  }
}
