import Catalogue
import ControlAPI
import Glibc

extension Command {
  static let verify = Command(
    name: "verify",
    help: "Checks the whole store; says a line for each fault, and what to do.",
    details: """
      Pages and keys, the full-text index and what is shown against the records, every kept record
      against its hash. The daemon checks a copy, as of one moment, so that nothing waits; it needs as
      much room as the store. Exit status 1 where something is wrong.
      """,
    examples: ["cataloguectl verify"]
  ) { context throws(Failure) in
    var (check, bytes) = try context.post(CheckStatus.self, "verify", [String: String]())
    let number = check.number
    var isDrawn = false
    defer { if isDrawn { context.screen.redraw(nil) } }
    while check.state == .running {
      if context.screen.isTerminal, !context.wantsJSON {
        let share: Line = check.total > 0 ? ", \(check.done * 100 / check.total) %" : ""
        context.screen.redraw("checks: \(check.stage ?? "")" + share)
        isDrawn = true
      }
      usleep(200_000)
      do throws(Failure) { bytes = try context.get("verify") } catch {
        guard error.code == .noDaemon else { throw error }
        throw Failure(
          code: .noDaemon,
          message:
            "the daemon stopped in the middle of the check; nothing was changed: ask again once it runs")
      }
      check = try context.decode(CheckStatus.self, bytes)
      guard check.number == number else {
        throw Failure(
          code: .failed, message: "the daemon was started again, and the check is gone; ask again")
      }
    }
    if isDrawn {
      context.screen.redraw(nil)
      isDrawn = false
    }
    if context.wantsJSON {
      Screen.write(bytes)
      return check.state == .sound ? .done : .failed
    }
    switch check.state {
    case .sound:
      context.screen.print("\(bold: "The store is sound.")")
      return .done
    case .damaged:
      for fault in check.faults { context.screen.say("\(fault.what). \(fault.remedy).") }
      Screen.complain("\(counted(check.faults.count, "fault")) found")
      return .failed
    default:
      throw Failure(code: .failed, message: check.message ?? "the check did not end")
    }
  }

  static let compact = Command(
    name: "compact",
    help: "Writes the store's file without its gaps, and the full-text index and the counts anew.",
    details: """
      Runs wait meanwhile, and the disk needs room for twice the store. A kill leaves the store as it
      was before, or after.
      """,
    examples: ["cataloguectl compact"]
  ) { context throws(Failure) in
    let (answer, bytes) = try context.post(
      CompactAnswer.self, "compact", [String: String](), doing: "writes its store anew")
    if context.wantsJSON {
      Screen.write(bytes)
    } else {
      context.screen.print("\(Words.size(answer.before)) before, \(Words.size(answer.after)) now")
    }
    return .done
  }
}
