import ControlAPI

extension Command {
  static let reload = Command(
    name: "reload",
    help: "Reads the configuration again. What cannot be understood stays as it was.",
    examples: ["cataloguectl reload"]
  ) { context throws(Failure) in
    let (answer, bytes) = try context.post(ReloadAnswer.self, "reload", [String: String]())
    if context.wantsJSON {
      Screen.write(bytes)
    } else {
      context.screen.say("\(answer.summary)")
      for note in answer.notes { context.screen.say("\(note)") }
      for name in answer.waiting {
        context.screen.say("\(name) waits: see cataloguectl catalogues \(name)")
      }
      for problem in answer.problems { Screen.complain(problem.text) }
    }
    if !answer.problems.isEmpty { return .failed }
    return answer.waiting.isEmpty ? .done : .waits
  }
}
