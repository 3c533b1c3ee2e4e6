import Catalogue
import ControlAPI
import ControlClient
import Manual
import Reconciliation

extension Command {
  static let edit = Command(
    name: "edit", takes: [.one(.text("ID")), .any(.text("FIELD=VALUE"), upTo: 100)],
    help: "Changes what the library shows of a report; upstreams that say something else do not undo it.",
    details: """
      FIELD=VALUE sets a whole field: several values stand between semicolons. FIELD+=VALUE adds a value to a list and
      FIELD-=VALUE takes one out. FIELD[n]=VALUE changes the n-th as show lists it, from 1, and FIELD[n].PART=VALUE a part of
      it: contributors[2].role=editor, sections[1].pages=31-40. All of it is done, or nothing. Subjects, types and rights
      take any words. Without any, the report is opened as JSON in VISUAL, EDITOR or vi: change, add or take out what you
      like, but no more than that. Of a name or a date change what is "printed", or its parts: the other follows; of pages,
      what is "printed" counts.
      """,
    options: [
      Option(
        "--clear", .text("FIELD"), help: "blank FIELD, or take out FIELD[n], or FIELD[n].PART",
        isRepeatable: true),
      .reason,
    ],
    examples: [
      "cataloguectl edit 17 'title=Dikes of the delta' --reason 'title page'",
      "cataloguectl edit 17 'contributors[2].role=editor' subjects+=dikes",
      "cataloguectl edit 17 --clear abstract", "cataloguectl edit 17",
    ]
  ) { context throws(Failure) in
    let clear = context.value("--clear")?.split(separator: ",").map(String.init) ?? []
    let set = Array(context.words.dropFirst())
    let path = "reports/\(ControlClient.encode(context.words[0]))"
    guard set.isEmpty, context.value("--clear") == nil else {
      try understand(set, clear)
      let wish = ReportEdit(set: set, clear: clear, reason: context.value("--reason"))
      return context.say(try context.patch(EditAnswer.self, path + "/edits", wish))
    }
    let document = try context.get(ReportDocument.self, path)
    let file = try EditedFile(ReportText.of(document.report))
    return try file.keeping { () throws(Failure) in
      try file.open()
      let wanted = try ReportText.read(try file.bytes())
      guard wanted != document.report else {
        context.screen.say("report \(document.number): nothing was changed")
        return .done
      }
      guard wanted != Report() else {
        throw Failure(
          code: .failed,
          message: "nothing is left in the document: nothing was changed; --clear FIELD blanks a field")
      }
      let wish = ReportEdit(from: document.report, to: wanted, reason: context.value("--reason"))
      return context.say(try context.patch(EditAnswer.self, path + "/edits", wish))
    }
  }
}

/// Refuses what no report could be asked for, before the daemon is asked.
private func understand(_ set: [String], _ clear: [String]) throws(Failure) {
  do throws(EditProblem) {
    for text in set { _ = try EditRequest(typed: text) }
    for text in clear { _ = try EditRequest(clearing: text) }
  } catch { throw Failure(code: .usage, message: "\(error)") }
}

extension Option {
  static let reason = Option("--reason", .text("TEXT"), help: "why, for those who read it later")
}

extension Context {
  /// Says what is shown now, and how to take it back.
  func say(_ answer: (answer: EditAnswer, bytes: [UInt8])) -> ExitCode {
    if wantsJSON {
      Screen.write(answer.bytes)
      return .done
    }
    screen.say("\(answer.answer.message)")
    let numbers = answer.answer.decisions.map { "\($0)" }.joined(separator: " ")
    if !numbers.isEmpty { screen.say("to take it back: cataloguectl undo \(numbers)", behind: "  ") }
    return .done
  }
}
