import ControlAPI

extension Command {
  static let approve = Command(
    name: "approve", arguments: "NAME", help: "Applies the deletions that are held of a catalogue.",
    examples: ["cataloguectl approve zenodo"], count: 1...1
  ) { context throws(Failure) in
    try context.change(DecisionAnswer.self, "approve", say: say)
  }

  static let reject = Command(
    name: "reject", arguments: "NAME",
    help: "Refuses to believe the deletions that are held of a catalogue: its records stay.",
    examples: ["cataloguectl reject zenodo"], count: 1...1
  ) { context throws(Failure) in
    try context.change(DecisionAnswer.self, "reject", say: say)
  }

  private static func say(_ answer: DecisionAnswer) -> (Line, ExitCode) {
    ("\(answer.catalogue): \(answer.message)", answer.done ? .done : .waits)
  }
}
