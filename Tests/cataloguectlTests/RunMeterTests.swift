import ControlAPI
import Testing

@testable import cataloguectl

@Suite("How fast a run is, and how long it will take")
struct RunMeterTests {
  private func meter(_ samples: [(Double, Int)]) -> RunMeter {
    var meter = RunMeter()
    for (time, records) in samples { meter.note(records, at: time) }
    return meter
  }

  @Test("the rate is that of the last seconds")
  func rate() {
    #expect(RunMeter().rate(at: 5) == nil)
    #expect(meter([(0, 0)]).rate(at: 5) == nil)
    #expect(meter([(0, 0), (1, 100)]).rate(at: 1) == nil, "too early to tell")
    #expect(meter([(0, 0), (1, 100), (2, 200)]).rate(at: 2) == 100)
    // Fast at first, slow now.
    var samples: [(Double, Int)] = []
    for second in 0...100 { samples.append((Double(second), second * 1000)) }
    for second in 101...120 { samples.append((Double(second), 100_000 + (second - 100) * 10)) }
    #expect(meter(samples).rate(at: 120) == 10)
    // Between two pages it stays as it is; standing still it goes down.
    #expect(meter(samples).rate(at: 120.9) == 10)
    #expect(meter(samples).rate(at: 123) == 70.0 / 9)
    #expect(meter(samples).rate(at: 1020) ?? 9 < 0.1)
  }

  @Test("pages that come once in a minute have a rate, too")
  func slowPages() {
    let slow = meter((0...5).map { (Double($0) * 60, $0 * 100) })
    #expect(slow.rate(at: 300) == 300.0 / 180)
    #expect(slow.timeLeft(of: 1000, at: 300) == 300)
  }

  @Test("a run that goes on from an earlier page is measured anew")
  func goesBack() {
    let meter = meter([(0, 0), (5, 500), (10, 1000), (60, 800), (63, 830)])
    #expect(meter.rate(at: 63) == 10)
    #expect(meter.timeLeft(of: 1130, at: 63) == 30)
  }

  @Test("no time left is told where it cannot be known")
  func unknown() {
    let meter = meter([(0, 0), (10, 100)])
    for expected in [nil, 100, 50, 0, -5, Int.max] { #expect(meter.timeLeft(of: expected, at: 10) == nil) }
    #expect(meter.timeLeft(of: 200, at: 10) == 10)
  }

  @Test(
    arguments: [
      (0, "nearly done"), (4.9, "nearly done"), (5, "about 5 s left"), (12.6, "about 15 s left"),
      (19.9, "about 20 s left"), (44, "about 40 s left"), (54.9, "about 50 s left"), (55, "about 1 min left"),
      (89, "about 1 min left"), (100, "about 2 min left"), (185, "about 3 min left"),
      (569, "about 9 min left"),
      (570, "about 10 min left"), (1130, "about 20 min left"), (3449, "about 55 min left"),
      (3450, "about 1 h left"), (9000, "about 3 h left"), (129_600, "about 2 d left"),
      (864_000, "about 10 d left"),
    ] as [(Double, String)])
  func left(_ seconds: Double, _ words: String) { #expect(Words.left(seconds) == words) }

  @Test(
    arguments: [
      (0.001, "1/min"), (0.5, "30/min"), (0.99, "59/min"), (0.999, "1/s"), (4.24, "4.2/s"), (9.94, "9.9/s"),
      (9.96, "10/s"), (320.4, "320/s"), (1e15, "1000000000000/s"),
    ] as [(Double, String)])
  func rates(_ rate: Double, _ words: String) { #expect(Words.rate(rate) == words) }
}

@Suite("A run's progress in a line")
struct RunProgressTests {
  private func progress(
    _ heard: Int, of expected: Int?, name: String = "zenodo", message: String? = nil
  ) -> RunProgress {
    var run = RunInfo(
      id: 1, catalogue: name, state: .running, full: true, began: Timestamp(seconds: 0), expected: expected,
      message: message)
    var progress = RunProgress(run)
    progress.update(run, at: 0)
    run.counters = RunCounters(records: heard, new: 17, changed: 3, gone: 1)
    progress.update(run, at: 10)
    return progress
  }

  @Test("in a pipe, all of it")
  func plain() {
    #expect(
      progress(4000, of: 9000).line(at: 10).plain
        == "zenodo: 4000 of 9000 heard (44 %), 17 new, 3 changed, 1 gone, 400/s, about 15 s left")
    #expect(
      progress(4000, of: nil, message: "the host asked to wait").line(at: 10).plain
        == "zenodo: 4000 heard, 17 new, 3 changed, 1 gone, 400/s; the host asked to wait")
    // Where nothing has come yet, what hinders it is all that there is to say.
    let hindered = progress(0, of: nil, message: "no connection; asks again in 3 s")
    #expect(hindered.line(at: 10).plain == "zenodo: no connection; asks again in 3 s")
    #expect(hindered.line(at: 10, width: 60, names: 6).plain == "zenodo  no connection; asks again in 3 s")
    // An upstream that says too little is not believed.
    #expect(
      progress(4000, of: 3000).line(at: 10).plain
        == "zenodo: 4000 heard, 17 new, 3 changed, 1 gone, 400/s")
  }

  @Test("on a terminal, what fits, the most important first")
  func fitted() {
    let progress = progress(4000, of: 9000)
    func line(_ width: Int) -> String { progress.line(at: 10, width: width, names: 6).plain }
    #expect(
      line(199)
        == "zenodo  ████████░░░░░░░░░░░░   44 %  4000 of 9000  400/s  17 new  3 changed  1 gone  about 15 s left"
    )
    #expect(line(39) == "zenodo   44 %  400/s  about 15 s left")
    #expect(line(20) == "zenodo   44 %  400/s")
    #expect(line(10) == "zenodo")
  }

  @Test("what keeps a run from going on is told before all else, and when it goes on before why")
  func hindered() {
    let progress = progress(
      4000, of: 9000, message: "HTTP status 503: the server is busy; asks again in 12 s")
    func line(_ width: Int) -> String { progress.line(at: 10, width: width, names: 6).plain }
    #expect(line(80) == "zenodo   44 %  400/s  HTTP status 503: the server is busy; asks again in 12 s")
    #expect(line(59) == "zenodo   44 %  HTTP status 503: the se…; asks again in 12 s")
    #expect(line(39) == "zenodo   44 %  asks again in 12 s")
    #expect(line(24) == "zenodo   44 %  400/s")
    #expect(
      progress.line(at: 10).plain
        == "zenodo: 4000 of 9000 heard (44 %), 17 new, 3 changed, 1 gone, 400/s; HTTP status 503: the server is "
        + "busy; asks again in 12 s")
  }

  @Test("no line is wider than it may be, and no byte from outside is obeyed", arguments: 1...120)
  func neverTooWide(_ width: Int) {
    let names = ["zenodo", "a-name-that-is-longer-than-it-ought-to-be", "東京都立図書館の報告"]
    for name in names {
      for message in [
        nil, "wait", "\u{1B}[31m東京都 e\u{301} waits\r\n because the host has asked for it, for very long",
      ] {
        for expected in [nil, 9000, 10] {
          let line = progress(4000, of: expected, name: name, message: message)
            .line(at: 10, width: width, names: name.columns)
          #expect(line.columns <= max(width, 8))
          #expect(!line.plain.unicodeScalars.contains { $0.value < 0x20 })
        }
      }
    }
  }
}
