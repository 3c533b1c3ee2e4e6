import ControlAPI
import ControlClient
import Glibc

/// Follows runs that were asked for to their ends, all together: on a terminal a line each that is drawn again, in a
/// pipe a line each now and then.
///
/// It asks for each run again and again rather than listen to events: so nothing has to be put together again after the
/// daemon was away, and nothing can be missed.
struct RunsWatch {
  private struct Followed {
    var watch: RunWatch
    var progress: RunProgress?
    /// When the next line is due in a pipe.
    var next: Double

    mutating func note(_ run: RunInfo, at time: Double) {
      if progress == nil { progress = RunProgress(run) }
      progress?.update(run, at: time)
    }
  }

  private let context: Context
  private let live: LiveScreen
  private let clock = Stopwatch()
  private var open: [Followed]
  private var worst = ExitCode.done
  private var goneSince: Double?
  /// Which of the runs that wait for their turn is asked for next.
  private var turn = 0

  /// Seconds between two questions.
  private static let pause = 0.2
  /// How many of the runs that wait are asked for at once: there may be a thousand.
  private static let waitingAtOnce = 20
  /// Seconds between two lines of a run in a pipe.
  static let silence = 10.0
  /// How many seconds a daemon may be away.
  private static let patience = 60.0

  init(_ context: Context, _ starts: [RefreshAnswer.Start]) {
    self.context = context
    live = LiveScreen(context.screen, isLive: !context.wantsJSON)
    open = starts.map { Followed(watch: RunWatch(context, $0), next: Self.silence) }
  }

  /// - Returns: The worst of the runs' ends.
  mutating func follow() throws(Failure) -> ExitCode {
    context.noteSignals()
    defer { live.close() }
    if !live.isLive, !context.wantsJSON {
      for start in open.map(\.watch.start) where start.isDryRun {
        if let wait = start.message { live.say(["\(start.catalogue): \(wait)"]) }
      }
    }
    while !open.isEmpty {
      let began = clock.seconds
      try look()
      if let code = Interruption.code {
        live.close()
        live.complain(Self.farewell(open.map(\.watch.start)))
        return code
      }
      show()
      // A signal ends the pause; where there are very many runs, most of the time is still the daemon's own.
      if !open.isEmpty { usleep(UInt32(min(2, max(Self.pause, 3 * (clock.seconds - began))) * 1e6)) }
    }
    return worst
  }

  /// Asks how each run stands; those that are over are told, and followed no more.
  private mutating func look() throws(Failure) {
    var rest: [Followed] = []
    let waiting = max(1, open.filter { $0.progress == nil }.count)
    var place = waiting - turn % waiting
    turn += Self.waitingAtOnce
    for index in open.indices {
      guard Interruption.code == nil else {
        open = rest + open[index...]
        return
      }
      var followed = open[index]
      if followed.progress == nil {
        place += 1
        guard (place - 1) % waiting < Self.waitingAtOnce else {
          rest.append(followed)
          continue
        }
      }
      do throws(Failure) {
        let run = try followed.watch.look()
        if let run, run.state.isOver {
          try tell(run)
        } else {
          if let run { followed.note(run, at: clock.seconds) }
          rest.append(followed)
        }
        if goneSince != nil { welcome() }
      } catch {
        switch error.code {
        case .interrupted:
          open = rest + open[index...]
          return
        case .noDaemon:
          open = rest + open[index...]
          return try wait(error)
        default:
          live.complain(error.message)
          worst = worst.worse(error.code)
        }
      }
    }
    open = rest
  }

  private mutating func welcome() {
    live.complain("the daemon answers again")
    goneSince = nil
  }

  private mutating func wait(_ error: Failure) throws(Failure) {
    let now = clock.seconds
    guard now - (goneSince ?? now) < Self.patience else { throw error }
    if goneSince == nil { live.complain("the daemon is gone; waits for its return") }
    goneSince = goneSince ?? now
    for index in open.indices {
      open[index].watch.wasGone = true
      // Nothing is heard meanwhile: how fast that is says nothing.
      open[index].progress?.meter = RunMeter()
    }
  }

  private mutating func tell(_ run: RunInfo) throws(Failure) {
    if context.wantsJSON {
      Screen.write(try context.get("runs/\(run.id)"))
    } else {
      var page = Page(context.screen)
      page.add(outcomeOf: run)
      live.say(page.lines)
    }
    worst = worst.worse(run.exitCode)
  }

  private mutating func show() {
    let now = clock.seconds
    if goneSince != nil {
      live.draw([Self.lost])
    } else if live.isLive {
      let names = open.map(\.watch.start.catalogue.columns).max() ?? 0
      let running = open.compactMap { $0.progress?.line(at: now, width: live.width, names: names) }
      let waiting = open.filter { $0.progress == nil }.map { followed -> Line in
        "\(followed.watch.start.catalogue): \(followed.watch.start.message ?? "waits for its turn")"
      }
      live.draw(running + waiting)
    } else if !context.wantsJSON {
      for index in open.indices where open[index].next <= now {
        guard let progress = open[index].progress else { continue }
        live.say([progress.line(at: now)])
        open[index].next = now + Self.silence
      }
    }
  }

  /// What is drawn while the daemon is away.
  static let lost: Line = "no daemon answers; asks again"

  /// What is said to who goes before the runs have ended.
  static func farewell(_ starts: [RefreshAnswer.Start]) -> String {
    let dry = starts.filter(\.isDryRun).compactMap(\.run)
    if let first = dry.first, let last = dry.last {
      return dry.count == 1
        ? "\(starts[0].catalogue): the dry run goes on; cataloguectl runs \(first) shows its result"
        : "\(dry.count) dry runs go on; cataloguectl runs \(first) shows the first one's result, and so on to \(last)"
    }
    let names = starts.map(\.catalogue)
    return switch names.count {
    case 1: "\(names[0]): the run goes on; cataloguectl watch \(names[0]) follows it"
    case ...5:
      "the runs of \(names.joined(separator: ", ")) go on; cataloguectl watch \(names.joined(separator: " ")) follows them"
    default: "\(names.count) runs go on; cataloguectl watch follows them"
    }
  }
}

extension RefreshAnswer.Start {
  var isDryRun: Bool { run.map { $0 < 0 } ?? false }
}
