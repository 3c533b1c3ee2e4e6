import ControlAPI
import ControlClient

extension Command {
  static let refresh = Command(
    name: "refresh", takes: [.any(.catalogue, upTo: 1000)],
    help: "Asks the catalogues' upstreams now: all that are enabled, or those named.",
    details: """
      The runs are the daemon's: while one waits for them, Ctrl-C leaves them going on, and ends with 130;
      cataloguectl watch follows them again. A daemon that is started again is waited for, for a minute.
      """,
    options: [
      Option("--full", help: "ask for everything, not only for what changed"),
      Option("--dry-run", help: "say what would change, and write nothing; waits by itself"),
      Option("--wait", help: "stay until the runs are over, and say how they ended"),
    ],
    examples: ["cataloguectl refresh --wait", "cataloguectl refresh zenodo --full --dry-run"]
  ) { context throws(Failure) in
    let wish = RefreshRequest(full: context.has("--full"), dryRun: context.has("--dry-run"))
    let waits = context.has("--wait") || wish.dryRun
    let paths =
      context.words.isEmpty
      ? ["refresh"] : context.words.map { "catalogues/\(ControlClient.encode($0))/refresh" }
    var starts: [RefreshAnswer.Start] = []
    for path in paths {
      let (answer, bytes) = try context.post(RefreshAnswer.self, path, wish)
      starts += answer.runs
      if context.wantsJSON, !waits { Screen.write(bytes) }
    }
    if context.wantsJSON, !waits { return .done }
    if starts.isEmpty, !context.wantsJSON { context.screen.say("No catalogue is enabled.") }
    guard waits else {
      for start in starts { context.screen.say(said(start)) }
      return .done
    }
    var watch = RunsWatch(context, starts)
    return try watch.follow()
  }

  private static func said(_ start: RefreshAnswer.Start) -> Line {
    if start.already, let run = start.run { return "\(start.catalogue): run \(run) is going on already" }
    return "\(start.catalogue): \(start.message ?? "asked for a run")"
  }
}

extension RunInfo {
  var exitCode: ExitCode {
    switch state {
    case .done, .doneWithRejects: preview?.wouldHold == true ? .waits : .done
    case .held: .waits
    default: .failed
    }
  }
}

extension Page {
  /// How a run ended.
  mutating func add(outcomeOf run: RunInfo) {
    if run.dryRun || run.preview != nil {
      let end = run.state == .done ? "nothing was written" : Words.state(run.state)
      say("\(run.catalogue): a dry run, \(end); \(run.counters.records) heard")
      if let message = run.message { add(text: message, indent: 2) }
      if run.state == .done, let preview = run.preview { add(preview) }
      return
    }
    let seconds = (run.ended ?? run.began).seconds - run.began.seconds
    say(
      "\(run.catalogue): \(Words.state(run.state)), \(Words.counts(run.counters)) in \(Words.span(seconds))")
    if let message = run.message { add(text: message, indent: 2) }
    if run.state == .held {
      say("cataloguectl approve \(run.catalogue), or cataloguectl reject \(run.catalogue)", behind: "  ")
    }
    if run.counters.rejects > 0 { say("cataloguectl rejects \(run.catalogue)", behind: "  ") }
    for repair in run.repairs { say("mended: \(repair.name) (\(repair.count)×)", behind: "  ") }
  }
}
