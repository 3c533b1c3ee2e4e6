import Catalogue
import ControlAPI
import ControlClient
import Glibc

/// Shows what happens until a signal comes: what is over scrolls away, and the runs that go on are drawn below it.
final class Watch {
  let context: Context
  let names: Set<String>
  let live: LiveScreen
  private let follower: EventFollower
  let clock = Stopwatch()
  var story = WatchStory()
  /// Whether something may have been missed: then everything is asked for anew.
  var isBehind = false
  var isFirst = true
  var isLost = false
  /// The change log's last number, the one that was last told, when the next is to be told even in the middle of a run,
  /// and when the last one came.
  var change: Int64 = 0
  var toldChange: Int64 = 0
  var changesDue = 60.0
  var changed = 0.0
  /// When the next line of a run is due in a pipe.
  var due: [Int64: Double] = [:]

  init(_ context: Context) {
    self.context = context
    names = Set(context.words)
    live = LiveScreen(context.screen, isLive: !context.wantsJSON)
    follower = EventFollower(context)
  }

  /// - Returns: Done, where a person has ended it.
  func run() throws(Failure) -> ExitCode {
    context.noteSignals()
    defer { live.close() }
    do throws(Failure) {
      for name in names.sorted() { _ = try context.get(Self.path(name)) }
      while Interruption.code == nil {
        for step in try follower.next(within: 200) { try take(step) }
        if !context.wantsJSON { try show() }
      }
    } catch {
      guard Interruption.code != nil else { throw error }
    }
    return Interruption.code == .terminated ? .terminated : .done
  }

  static func path(_ name: String) -> String { "catalogues/" + ControlClient.encode(name) }

  func isWatched(_ name: String) -> Bool { names.isEmpty || names.contains(name) }

  // MARK: Hearing

  /// Names of catalogues to be asked for.
  var asked: Set<String> = []

  private func take(_ step: EventFollower.Step) throws(Failure) {
    switch step {
    case .lost:
      isLost = true
      live.complain("the daemon is gone; waits for its return")
    case .opened:
      if isLost { live.complain("the daemon answers again") }
      isLost = false
      // Even where it goes on behind the last event: what is asked for anew cannot be wrong.
      isBehind = true
    case .event(let event):
      if context.wantsJSON { return try pass(event) }
      switch event.name {
      case "run":
        let run = try context.decode(RunInfo.self, event.data)
        if isWatched(run.catalogue) { say(story.hear(run, at: clock.seconds)) }
      case "catalogue":
        let name = try context.decode(CatalogueName.self, event.data).name
        if isWatched(name) { asked.insert(name) }
      case "changes":
        change = try context.decode(LastChange.self, event.data).number
        changed = clock.seconds
      case "reset":
        story.forgetDryRuns()
        isBehind = true
      default: break  // of a newer daemon
      }
    }
  }

  private struct CatalogueName: Decodable { var name: String }
  private struct LastChange: Decodable { var number: Int64 }

  private struct Subject: Decodable {
    var catalogue: String?
    var name: String?
  }

  /// An event as it came, as one line.
  private func pass(_ event: ServerEvent) throws(Failure) {
    let subject = try context.decode(Subject.self, event.data)
    if let name = subject.catalogue ?? subject.name, !isWatched(name) { return }
    Screen.write(Self.line(event))
  }

  static func line(_ event: ServerEvent) -> [UInt8] {
    func quoted(_ text: String?) -> [UInt8] { (try? JSON.encode(text)) ?? Array("null".utf8) }
    let data = event.data.map { $0 == 0x0A ? 0x20 : $0 }
    return Array("{\"event\": ".utf8) + quoted(event.name) + Array(", \"id\": ".utf8) + quoted(event.id)
      + Array(", \"data\": ".utf8) + data + [0x7D, 0x0A]
  }
}
