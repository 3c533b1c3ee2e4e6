import ControlAPI
import ControlClient
import Glibc

extension Command {
  /// `export --format`: from the daemon to standard output, or into a file, as it comes.
  static func exportReports(_ context: Context) throws(Failure) -> ExitCode {
    let path = try path(context)
    guard let name = context.value("--output"), name != "-" else {
      let change = try context.stream(path) { (bytes) throws(Failure) in Screen.write(Array(bytes)) }
      // Standard output has the reports.
      Screen.standard(STDERR_FILENO).say(
        "cataloguectl: up to change \(change): --since \(change) goes on from there", to: STDERR_FILENO)
      return .done
    }
    let file = try WholeFile("export", name, mayReplace: context.has("--force"), mode: 0o666)
    let change = try context.stream(path) { (bytes) throws(Failure) in try file.write(bytes) }
    try file.finish()
    if context.wantsJSON {
      Screen.write((try? JSON.encode(["change": change])).map { $0 + [0x0A] } ?? [])
    } else {
      context.screen.say("\(name): up to change \(change); --since \(change) goes on from there")
    }
    return .done
  }

  private static func path(_ context: Context) throws(Failure) -> String {
    var path = "export?format=" + (context.value("--format") ?? "")
    if !context.words.isEmpty {
      path += "&q=" + ControlClient.encode(context.words.joined(separator: " "))
    }
    if context.has("--sections") {
      guard RecordFormat.withSections.map(\.rawValue).contains(context.value("--format")) else {
        throw Failure(
          code: .usage,
          message: "--sections is of \(RecordFormat.withSections.map(\.rawValue).joined(separator: ", "))")
      }
      path += "&sections=yes"
    }
    if let text = context.value("--since") {
      guard let since = Since(text) else {
        throw Failure(
          code: .usage,
          message:
            "--since takes a change's number, a day (2026-11-24), a moment (2026-11-24T06:00:00Z) or run:17, not “\(text)”"
        )
      }
      path += "&since=" + ControlClient.encode(since.text)
    }
    return path
  }
}
