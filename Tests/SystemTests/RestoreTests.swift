import Foundation
import Storage
import TestSupport
import Testing

@Suite("Safe-keeping: restore, and what can be saved of a damaged store", .serialized)
struct RestoreTests {
  private func restore(_ path: String, into state: TemporaryDirectory, _ how: String = "--restore") throws
    -> Programs.Result
  {
    if !FileManager.default.fileExists(atPath: state.file("catalogued.toml")) {
      state.write("", to: "catalogued.toml")
    }
    return try Programs.run(
      "catalogued", ["--config", state.file("catalogued.toml"), "--state", state.path, how, path])
  }

  /// A state with a mirrored catalogue, whose daemon has ended.
  private func store(_ repository: Repository) throws -> TemporaryDirectory {
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    daemon.stop()
    return state
  }

  @Test("a backup taken in the middle of a run is restored, says what is in it, and the run goes on")
  func goesOn() throws {
    let repository = Repository(records: 600, page: 20)
    defer { repository.stop() }
    repository.change { $0.delay = 0.05 }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    _ = try daemon.ctl("refresh", "test")
    usleep(500_000)
    let path = state.file("backup.sqlite")
    #expect(try daemon.ctl("backup", path).status == 0)
    daemon.kill()
    #expect(try StoreContents(file: path).openRuns == 1)

    let other = TemporaryDirectory()
    let result = try restore(path, into: other)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("1 run will go on"))
    #expect(result.output.contains("of 1 catalogue"))
    // Once there is a store, it stays.
    let again = try restore(path, into: other)
    #expect(again.status == 1 && again.errors.contains("there is a store already"))

    repository.change { $0.delay = 0 }
    let next = try RunningDaemon(state: other, catalogues: ["test": repository.toml])
    #expect(try next.ctl("refresh", "test", "--wait").status == 0)
    let runs = try next.json("runs", "test")["items"] as? [[String: Any]] ?? []
    #expect(runs.first?["state"] as? String == "done")
    #expect(try next.ctl("verify").status == 0)
    next.stop()
    let contents = try StoreContents(state: other.path)
    #expect(contents.records.count == 600 && contents.openRuns == 0)
  }

  @Test("what is no backup, or no whole one, is refused by name, and nothing is left of it")
  func refused() throws {
    let repository = Repository(records: 200, page: 50)
    defer { repository.stop() }
    let state = try store(repository)
    let good = try Data(contentsOf: URL(fileURLWithPath: state.path + "/catalogued.sqlite"))
    var foreign = good
    foreign.replaceSubrange(68..<72, with: [1, 2, 3, 4])
    var newer = good
    newer.replaceSubrange(60..<64, with: [0, 0, 1, 0])
    var broken = good
    broken.replaceSubrange(8192 * 5..<8192 * 6, with: [UInt8](repeating: 0xAA, count: 8192))
    let cases: [(Data, String)] = [
      (Data("A letter".utf8), "no store"), (foreign, "another program"), (newer, "newer release"),
      (good.prefix(good.count / 2), "cut off"), (broken, "is damaged"),
    ]
    for (bytes, why) in cases {
      let other = TemporaryDirectory()
      let path = other.write(bytes, to: "backup")
      let result = try restore(path, into: other)
      #expect(result.status == 1)
      #expect(result.errors.contains(why) && result.errors.contains(path), "\(why): \(result.errors)")
      let left = try FileManager.default.contentsOfDirectory(atPath: other.path)
      #expect(Set(left).isSubset(of: ["backup", "catalogued.toml", "catalogued.sqlite.lock"]))
    }
    let missing = try restore("/nowhere/backup", into: TemporaryDirectory())
    #expect(missing.status == 1 && missing.errors.contains("/nowhere/backup"))
  }

  enum Harm: String, CaseIterable, Sendable {
    case overwritten, manyPages, cutOff, lostLog
  }

  @Test(
    "real damage is said with the store's name; what reads is saved, and the rest is fetched again",
    arguments: Harm.allCases)
  func damage(_ harm: Harm) throws {
    let repository = Repository(records: 2000, page: 500)
    defer { repository.stop() }
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    let file = state.path + "/catalogued.sqlite"
    if harm == .lostLog { daemon.kill() } else { daemon.stop() }
    let size = Damage.size(file)
    switch harm {
    case .overwritten: try Damage.overwrite(file, at: size / 2 / 8192 * 8192 + 3000, count: 600)
    case .manyPages:
      for page in stride(from: 30, to: size / 8192, by: 9) {
        try Damage.overwrite(file, at: page * 8192, count: 8192)
      }
    case .cutOff: #expect(truncate(file, off_t(size * 2 / 3)) == 0)
    case .lostLog: try FileManager.default.removeItem(atPath: file + "-wal")
    }

    // Found at the start, or by a check.
    var said = ""
    do {
      try daemon.start()
      said = try daemon.ctl("verify").output + daemon.ctl("status").output + daemon.log
      #expect(try daemon.ctl("search", "invented").errors.contains("fatal") == false)
      #expect(daemon.stop() == 0)
    } catch is RunningDaemon.Failure {
      said = daemon.log
    }
    #expect(said.contains("catalogued.sqlite"), "\(said)")
    if harm != .lostLog { #expect(said.contains("--salvage"), "\(said)") }

    let other = TemporaryDirectory()
    let result = try restore(file, into: other, "--salvage")
    print("\(harm): \(result.output)")
    #expect(result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.contains("Saved what reads"))
    let saved = try StoreContents(state: other.path)
    if harm == .overwritten { #expect(saved.records.count > 1900) }
    // Among so many pages are the dictionary's, without which none of its bodies reads: its copy serves.
    if harm == .manyPages { #expect(saved.records.count > 500) }
    if harm == .cutOff { #expect(saved.records.count > 0) }
    let next = try RunningDaemon(state: other, catalogues: ["test": repository.toml])
    #expect(try next.ctl("refresh", "test", "--wait").status == 0)
    #expect(try next.ctl("verify").output == "The store is sound.\n")
    next.stop()

    let whole = TemporaryDirectory()
    let undisturbed = try RunningDaemon(state: whole, catalogues: ["test": repository.toml])
    #expect(try undisturbed.ctl("refresh", "test", "--wait").status == 0)
    undisturbed.stop()
    #expect(try StoreContents(state: other.path).records == StoreContents(state: whole.path).records)
  }
}
