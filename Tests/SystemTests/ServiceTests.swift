import Foundation
import TestSupport
import Testing

@Suite("The service manager", .serialized)
struct ServiceTests {
  private let folder = TemporaryDirectory()

  /// A daemon that is started with these variables over `folder`; it is ended with the test.
  private func start(
    _ environment: [String: String], catalogues: [String: String] = [:], main: String = "",
    through shell: String? = nil
  ) throws -> Process {
    try FileManager.default.createDirectory(
      atPath: folder.file("catalogues.d"), withIntermediateDirectories: true)
    folder.write(main, to: "catalogued.toml")
    for (name, text) in catalogues { folder.write(text, to: "catalogues.d/\(name).toml") }
    let process = Process()
    let program = Programs.folder + "/catalogued"
    process.executableURL = URL(fileURLWithPath: shell == nil ? program : "/bin/sh")
    process.arguments = shell.map { ["-c", $0, program] } ?? []
    var all = ProcessInfo.processInfo.environment
    all["CONFIGURATION_DIRECTORY"] = folder.path
    all["STATE_DIRECTORY"] = folder.file("state")
    all["RUNTIME_DIRECTORY"] = folder.path
    process.environment = all.merging(environment) { $1 }
    if truncate(folder.file("log"), 0) != 0 { folder.write("", to: "log") }
    process.standardError = FileHandle(forWritingAtPath: folder.file("log"))
    try process.run()
    return process
  }

  private var log: String { (try? String(contentsOfFile: folder.file("log"), encoding: .utf8)) ?? "" }

  private func end(_ process: Process) {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  @Test("hears that it answers, how it stands, each reload, and that it stops")
  func told() throws {
    let manager = ServiceSocket(folder.file("notify"))
    let repository = Repository(records: 100, page: 20)
    defer { repository.stop() }
    let daemon = try start(["NOTIFY_SOCKET": manager.path], catalogues: ["test": repository.toml])
    defer { end(daemon) }
    #expect(manager.waits { $0.contains("READY=1") }, "\(log)")
    #expect(
      try Programs.run("cataloguectl", ["--socket", folder.file("catalogued.sock"), "status"]).status == 0)
    #expect(manager.waits { $0.contains("STATUS=Mirrors 1 catalogue; nothing needs a person.") })
    repository.change { $0.isGone = true }
    _ = try Programs.run(
      "cataloguectl", ["--socket", folder.file("catalogued.sock"), "refresh", "test", "--wait"])
    #expect(
      manager.waits { $0.contains("STATUS=Mirrors 1 catalogue; needs a person: 1 failing.") },
      "\(manager.texts)")
    let before = manager.texts.count
    kill(daemon.processIdentifier, SIGHUP)
    #expect(manager.waits { $0.dropFirst(before).contains("READY=1") })
    let reload = manager.texts.dropFirst(before).first { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") }
    let date = try #require(reload?.split(separator: "=").last.flatMap { Double($0) })
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    #expect((Double(time.tv_sec) - 60...Double(time.tv_sec) + 1).contains(date / 1e6))
    end(daemon)
    #expect(daemon.terminationStatus == 0)
    #expect(manager.texts.last?.hasPrefix("STOPPING=1\n") == true, "\(manager.texts)")
    #expect(!manager.texts.contains("WATCHDOG=1"), "there is no watchdog")
  }

  @Test("hears why the daemon does not start")
  func toldWhyNot() throws {
    let manager = ServiceSocket(folder.file("notify"))
    folder.write("precious", to: "catalogued.sock")
    let daemon = try start(["NOTIFY_SOCKET": manager.path])
    daemon.waitUntilExit()
    #expect(daemon.terminationStatus == 1)
    #expect(manager.texts.count == 1 && manager.texts[0].hasPrefix("STATUS=opening the control socket"))
  }

