import Foundation
import TestSupport
import Testing

@Suite("A backup's file", .serialized)
struct BackupTests {
  private let folder = TemporaryDirectory()
  private let daemon: RunningDaemon

  init() throws { daemon = try RunningDaemon(state: TemporaryDirectory(), catalogues: [:]) }

  private func isStore(_ path: String) -> Bool {
    FileManager.default.contents(atPath: path)?.starts(with: Array("SQLite format 3\0".utf8)) == true
  }

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private func kind(_ path: String) -> mode_t {
    var facts = stat()
    return lstat(path, &facts) == 0 ? facts.st_mode & S_IFMT : 0
  }

  /// Each makes a thing of a kind; where it makes none (a device, without rights), there is nothing to be seen.
  static let things: [(String, String, @Sendable (String) -> Void)] = [
    ("folder", "is a folder", { mkdir($0, 0o755) }),
    ("fifo", "is a fifo", { mkfifo($0, 0o644) }),
    (
      "socket", "is a socket",
      { path in
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        _ = withUnixAddress(path) { bind(descriptor, $0, $1) }
        close(descriptor)
      }
    ),
    // As /dev/full is.
    ("device", "is a device", { mknod($0, S_IFCHR | 0o666, 0x107) }),
    ("to nowhere", "is a link that leads nowhere", { symlink("/no/such/file", $0) }),
    ("to a device", "is a device", { symlink("/dev/full", $0) }),
    ("to a folder", "is a folder", { symlink("/tmp", $0) }),
    ("in circles", "symbolic links", { symlink($0, $0) }),
  ]

  @Test("replaces nothing but a file", arguments: things.indices)
  func others(_ index: Int) throws {
    let (name, words, make) = Self.things[index]
    let path = folder.file(name)
    make(path)
    let before = kind(path)
    guard before != 0 else { return print("skipped: no \(name) may be made here") }
    for options in [[], ["--force"]] {
      let result = try Programs.run("cataloguectl", ["--socket", daemon.socket, "backup", path] + options)
      #expect(result.status == 1 && result.errors.contains(words), "\(result)")
      #expect(result.output.isEmpty && kind(path) == before && names == [name])
    }
  }

  @Test("follows a link: what it leads to is replaced, and the link stays")
  func link() throws {
    mkdir(folder.file("there"), 0o755)
    let target = folder.write("old", to: "there/target")
    symlink("there/target", folder.file("link"))
    let refused = try daemon.ctl("backup", folder.file("link"))
    #expect(refused.status == 1 && refused.errors.contains("is there already"))
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "old")
    #expect(try daemon.ctl("backup", folder.file("link"), "--force").status == 0)
    #expect(kind(folder.file("link")) == S_IFLNK && kind(target) == S_IFREG && isStore(target))
    #expect(names == ["link", "there"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("there")) == ["target"])
  }

  @Test("replaces what an earlier attempt left, whoever could read that")
  func leftover() throws {
    let path = folder.file("b.sqlite")
    chmod(folder.write(String(repeating: "x", count: 10 << 20), to: "b.sqlite.partial"), 0o644)
    #expect(try daemon.ctl("backup", path).status == 0)
    #expect(isStore(path) && names == ["b.sqlite"] && Damage.size(path) < 10 << 20)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  /// A backup from a daemon that takes the question and never answers.
  private func stalled(_ path: String) throws -> Process {
    let client = Process()
    client.executableURL = URL(fileURLWithPath: Programs.folder + "/cataloguectl")
    client.arguments = ["--socket", daemon.socket, "backup", path]
    client.standardError = FileHandle.nullDevice
    try client.run()
    let end = Date() + 10
    while kind(path + ".partial") == 0, Date() < end { usleep(5_000) }
    return client
  }

  @Test(
    "is removed when a signal ends the program, and the exit status says which",
    arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
  func signals(_ signal: Int32) throws {
    kill(daemon.identifier, SIGSTOP)
    defer { kill(daemon.identifier, SIGCONT) }
    let client = try stalled(folder.file("b.sqlite"))
    #expect(names == ["b.sqlite.partial"])
    kill(client.processIdentifier, signal)
    let end = Date() + 10
    while client.isRunning, Date() < end { usleep(5_000) }
    kill(client.processIdentifier, SIGKILL)
    client.waitUntilExit()
    #expect(client.terminationReason == .uncaughtSignal && client.terminationStatus == signal)
    #expect(names.isEmpty)
  }

  @Test("a signal that is ignored stays so (nohup)")
  func ignored() throws {
    let shell =
      "trap '' HUP; \(Programs.folder)/cataloguectl --socket \(daemon.socket) backup \(folder.path)/b & "
    kill(daemon.identifier, SIGSTOP)
    let client = try Programs.run(
      "/bin/sh",
      ["-c", shell + "sleep 0.5; kill -HUP $!; sleep 0.2; kill -CONT \(daemon.identifier); wait $!"])
    #expect(client.status == 0 && names == ["b"], "\(client.errors)")
  }

  @Test("two at once for one path are one, and a refusal")
  func twice() throws {
    kill(daemon.identifier, SIGSTOP)
    let client = try stalled(folder.file("b.sqlite"))
    let other = try daemon.ctl("backup", folder.file("b.sqlite"), "--force")
    #expect(other.status == 1 && other.errors.contains("another backup writes"), "\(other)")
    kill(daemon.identifier, SIGCONT)
    client.waitUntilExit()
    #expect(client.terminationStatus == 0 && names == ["b.sqlite"] && isStore(folder.file("b.sqlite")))
  }

  @Test("a daemon that is stopped in the middle is said to be, for each thing that takes long")
  func stopped() throws {
    for command in [["verify"], ["compact"], ["backup", folder.file("b.sqlite")]] {
      // It hangs up on what it was asked.
      let path = folder.file("fake")
      let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      #expect(withUnixAddress(path) { bind(listener, $0, $1) } == 0 && listen(listener, 1) == 0)
      Thread.detachNewThread {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let one = accept(listener, nil, nil)
        recv(one, &bytes, bytes.count, 0)
        close(one)
      }
      let result = try Programs.run("cataloguectl", ["--socket", path] + command)
      #expect(result.status == 3)
      #expect(result.errors.contains("hung up before it had answered: it was stopped"), "\(result.errors)")
      close(listener)
      unlink(path)
      #expect(names.isEmpty)
    }
  }

  @Test("a daemon that is stopped during a check is said to be, and that nothing was changed")
  func stoppedCheck() throws {
    let path = folder.file("fake")
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #expect(withUnixAddress(path) { bind(listener, $0, $1) } == 0 && listen(listener, 1) == 0)
    Thread.detachNewThread {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let one = accept(listener, nil, nil)
      recv(one, &bytes, bytes.count, 0)
      unlink(path)
      let body = "{\"number\":1,\"state\":\"running\",\"done\":0,\"total\":0,\"faults\":[]}"
      let answer =
        "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      send(one, answer, answer.utf8.count, 0)
      close(one)
      close(listener)
    }
    let result = try Programs.run("cataloguectl", ["--socket", path, "verify"])
    #expect(result.status == 3)
    #expect(
      result.errors.hasSuffix(
        "the daemon stopped in the middle of the check; nothing was changed: ask again once it runs\n"),
      "\(result.errors)")
  }
}
