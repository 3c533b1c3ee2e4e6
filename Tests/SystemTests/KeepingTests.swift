import Foundation
import Storage
import TestSupport
import Testing

@Suite("Safe-keeping: backup, verify, compact", .serialized)
struct KeepingTests {
  private func mirrored(_ records: Int = 300) throws -> (RunningDaemon, TemporaryDirectory, Repository) {
    let repository = Repository(records: records, page: 50)
    let state = TemporaryDirectory()
    let daemon = try RunningDaemon(state: state, catalogues: ["test": repository.toml])
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    return (daemon, state, repository)
  }

  @Test("a backup holds what the store holds, is no one else's to read, and is never half there")
  func backup() throws {
    let (daemon, state, repository) = try mirrored()
    defer { repository.stop() }
    let path = state.file("backup.sqlite")
    let made = try daemon.ctl("backup", path)
    #expect(made.status == 0, "\(made.errors)")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    #expect(!FileManager.default.fileExists(atPath: daemon.state + "/catalogued.sqlite.copy"))

    // What is there stays, unless a person says otherwise.
    let again = try daemon.ctl("backup", path)
    #expect(again.status == 1 && again.errors.contains("--force"))
    #expect(try daemon.ctl("backup", path, "--force").status == 0)

    let piped = state.file("piped.sqlite")
    let ctl = "\(Programs.folder)/cataloguectl --socket \(daemon.socket) backup - > \(piped)"
    #expect(try Programs.run("/bin/sh", ["-c", ctl]).status == 0)
    #expect(Damage.size(piped) == Damage.size(path))
    #expect(try daemon.ctl("verify").output == "The store is sound.\n")
    daemon.stop()
    #expect(try StoreContents(file: path) == StoreContents(state: state.path))
  }

  @Test("a backup that is taken while a sync writes is whole, as of one moment, and the sync goes on")
  func underSync() throws {
    let (daemon, state, repository) = try mirrored(600)
    defer { repository.stop() }
    repository.change {
      $0.version = 1
      $0.delay = 0.05
    }
    _ = try daemon.ctl("refresh", "test", "--full")
    for n in 0..<5 {
      let path = state.file("backup\(n).sqlite")
      #expect(try daemon.ctl("backup", path).status == 0)
      #expect(try daemon.ctl("verify").status == 0)
      let contents = try StoreContents(file: path)
      #expect(contents.records.count == 600)
    }
    #expect(try daemon.ctl("refresh", "test", "--wait").status == 0)
    #expect(daemon.stop() == 0)
  }

  @Test("a client that dies or stalls leaves nothing behind, and the daemon ends in time")
  func deadClients() throws {
    let (daemon, state, repository) = try mirrored()
    defer { repository.stop() }
    for _ in 0..<5 {
      let client = Process()
      client.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
      client.arguments = ["--socket", daemon.socket, "backup", state.file("dead.sqlite"), "--force"]
      client.standardError = FileHandle.nullDevice
      try client.run()
      usleep(UInt32.random(in: 0...30_000))
      kill(client.processIdentifier, SIGKILL)
      client.waitUntilExit()
    }
    // It reads nothing of what it asked for.
    let stalled = Process()
    stalled.executableURL = URL(fileURLWithPath: "/bin/sh")
    stalled.arguments = [
      "-c", "\(Programs.folder)/cataloguectl --socket \(daemon.socket) backup - | sleep 60",
    ]
    try stalled.run()
    defer { stalled.terminate() }
    usleep(300_000)
    #expect(try daemon.ctl("backup", state.file("b.sqlite")).status == 0)
    #expect(!FileManager.default.fileExists(atPath: daemon.state + "/catalogued.sqlite.copy"))
    let began = Date()
    #expect(daemon.stop() == 0)
    #expect(Date().timeIntervalSince(began) < 5)
  }

  @Test("a full disk at the receiving end is said, and leaves the old backup")
  func fullTarget() throws {
    let (daemon, state, repository) = try mirrored()
    defer { repository.stop() }
    if let disk = SmallDisk(megabytes: 1) {
      let path = disk.path + "/backup.sqlite"
      try Data("the old backup".utf8).write(to: URL(fileURLWithPath: path))
      let ballast = Data(count: 800 << 10)
      try ballast.write(to: URL(fileURLWithPath: disk.path + "/ballast"))
      let full = try daemon.ctl("backup", path, "--force")
      #expect(full.status == 1 && full.errors.contains("No space left on device"), "\(full.errors)")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "the old backup")
      #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).count == 2)
      #expect(try daemon.ctl("verify").status == 0)
    } else {
      print("skipped in part: no small disk can be mounted here")
    }
    let link = state.file("full")
    try FileManager.default.createSymbolicLink(atPath: link + ".partial", withDestinationPath: "/dev/full")
    // A name that leads elsewhere is not followed.
    let refused = try daemon.ctl("backup", link)
    #expect(refused.status == 1)
  }

