import ControlAPI
import ControlClient
import Glibc

extension Command {
  static let backup = Command(
    name: "backup", takes: [.one(.file("PATH"))],
    help: "Writes the whole store to PATH, as of one moment, while syncs go on; - is standard output.",
    details: """
      The daemon makes the copy beside its store, checks its pages and sends it. What is written here,
      with your rights, bears its name only once all of it is on the disk; PATH is a file's, no device's.
      It holds addresses as they are configured, passwords in them included: only you may read it.
      catalogued --restore PATH makes a store of it again.
      """,
    options: [Option("--force", help: "replace PATH if it is a file that is there")],
    examples: [
      "cataloguectl backup /srv/backup/catalogued.sqlite --force",
      "cataloguectl backup /mnt/stick/today.sqlite",
    ]
  ) { context throws(Failure) in
    let path = context.words[0]
    if path == "-" {
      guard isatty(STDOUT_FILENO) == 0 else {
        throw Failure(code: .usage, message: "standard output is a terminal: name a file")
      }
      _ = try receive(context, into: STDOUT_FILENO, called: "standard output")
      return .done
    }
    let file = try WholeFile("backup", path, mayReplace: context.has("--force"))
    let bytes = try receive(context, into: file.descriptor, called: file.partial)
    try file.finish()
    if context.wantsJSON {
      Screen.write((try? JSON.encode(["bytes": bytes])).map { $0 + [0x0A] } ?? [])
    } else {
      context.screen.say("\(Words.size(bytes)) in \(path)")
    }
    return .done
  }

  private static func receive(_ context: Context, into file: Int32, called name: String) throws(Failure)
    -> Int64
  {
    // Standard output may be where the bytes go.
    let isShown = isatty(STDERR_FILENO) != 0 && !context.wantsJSON
    let began = time(nil)
    var error: Int32 = 0
    defer { if isShown { Screen.write(Array("\r\u{1b}[K".utf8), to: STDERR_FILENO) } }
    do throws(Failure) {
      return try context.download("backup") { bytes in
        if writeAll(bytes, to: file) { return true }
        error = errno
        return false
      } progress: { progress in
        guard isShown else { return }
        let text =
          progress.done == 0
          ? "the daemon copies its store (\(Words.span(Int64(time(nil) - began))))"
          : "\(Words.size(progress.done)) of \(Words.size(progress.total))"
        Screen.write(Array("\r\(text)\u{1b}[K".utf8), to: STDERR_FILENO)
      }
    } catch let failure {
      guard error != 0 else { throw failure }
      throw Failure(code: .failed, message: "writing \(name): \(String(cString: strerror(error)))")
    }
  }
}