  @Test("one event is one line, whatever an upstream says", arguments: ["text", "json"])
  func oneLine(_ format: String) throws {
    let server = LoopbackServer { _ in
      .xml(
        "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>2020-01-01T00:00:00Z</responseDate>"
          + "<request>x</request><error code=\"badArgument\">one&#10;&lt;3&gt;\"two\\&#9;\u{85}three</error></OAI-PMH>"
      )
    }
    defer { server.stop() }
    let manager = ServiceSocket(folder.file("notify"))
    let daemon = try start(
      ["NOTIFY_SOCKET": manager.path],
      catalogues: ["test": "title = \"T\"\nurl = \"\(server.url())\"\nformat = \"oai-pmh\"\n"],
      main: "[log]\nformat = \"\(format)\"\n")
    defer { end(daemon) }
    #expect(manager.waits { $0.contains { $0.contains("1 failing") } }, "\(log)")
    end(daemon)
    let lines = log.split(separator: "\n")
    #expect(lines.contains { $0.contains("two") && $0.contains("three") }, "\(log)")
    for line in lines {
      if format == "json" {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["message"] is String && object?["priority"] is Int)
      } else {
        #expect(!line.hasPrefix("<") && !line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x85 })
      }
    }
  }

  @Test("an abstract address is one, too")
  func abstract() throws {
    let name = "catalogued-test-\(UUID().uuidString)"
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(descriptor) }
    let length = socklen_t(2 + 1 + name.utf8.count)
    #expect(withUnixAddress("\0" + name) { address, _ in bind(descriptor, address, length) } == 0)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let daemon = try start(["NOTIFY_SOCKET": "@" + name])
    defer { end(daemon) }
    var buffer = [UInt8](repeating: 0, count: 100)
    #expect(recv(descriptor, &buffer, 100, 0) > 0, "\(log)")
  }

  @Test(
    "is told that the daemon lives: while it runs, not while it is stopped, not where it is another's watchdog"
  )
  func watchdog() throws {
    let manager = ServiceSocket(folder.file("notify"))
    let daemon = try start(["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "800000"])
    defer { end(daemon) }
    func beats() -> Int { manager.texts.count { $0 == "WATCHDOG=1" } }
    #expect(manager.waits { $0.count { $0 == "WATCHDOG=1" } >= 10 }, "\(manager.texts)")
    let times = manager.messages.filter { $0.text == "WATCHDOG=1" }.map(\.time)
    #expect(times.last! - times[1] < 10)
    kill(daemon.processIdentifier, SIGSTOP)
    usleep(200_000)
    let before = beats()
    sleep(2)
    #expect(beats() == before)
    kill(daemon.processIdentifier, SIGCONT)
    #expect(manager.waits { $0.count { $0 == "WATCHDOG=1" } > before })
    end(daemon)
    let other = try start([
      "NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "800000", "WATCHDOG_PID": "1",
    ])
    defer { end(other) }
    let count = beats()
    sleep(2)
    #expect(beats() == count)
  }

  /// `exec` keeps the process's number, which is what LISTEN_PID must say.
  private func activated(_ more: String = "") -> String { "export LISTEN_PID=$$ \(more); exec \"$0\" 3<&0" }

  @Test("hands over a socket: what came before the daemon did is answered, and the name stays")
  func activation() throws {
    let path = folder.file("handed.sock")
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(withUnixAddress(path) { bind(listener, $0, $1) } == 0 && listen(listener, 16) == 0)
    let early = Process()
    early.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
    early.arguments = ["--socket", path, "status"]
    early.standardOutput = FileHandle.nullDevice
    try early.run()
    usleep(300_000)
    let daemon = Process()
    daemon.executableURL = URL(fileURLWithPath: "/bin/sh")
    folder.write("", to: "catalogued.toml")
    daemon.arguments = [
      "-c", activated("LISTEN_FDS=1 STATE_DIRECTORY=\(folder.path)"), Programs.folder + "/catalogued",
    ]
    daemon.environment = ["CONFIGURATION_DIRECTORY": folder.path]
    daemon.standardInput = FileHandle(fileDescriptor: listener)
    folder.write("", to: "log")
    daemon.standardError = FileHandle(forWritingAtPath: folder.file("log"))
    try daemon.run()
    defer { end(daemon) }
    early.waitUntilExit()
    #expect(early.terminationStatus == 0, "\(log)")
    #expect(log.contains("answers on \(path)"), "\(log)")
    end(daemon)
    #expect(daemon.terminationStatus == 0)
    #expect(FileManager.default.fileExists(atPath: path), "the name is the manager's")
    close(listener)
  }

  @Test(
    "what it hands over must be one listening Unix socket",
    arguments: [
      ("LISTEN_FDS=2", "hands over 2 sockets"), ("LISTEN_FDS=1", "no listening Unix stream socket"),
    ])
  func wrongSockets(_ variables: String, _ words: String) throws {
    let daemon = try start([:], through: activated(variables))
    daemon.waitUntilExit()
    #expect(daemon.terminationStatus == 1 && log.contains(words), "\(log)")
  }

  @Test("sockets that are meant for another process are not touched")
  func othersSockets() throws {
    let manager = ServiceSocket(folder.file("notify"))
    let daemon = try start(["LISTEN_FDS": "1", "LISTEN_PID": "1", "NOTIFY_SOCKET": manager.path])
    defer { end(daemon) }
    #expect(manager.waits { $0.contains("READY=1") }, "\(log)")
    #expect(log.contains("answers on \(folder.file("catalogued.sock"))"))
  }

  @Test("the journal gets priorities, and only the journal")
  func priorities() throws {
    folder.write("", to: "log")
    var facts = stat()
    stat(folder.file("log"), &facts)
    for (stream, isJournal) in [("\(facts.st_dev):\(facts.st_ino)", true), ("1:2", false), ("", false)] {
      let manager = ServiceSocket(folder.file("notify-\(stream.count)-\(isJournal)"))
      let daemon = try start(["JOURNAL_STREAM": stream, "NOTIFY_SOCKET": manager.path])
      defer { end(daemon) }
      #expect(manager.waits { $0.contains("READY=1") })
      let lines = log.split(separator: "\n")
      #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("<6>") == isJournal }, "\(stream): \(log)")
      end(daemon)
    }
  }

  @Test(
    "where descriptors are few, so are connections: who comes then is told so, and nobody hears of a fault")
  func fewDescriptors() throws {
    let manager = ServiceSocket(folder.file("notify"))
    let daemon = try start(["NOTIFY_SOCKET": manager.path], through: "ulimit -n 64; exec \"$0\"")
    defer { end(daemon) }
    #expect(manager.waits { $0.contains("READY=1") }, "\(log)")
    let clients = try (0..<100).map { _ in try RawConnection(folder.file("catalogued.sock")) }
    var statuses: [String: Int] = [:]
    for target in ["status", "reports?q=water", "catalogues"] {
      for client in clients { client.send("GET /v1/\(target) HTTP/1.1\r\nHost: x\r\n\r\n") }
      for client in clients {
        let head = client.read(to: "\r\n\r\n").split(separator: " ")
        guard head.count > 1 else { continue }
        statuses[String(head[1]), default: 0] += 1
        let length = head.firstIndex { $0.hasSuffix("Content-Length:") }.map { head[$0 + 1].prefix(9) }
        _ = client.read(length.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0)
      }
    }
    #expect(statuses == ["200": 3 * 16, "503": 84], "\(statuses) \(log)")
  }
}
