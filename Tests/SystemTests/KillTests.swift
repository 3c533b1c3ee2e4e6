import Foundation
import TestSupport
import Testing

@Suite("A kill at any moment loses nothing", .serialized)
struct KillTests {
  /// So many versions in one day are no reason to hold anything here.
  private var guardless: String { "guard = 100000\n" }

  /// A full refresh from a slow server is killed at 50 random moments, restarted each time, and ends in the store of a
  /// daemon that nobody killed.
  @Test(.timeLimit(.minutes(5)))
  func fiftyKills() throws {
    var random = SystemRandomNumberGenerator()
    let repository = Repository(records: 600, page: 20)
    defer { repository.stop() }
    repository.change { $0.delay = 0.06 }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml + guardless])
    var version = 0
    var kills = 0
    var inProgress = 0
    // At least 50; some more where the machine was so fast that too few hit a run.
    while kills < 50 || inProgress < 40 && kills < 100 {
      usleep(UInt32.random(in: 1_000...500_000, using: &random))
      daemon.kill()
      kills += 1
      if try StoreContents(state: state.path).openRuns > 0 { inProgress += 1 }
      try daemon.start()
      let runs = try daemon.json("runs", "test")
      let states = (runs["items"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
      if states.first == "done" || states.isEmpty {
        if states.first == "done" {
          version += 1
          let next = version
          repository.change { $0.version = next }
        }
        _ = try daemon.ctl("refresh", "test", "--full")
      }
    }
    #expect(inProgress >= 40, "only \(inProgress) of \(kills) kills hit a run in progress")
    repository.change { $0.delay = 0 }
    _ = try daemon.ctl("refresh", "test", "--wait")
    _ = try daemon.ctl("refresh", "test", "--full", "--wait")
    daemon.stop()

    let undisturbed = TemporaryDirectory()
    repository.change { $0.version = 0 }
    let other = try RunningDaemon(state: undisturbed, catalogues: ["test": repository.toml + guardless])
    _ = try other.ctl("refresh", "test", "--wait")
    for next in 0...version {
      repository.change { $0.version = next }
      let refresh = try other.ctl("refresh", "test", "--full", "--wait")
      #expect(refresh.status == 0, "\(refresh.output) \(refresh.errors)")
    }
    other.stop()
    let killed = try StoreContents(state: state.path)
    let expected = try StoreContents(state: undisturbed.path)
    #expect(killed.openRuns == 0)
    #expect(killed.records.count == 600)
    #expect(killed.records == expected.records)
    print("\(kills) kills, \(inProgress) of them in a run, over \(version + 1) versions of the list")
  }
}
