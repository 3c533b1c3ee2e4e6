import ControlAPI
import ControlClient
import Testing

@testable import cataloguectl

@Suite("Each thing that happens is told once")
struct WatchStoryTests {
  private static let moment = Timestamp(seconds: 1_700_000_000)

  private func run(
    _ id: Int64, _ state: RunInfo.State, dryRun: Bool = false, message: String? = nil
  ) -> RunInfo {
    RunInfo(
      id: id, catalogue: "polar", state: state, full: true, dryRun: dryRun, began: Self.moment,
      ended: state.isOver ? Self.moment : nil, message: message)
  }

  private func catalogue(_ state: CatalogueState) -> CatalogueStatus {
    CatalogueStatus(
      name: "polar", title: "Polar", url: "https://polar.example", format: "oai-pmh", priority: 0,
      interval: 60,
      state: state, nextRun: CatalogueStatus.NextRun(at: Self.moment, because: "every minute"))
  }

  private func failing(_ times: Int) -> CatalogueState {
    .failing(since: Self.moment, times: times, error: "404\u{1B}[2J")
  }

  @Test("a run's beginning, its interruption, and its end")
  func runs() {
    var story = WatchStory()
    #expect(story.hear(run(7, .running), at: 0)?.map(\.plain) == ["polar: run 7 began, asks for everything"])
    #expect(story.hear(run(7, .running), at: 1) == nil && story.runs.count == 1)
    #expect(
      story.hear(run(7, .interrupted, message: "goes on later"), at: 2)?.map(\.plain)
        == ["polar: run 7 was interrupted: goes on later"])
    #expect(story.hear(run(7, .interrupted), at: 2) == nil && story.runs.isEmpty && story.open == [7])
    #expect(story.hear(run(7, .running), at: 3)?.map(\.plain) == ["polar: run 7 goes on"])
    #expect(story.hear(run(7, .done), at: 4)?.first?.plain.hasPrefix("polar: done, ") == true)
    // What comes late, or again, is not told.
    #expect(story.hear(run(7, .running), at: 5) == nil && story.hear(run(7, .done), at: 5) == nil)
    #expect(story.open == [] && story.newest == 7)
    #expect(story.hear(run(9, .failed), at: 6)?.first?.plain.hasPrefix("polar: failed, ") == true)
  }

  @Test("what is found at the beginning has not happened just now")
  func first() {
    var story = WatchStory()
    for (id, state) in [(5, .done), (6, .interrupted), (7, .running)] as [(Int64, RunInfo.State)] {
      #expect(story.hear(run(id, state), at: 0, isFirst: true) == nil)
    }
    #expect(story.hear(run(6, .running), at: 1)?.map(\.plain) == ["polar: run 6 goes on"])
    #expect(story.hear(catalogue(failing(3)), isFirst: true) == nil)
    #expect(story.trouble?.plain == "polar is failing; cataloguectl status says more")
  }

  @Test("dry runs are numbered anew when the daemon is started again")
  func dryRuns() {
    var story = WatchStory()
    #expect(
      story.hear(run(-1, .running, dryRun: true), at: 0)?.map(\.plain)
        == ["polar: a dry run began, asks for everything"])
    #expect(story.hear(run(-1, .done, dryRun: true), at: 1) != nil)
    story.forgetDryRuns()
    #expect(story.hear(run(-1, .running, dryRun: true), at: 2) != nil)
    #expect(story.forget(run: -1)?.map(\.plain) == ["polar: the daemon has forgotten the dry run"])
    #expect(story.open == [] && story.newest == 0)
  }

  @Test("how a catalogue stands, once it changes")
  func catalogues() {
    var story = WatchStory()
    func told(_ state: CatalogueState) -> [String]? { story.hear(catalogue(state))?.map(\.plain) }
    #expect(story.hear(catalogue(.idle), isFirst: true) == nil)
    #expect(told(.running(run: 1)) == nil && told(.idle) == nil)
    #expect(told(failing(1))?.last == "  404[2J")
    #expect(told(.running(run: 2)) == nil && told(failing(1)) == nil)
    #expect(told(failing(2)) == ["polar: failed again (2×): 404[2J"])
    #expect(told(.idle) == ["polar: is in order again"])
    #expect(told(.held(deletions: 3))?.first == "polar: 3 deletions wait for a person's decision")
    #expect(told(.held(deletions: 3)) == nil)
    #expect(told(.idle) == ["polar: nothing waits for a decision any more"])
    #expect(told(.paused) == ["polar: paused; cataloguectl resume polar goes on"])
    #expect(told(.idle) == ["polar: is no longer paused"])
    #expect(told(.unconfigured(because: nil)) == ["polar: no file names it any more"])
    #expect(story.forget("polar")?.map(\.plain) == ["polar: is no longer listed"])
    #expect(story.forget("polar") == nil)
    #expect(told(.idle) == ["polar: a new catalogue"])
    // A run's own end has said it already.
    #expect(story.hear(run(3, .failed), at: 0) != nil)
    #expect(told(failing(1))?.count == 1)
    #expect(story.hear(run(4, .held), at: 0) != nil && told(.held(deletions: 9)) == nil)
  }

  @Test(arguments: [
    (["zenodo"], "zenodo: the run goes on; cataloguectl watch zenodo follows it"),
    (["a", "b"], "the runs of a, b go on; cataloguectl watch a b follows them"),
    ((1...9).map { "c\($0)" }, "9 runs go on; cataloguectl watch follows them"),
  ])
  func farewell(_ names: [String], _ words: String) {
    #expect(RunsWatch.farewell(names.map { RefreshAnswer.Start(catalogue: $0) }) == words)
  }

  @Test("who goes before a dry run has ended is told where its result will be")
  func dryFarewell() {
    let starts = (1...3).map { RefreshAnswer.Start(catalogue: "c\($0)", run: Int64(-$0)) }
    #expect(
      RunsWatch.farewell([starts[0]]) == "c1: the dry run goes on; cataloguectl runs -1 shows its result")
    #expect(
      RunsWatch.farewell(starts)
        == "3 dry runs go on; cataloguectl runs -1 shows the first one's result, and so on to -3")
  }

  @Test("what had begun before one watched is not told as new, even where its event comes first")
  func early() {
    var story = WatchStory()
    #expect(story.hear(run(7, .running), at: 0, isFirst: true) == nil && story.runs.count == 1)
    story.begin()
    #expect(story.hear(run(6, .running), at: 1) == nil)
    #expect(story.hear(run(8, .running), at: 1) != nil)
    #expect(story.hear(run(-1, .running, dryRun: true), at: 1) != nil)
    #expect(story.hear(run(7, .done), at: 2) != nil)
  }

  @Test("nor is what had begun before, where the newest run is of a catalogue that nobody watches")
  func earlyAmongOthers() {
    var story = WatchStory()
    story.skip(9)
    story.begin()
    #expect(story.hear(run(8, .running), at: 1) == nil && story.runs.count == 1)
    #expect(story.hear(run(10, .running), at: 1) != nil)
  }

  @Test("after the daemon was away, how fast a run is is measured anew")
  func measuredAnew() {
    var story = WatchStory()
    func hear(_ records: Int, at time: Double) {
      var run = run(7, .running)
      run.counters.records = records
      _ = story.hear(run, at: time)
    }
    func rate(at time: Double) -> Double? { story.runs.first?.meter.rate(at: time) }
    hear(0, at: 0)
    hear(400, at: 4)
    #expect(rate(at: 4) == 100)
    story.measureAnew()
    #expect(rate(at: 64) == nil)
    hear(500, at: 64)
    #expect(rate(at: 64) == nil, "what came while nobody listened says nothing")
    hear(600, at: 74)
    #expect(rate(at: 74) == 10)
  }

  @Test("an event is printed as it came, as one line")
  func json() {
    let event = ServerEvent(id: "e-1", name: "run", data: Array("{\"a\":\n1}".utf8))
    #expect(
      String(decoding: Watch.line(event), as: UTF8.self)
        == "{\"event\": \"run\", \"id\": \"e-1\", \"data\": {\"a\": 1}}\n")
    let other = ServerEvent(id: nil, name: "a\"b", data: Array("1".utf8))
    #expect(
      String(decoding: Watch.line(other), as: UTF8.self)
        == "{\"event\": \"a\\\"b\", \"id\": null, \"data\": 1}\n")
  }
}
