import Foundation
import TestSupport
import Testing

/// A small disk of a test's own; nil where one may not be mounted.
final class SmallDisk {
  let path: String
  private let directory = TemporaryDirectory(inMemory: false)

  init?(megabytes: Int) {
    path = directory.path
    guard geteuid() == 0,
      let result = try? Programs.run(
        "/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "none", path]),
      result.status == 0
    else { return nil }
  }

  deinit { _ = try? Programs.run("/bin/umount", ["-l", path]) }
}

@Suite("A full disk and used-up descriptors are said, survived and forgotten", .serialized)
struct LimitTests {
  private func wait(_ seconds: Double, _ what: String, _ isTrue: () throws -> Bool) throws {
    let end = Date() + seconds
    while try !isTrue() {
      guard Date() < end else { throw RunningDaemon.Failure(message: "in vain: \(what)") }
      usleep(100_000)
    }
  }

  @Test(
    "a sync that fills the disk says so, answers, and goes on by itself when there is room",
    .timeLimit(.minutes(3)))
  func fullDisk() throws {
    guard let disk = SmallDisk(megabytes: 12) else {
      print("skipped: no small disk can be mounted here")
      return
    }
    let repository = Repository(records: 3000, page: 100)
    defer { repository.stop() }
    let configuration = TemporaryDirectory()
    let ballast = disk.path + "/ballast"
    _ = FileManager.default.createFile(atPath: ballast, contents: Data(count: 9 << 20))
    let daemon = try RunningDaemon(
      state: configuration, catalogues: ["test": repository.toml], stateDirectory: disk.path)
    try wait(30, "the disk is full") { try daemon.ctl("status").output.contains("the disk is full") }
    #expect(try daemon.ctl("search", "report").status == 0)
    #expect(daemon.log.contains("the disk is full"))
    let backup = try daemon.ctl("backup", configuration.file("b"))
    #expect(backup.status == 1 && backup.errors.contains("make room first"), "\(backup.errors)")

    try FileManager.default.removeItem(atPath: ballast)
    // Nobody asks for it.
    try wait(90, "it went on") {
      let runs = try daemon.json("runs", "test")["items"] as? [[String: Any]] ?? []
      return runs.first?["state"] as? String == "done"
    }
    try wait(10, "all is well again") { try daemon.ctl("status").output.contains("All is well") }
    #expect(daemon.stop() == 0)
    let contents = try StoreContents(state: disk.path)
    #expect(contents.records.count == 3000 && contents.openRuns == 0)
    try FileManager.default.moveItem(
      atPath: disk.path + "/catalogued.sqlite", toPath: configuration.file("catalogued.sqlite"))
    let checked = try RunningDaemon(state: configuration, catalogues: ["test": repository.toml])
    #expect(try checked.ctl("verify").output == "The store is sound.\n")
  }

  @Test("descriptors used up: it stays up, says why runs fail, and recovers")
  func descriptors() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit") else { return }
    let repositories = (0..<12).map { _ in Repository(records: 40, page: 20) }
    defer { for repository in repositories { repository.stop() } }
    for repository in repositories { repository.change { $0.delay = 0.5 } }
    var catalogues: [String: String] = [:]
    for (n, repository) in repositories.enumerated() {
      catalogues["c\(n)"] = repository.toml + "enabled = false\n"
    }
    let daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: catalogues)
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(daemon.identifier)/fd").count
    func limit(_ count: Int) throws {
      let result = try Programs.run(
        "/usr/bin/prlimit", ["--pid", "\(daemon.identifier)", "--nofile=\(count):"])
      #expect(result.status == 0, "\(result.errors)")
    }
    try limit(open + 2)
    let names = (0..<12).map { "c\($0)" }
    _ = try Programs.run("cataloguectl", ["--socket", daemon.socket, "refresh"] + names)
    try wait(40, "it is said") {
      daemon.log.contains("too many files are open")  // by who needs one first: the store, or a transfer
    }
    try limit(1024)
    #expect(try daemon.ctl("status").status == 0)
    for n in 0..<12 {
      let result = try daemon.ctl("refresh", "c\(n)", "--wait")
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try daemon.ctl("verify").status == 0)
    #expect(daemon.stop() == 0)
  }
}
