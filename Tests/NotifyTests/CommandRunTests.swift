import Foundation
import TestSupport
import Testing

@testable import Notify

@Suite("The notify command")
struct CommandRunTests {
  let directory = TemporaryDirectory()

  /// A script that is read, and not executed itself: whatever is started elsewhere in that moment holds it open for writing.
  private func script(_ text: String) -> [String] { ["/bin/sh", directory.write(text, to: "script")] }

  private func run(_ script: String, _ arguments: [String] = [], timeout: Double = 10, input: String = "in")
    -> String?
  {
    let command = CommandRun(
      command: self.script(script) + arguments, input: Array(input.utf8), timeout: timeout)
    do throws(CommandRun.Failure) {
      try command.run { false }
      return nil
    } catch { return error.message }
  }

  @Test func isGivenTheDocumentAndItsArguments() throws {
    let out = directory.file("out")
    let input = String(repeating: "0123456789", count: 50_000)
    #expect(run("cat > \"$1\"; echo \"$2\" >> \"$1\"", [out, "a 'b' $c"], input: input) == nil)
    #expect(try String(contentsOfFile: out, encoding: .utf8) == input + "a 'b' $c\n")
    #expect(run("exit 0", input: input) == nil, "it need not read")
  }

  @Test func startsClean() throws {
    let out = directory.file("out")
    let open = directory.write("x", to: "open")
    let leak = Foundation.open(open, O_RDONLY)  // not closed on exec
    defer { close(leak) }
    #expect(
      run("{ ls /proc/self/fd; env | sort; pwd; ps -o pgid= -p $$ | tr -d ' '; echo $$; } > \"$1\"", [out])
        == nil)
    let lines = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(Set(lines.prefix { Int($0) != nil }).isSubset(of: ["0", "1", "2", "3"]), "\(lines)")
    let names = Set(lines.compactMap { $0.contains("=") ? $0.split(separator: "=")[0] : nil })
    #expect(names.isSubset(of: ["PATH", "LANG", "TZ", "PWD", "_", "SHLVL", "OLDPWD"]), "\(names)")
    #expect(lines.contains("/"))
    #expect(lines[lines.count - 1] == lines[lines.count - 2], "a group of its own")
  }

  @Test(arguments: [
    ("exit 3", "it ended with status 3"), ("kill -9 $$", "it was ended by signal 9"),
    (
      "printf ' \\n\\r\\nno \\033[31mroute\\tto host\\r\\nand more\\n' >&2; exit 1",
      "it ended with status 1: no [31mroute to host"
    ),
    ("yes spam | head -c 1000000; exit 1", "it ended with status 1: spam"),
    ("printf '%0500d' 0; exit 1", "it ended with status 1: " + String(repeating: "0", count: 199) + "…"),
    ("head -c 100000 /dev/zero; exit 1", "it ended with status 1"),
  ])
  func saysWhy(_ script: String, _ why: String) {
    #expect(run(script) == why)
  }

  @Test func whatHangsIsKilledWithAllThatItStarted() throws {
    let out = directory.file("pid")
    let begun = Date()
    let message = run("trap '' TERM; sleep 300 & echo $! > \"$1\"; yes", [out], timeout: 0.5)
    #expect(message?.hasPrefix("it did not end within 1 s, and was killed") == true, "\(message ?? "")")
    #expect(Date().timeIntervalSince(begun) < 5)
    let child = try #require(
      Int32(try String(contentsOfFile: out, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)))
    usleep(100_000)
    // A zombie that nobody has reaped is as dead.
    let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
    #expect(state == nil || state?.contains(") Z ") == true, "\(state ?? "")")
  }

  @Test func whatDoesNotExistIsNamed() throws {
    for (path, why) in [("/no/such/program", "No such file"), ("/etc/passwd", "Permission denied")] {
      do throws(CommandRun.Failure) {
        try CommandRun(command: [path], input: [], timeout: 1).run { false }
        Issue.record("it ran")
      } catch { #expect(error.message.contains(path) && error.message.contains(why), "\(error.message)") }
    }
  }

  /// A helper that goes on in the background holds nobody up.
  @Test func whatItLeavesBehindIsNotWaitedFor() {
    let begun = Date()
    #expect(run("sleep 5 & exit 0") == nil)
    #expect(Date().timeIntervalSince(begun) < 2)
  }

  @Test func theDiskIsToldOfOnceAtItsEdge() {
    let floor = DiskFloor(bytes: 1000, share: 0.05)
    func isFull(_ free: Int64, _ size: Int64, _ was: Bool = false) -> Bool {
      floor.isNearlyFull(.init(free: free, size: size), was: was)
    }
    #expect(isFull(999, 1_000_000) && !isFull(1000, 1_000_000))
    #expect(isFull(4, 100) && !isFull(5, 100), "a share of a small disk")
    #expect(isFull(1200, 1_000_000, true) && !isFull(1250, 1_000_000, true))
  }
}
