import ControlAPI

extension Command {
  static let approve = Command(
    name: "approve", takes: [.one(.catalogue)], help: "Applies the deletions that are held of a catalogue.",
    examples: ["cataloguectl approve zenodo"]
  ) { context throws(Failure) in
    try context.change(DecisionAnswer.self, "approve", say: say)
  }

  static let reject = Command(
    name: "reject", takes: [.one(.catalogue)],
    help: "Refuses to believe the deletions that are held of a catalogue: its records stay.",
    examples: ["cataloguectl reject zenodo"]
  ) { context throws(Failure) in
    try context.change(DecisionAnswer.self, "reject", say: say)
  }

  private static func say(_ answer: DecisionAnswer) -> (Line, ExitCode) {
    ("\(answer.catalogue): \(answer.message)", answer.done ? .done : .waits)
  }
}
