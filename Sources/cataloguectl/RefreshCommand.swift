import ControlAPI
import ControlClient
import Glibc

extension Command {
  static let refresh = Command(
    name: "refresh", arguments: "[NAME…] [--full] [--dry-run] [--wait]",
    help: "Asks the catalogues' upstreams now; all that are enabled, or those named.",
    options: [
      Option(name: "--full", value: nil, help: "ask for everything, not only for what changed"),
      Option(name: "--dry-run", value: nil, help: "say what would change, and write nothing"),
      Option(name: "--wait", value: nil, help: "stay until the runs are over, and say how they ended"),
    ],
    examples: ["cataloguectl refresh --wait", "cataloguectl refresh zenodo --full --dry-run"], count: 0...1000
  ) { context throws(Failure) in
    let wish = RefreshRequest(full: context.has("--full"), dryRun: context.has("--dry-run"))
    var starts: [RefreshAnswer.Start] = []
    var last: [UInt8] = []
    if context.words.isEmpty {
      let (answer, bytes) = try context.post(RefreshAnswer.self, "refresh", wish)
      (starts, last) = (answer.runs, bytes)
    }
    for name in context.words {
      let path = "catalogues/\(ControlClient.encode(name))/refresh"
      let (answer, bytes) = try context.post(RefreshAnswer.self, path, wish)
      starts += answer.runs
      last = bytes
    }
    guard context.has("--wait") || wish.dryRun else {
      if context.wantsJSON { Terminal.write(last) } else { say(starts) }
      return .done
    }
    var worst = ExitCode.done
    for start in starts {
      let run = try RunWatch(context, start).follow()
      if context.wantsJSON {
        Terminal.write(try context.get("runs/\(run.id)"))
      } else {
        RunReport.print(run)
      }
      worst = worse(worst, RunReport.exitCode(run))
    }
    return worst
  }

  private static func say(_ starts: [RefreshAnswer.Start]) {
    for start in starts {
      let what = start.already ? "run \(start.run ?? 0) is going on already" : "asked for a run"
      Terminal.line("\(Terminal.clean(start.catalogue)): \(what)")
    }
    if starts.isEmpty { Terminal.line("No catalogue is enabled.") }
  }

  /// A failure is worse than what waits for a person, and that than nothing.
  private static func worse(_ a: ExitCode, _ b: ExitCode) -> ExitCode {
    if a == .failed || b == .failed { return .failed }
    return a == .done ? b : a
  }
}

/// Follows one run to its end: a line that is drawn again on a terminal, nothing in a pipe.
struct RunWatch {
  let context: Context
  let start: RefreshAnswer.Start

  init(_ context: Context, _ start: RefreshAnswer.Start) {
    self.context = context
    self.start = start
  }

  func follow() throws(Failure) -> RunInfo {
    var drawn = false
    let shows = Terminal.isTerminal && !context.wantsJSON
    while true {
      if let run = try find() {
        if run.state.isOver {
          if drawn { Terminal.write([UInt8]("\r\u{1b}[K".utf8)) }
          return run
        }
        if shows {
          let share = run.expected.map { " of \($0)" } ?? ""
          let text = "\(run.catalogue): \(run.counters.records)\(share) heard, \(run.counters.new) new"
            + (run.message.map { "; waits: \($0)" } ?? "")
          Terminal.write([UInt8]("\r\(Table.cut(Terminal.clean(text), Terminal.width - 1))\u{1b}[K".utf8))
          drawn = true
        }
      }
      usleep(100_000)
    }
  }

  /// The run, once it has a number.
  private func find() throws(Failure) -> RunInfo? {
    if let number = start.run { return try context.get(RunInfo.self, "runs/\(number)") }
    let path = "runs?limit=1&catalogue=\(ControlClient.encode(start.catalogue))"
    guard let run = try context.get(Listing<RunInfo>.self, path).items.first else { return nil }
    if run.id > start.after ?? 0 { return run }
    // It may have gone on with an interrupted run, or failed before it began.
    let catalogue = try context.get(CatalogueStatus.self, "catalogues/\(ControlClient.encode(start.catalogue))")
    switch catalogue.state {
    case .running, .waiting: return nil
    default: return run.ended == nil ? nil : run
    }
  }
}

enum RunReport {
  static func exitCode(_ run: RunInfo) -> ExitCode {
    switch run.state {
    case .done, .doneWithRejects: run.preview?.wouldHold == true ? .waits : .done
    case .held: .waits
    default: .failed
    }
  }

  static func print(_ run: RunInfo) {
    let name = Terminal.clean(run.catalogue)
    guard let preview = run.preview else {
      let seconds = (run.ended?.seconds ?? run.began.seconds) - run.began.seconds
      Terminal.line("\(name): \(Words.state(run.state)), \(Words.counts(run.counters)) in \(Words.span(seconds))")
      if let message = run.message { Terminal.line(Terminal.wrap(message, indent: "  ")) }
      if run.state == .held { Terminal.line("  cataloguectl approve \(name), or cataloguectl reject \(name)") }
      for repair in run.repairs { Terminal.line("  mended: \(Terminal.clean(repair.name)) (\(repair.count)×)") }
      return
    }
    let state = run.state == .done ? "nothing was written" : "\(Words.state(run.state)): \(run.message ?? "")"
    Terminal.line("\(name): a dry run, \(Terminal.clean(state)); \(run.counters.records) heard")
    for (title, change) in [("new", preview.new), ("changed", preview.changed), ("gone", preview.gone)] {
      Terminal.line("  \(change.count) would be \(title)")
      for sample in change.samples.prefix(5) {
        let text = "\(Terminal.clean(sample.identifier))  \(Terminal.clean(sample.title))"
        Terminal.line("    " + Table.cut(text, Terminal.width - 4))
      }
      if change.count > 5 { Terminal.line("    …") }
    }
    if preview.wouldHold { Terminal.line("  The deletions would be held for a person's decision.") }
  }
}
