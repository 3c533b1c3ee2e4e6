import ControlAPI

extension Command {
  static let approve = Command(
    name: "approve", takes: [.some(.catalogue, upTo: 1000)],
    help: "Applies the deletions that are held of a catalogue.",
    examples: ["cataloguectl approve zenodo"]
  ) { context throws(Failure) in
    try context.eachCatalogue { (name) throws(Failure) in
      try context.change(of: name, DecisionAnswer.self, "approve", say: say)
    }
  }

  static let reject = Command(
    name: "reject", takes: [.some(.catalogue, upTo: 1000)],
    help: "Refuses to believe the deletions that are held of a catalogue: its records stay.",
    examples: ["cataloguectl reject zenodo"]
  ) { context throws(Failure) in
    try context.eachCatalogue { (name) throws(Failure) in
      try context.change(of: name, DecisionAnswer.self, "reject", say: say)
    }
  }

  private static func say(_ answer: DecisionAnswer) -> (Line, ExitCode) {
    ("\(answer.catalogue): \(answer.message)", answer.done ? .done : .waits)
  }
}