  @Test("what a kill left of a copy is removed at the next start")
  func leftover() throws {
    let (daemon, state, repository) = try mirrored()
    defer { repository.stop() }
    daemon.kill()
    state.write("half a copy", to: "catalogued.sqlite.copy")
    try daemon.start()
    #expect(!FileManager.default.fileExists(atPath: daemon.state + "/catalogued.sqlite.copy"))
  }

  @Test("compact closes the gaps, and a kill in the middle leaves a sound store")
  func compact() throws {
    let (daemon, state, repository) = try mirrored(600)
    defer { repository.stop() }
    let before = try contents(of: daemon, state)
    for delay in [5_000, 20_000, 60_000] as [UInt32] {
      let client = Process()
      client.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
      client.arguments = ["--socket", daemon.socket, "compact"]
      client.standardError = FileHandle.nullDevice
      client.standardOutput = FileHandle.nullDevice
      try client.run()
      usleep(delay)
      daemon.kill()
      client.waitUntilExit()
      try daemon.start()
    }
    let result = try daemon.ctl("compact")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try daemon.ctl("verify").status == 0)
    #expect(try contents(of: daemon, state) == before)
  }

  /// By way of a backup, so that the daemon goes on.
  private func contents(of daemon: RunningDaemon, _ state: TemporaryDirectory) throws -> StoreContents {
    let path = state.file("seen.sqlite")
    #expect(try daemon.ctl("backup", path, "--force").status == 0)
    return try StoreContents(file: path)
  }

  @Test("nobody but the daemon's user and group may read what a store is made of")
  func modes() throws {
    let (daemon, state, repository) = try mirrored()
    defer { repository.stop() }
    func others() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: state.path).filter {
        guard $0.hasPrefix("catalogued.sqlite") else { return false }
        let facts = try FileManager.default.attributesOfItem(atPath: state.path + "/" + $0)
        return (facts[.posixPermissions] as? Int ?? 0) & 0o027 != 0
      }
    }
    #expect(try others() == [])
    daemon.kill()
    // As an older release made them.
    for suffix in ["", "-wal", "-shm"] { chmod(state.path + "/catalogued.sqlite" + suffix, 0o644) }
    try daemon.start()
    #expect(try others() == [])
    #expect(try daemon.ctl("verify").status == 0)
  }

  @Test("compact that the daemon's end breaks off says so, in words")
  func compactStopped() throws {
    let (daemon, _, repository) = try mirrored(3000)
    defer { repository.stop() }
    let client = Process()
    client.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
    client.arguments = ["--socket", daemon.socket, "compact"]
    let said = Pipe()
    client.standardError = said
    client.standardOutput = FileHandle.nullDevice
    try client.run()
    usleep(60_000)
    daemon.stop()
    client.waitUntilExit()
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(!text.contains("INSERT") && !text.contains("VACUUM") && !text.contains("SQLite code"), "\(text)")
    if client.terminationStatus != 0 { #expect(text.contains("is stopping"), "\(text)") }
    print("compact, stopped: \(client.terminationStatus) \(text)")
  }

  @Test("verify says each fault and what to do, and status says so from then on")
  func faults() throws {
    let (daemon, state, repository) = try mirrored()
    defer { repository.stop() }
    daemon.stop()
    try Damage.execute(
      state.path + "/catalogued.sqlite",
      "UPDATE revision SET body = x'00' WHERE id = 7; UPDATE catalogue SET live = live + 1")
    try daemon.start()
    let result = try daemon.ctl("verify")
    #expect(result.status == 1)
    #expect(result.output.contains("revision 7 of record 7 cannot be read"))
    #expect(result.output.contains("--salvage"))
    #expect(result.output.contains("cataloguectl compact writes it anew"))
    #expect(try daemon.ctl("status").output.contains("catalogued.sqlite is damaged"))
    daemon.stop()
    try daemon.start()
    let needs = try daemon.json("status")["needs_person"] as? [[String: Any]] ?? []
    #expect(
      needs.map { $0["command"] as? String } == ["cataloguectl verify", "cataloguectl compact"], "\(needs)")
    // What can be made anew is.
    #expect(try daemon.ctl("compact").status == 0)
    #expect(try !daemon.ctl("verify").output.contains("counts"))
  }
}

/// What a disk may do to a file.
enum Damage {
  /// Runs SQL on a store that nobody has open.
  static func execute(_ path: String, _ sql: String) throws {
    let store = try Store(path: path)
    defer { store.release() }
    try store.openWriter().execute(sql)
  }

  /// Overwrites bytes of a file.
  static func overwrite(_ path: String, at offset: Int, count: Int) throws {
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 13) }))
    try file.close()
  }

  /// The numbers of a table's pages, from 0, in the order of the file.
  static func pages(of table: String, in path: String) throws -> [Int] {
    let sql = "SELECT pageno - 1 FROM dbstat WHERE name = '\(table)' ORDER BY pageno"
    let result = try Programs.run("/usr/bin/sqlite3", [path, sql])
    return result.output.split(separator: "\n").compactMap { Int($0) }
  }

  static func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int) ?? 0
  }
}
