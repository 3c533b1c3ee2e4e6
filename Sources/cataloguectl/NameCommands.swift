import Catalogue
import ControlAPI

extension Command {
  static let rename = Command(
    name: "rename", takes: [.one(.catalogue("OLD")), .one(.catalogue("NEW"))],
    help: "Gives the records of a catalogue that has no file any more to another name.",
    options: [
      Option("--another", help: "NEW is another catalogue: OLD keeps its records")
    ],
    examples: ["cataloguectl rename zenodo zenodo-eu", "cataloguectl rename zenodo zenodo-eu --another"]
  ) { context throws(Failure) in
    let wish = RenameRequest(to: context.words[1], another: context.has("--another"))
    return try context.change(of: context.words[0], RenameAnswer.self, "rename", wish) {
      ("\($0.message)", .done)
    }
  }

  static let forget = Command(
    name: "forget", takes: [.some(.catalogue, upTo: 1000)],
    help: "Lists a catalogue that has no file any more no longer, and keeps or removes what only it carries.",
    options: [
      Option("--keep", help: "its records go on showing"),
      Option("--purge", help: "what only it carries is removed for good"),
      Option("--yes", help: "remove without asking"),
    ],
    choices: [.oneOf("--keep", "--purge")],
    examples: ["cataloguectl forget zenodo --keep", "cataloguectl forget zenodo --purge"]
  ) { context throws(Failure) in
    try context.eachCatalogue { (name) throws(Failure) in
      if context.has("--purge") { return try purge(catalogue: name, context) }
      return try context.change(of: name, ForgetAnswer.self, "forget", ForgetRequest()) { answer in
        ("\(answer.catalogue) is no longer listed; \(counted(answer.records, "record")) stay", .done)
      }
    }
  }
}
