import ControlAPI

extension Command {
  static let pause = Command(
    name: "pause", takes: [.some(.catalogue, upTo: 1000)],
    help: "Asks a catalogue's upstream no more by itself until resume; a run stops at its page's end.",
    details: "cataloguectl refresh asks a paused catalogue all the same. A pause outlives restarts.",
    examples: ["cataloguectl pause zenodo"]
  ) { context throws(Failure) in
    try context.eachCatalogue { (name) throws(Failure) in
      try context.change(of: name, PauseAnswer.self, "pause", say: say)
    }
  }

  static let resume = Command(
    name: "resume", takes: [.some(.catalogue, upTo: 1000)],
    help: "Ends a pause; a run that it stopped goes on.",
    examples: ["cataloguectl resume zenodo"]
  ) { context throws(Failure) in
    try context.eachCatalogue { (name) throws(Failure) in
      try context.change(of: name, PauseAnswer.self, "resume", say: say)
    }
  }

  private static func say(_ answer: PauseAnswer) -> (Line, ExitCode) {
    ("\(answer.catalogue): \(answer.message)", .done)
  }
}
