import ControlAPI
import Foundation
import TestSupport
import Testing

@testable import Notify

@Suite("The example that sends mail")
struct SendmailTests {
  private static let script =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/Config/notify-sendmail"

  /// What a fake sendmail was given; and its arguments.
  private func mail(_ notice: Notice, sendmail: String = "echo \"$@\" > \"$0.arguments\"; cat > \"$0.mail\"")
    throws
    -> (text: String, arguments: String)
  {
    let directory = TemporaryDirectory()
    let fake = directory.write("#!/bin/sh\n\(sendmail)\n", to: "sendmail")
    chmod(fake, 0o755)
    let command = CommandRun(
      command: ["/usr/bin/env", "SENDMAIL=" + fake, Self.script, "a@example.org", "b@example.org"],
      input: try JSON.encode(notice), timeout: 20)
    try command.run { false }
    return (
      try String(contentsOfFile: fake + ".mail", encoding: .utf8),
      try String(contentsOfFile: fake + ".arguments", encoding: .utf8)
    )
  }

  private var hasJQ: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/jq") }

  private func notice(_ event: Notice.Event, _ subject: String, _ message: String) -> Notice {
    Notice(event: event, host: "library", at: Timestamp(seconds: 0), subject: subject, message: message)
  }

  @Test func saysWhatTheDocumentSays() throws {
    guard hasJQ else { return print("skipped: there is no jq") }
    var notice = notice(.held, "catalogued: polar waits for you", "40 deletions are too many to be believed")
    notice.command = "cataloguectl approve polar"
    let (text, arguments) = try mail(notice)
    #expect(arguments == "-t -i\n")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(
      lines.prefix(2) == ["To: a@example.org, b@example.org", "Subject: catalogued: polar waits for you"])
    #expect(lines.contains("40 deletions are too many to be believed"))
    #expect(lines.contains("  cataloguectl approve polar"))
  }

  /// What an upstream wrote ends no line of the head, and adds none.
  @Test func titlesCannotForgeAHead() throws {
    guard hasJQ else { return print("skipped: there is no jq") }
    var notice = notice(.reports, "2 new reports for “Eis”\r\nBcc: evil@example.org", "m")
    notice.total = 3
    notice.reports = [ReportSummary(number: 7, title: "A\nBcc: x\u{1b}[31m", published: "2024")]
    let (text, _) = try mail(notice)
    let head = text.components(separatedBy: "\n\n")[0].split(separator: "\n")
    #expect(!head.contains { $0.hasPrefix("Bcc") }, "\(head)")
    #expect(head.count == 6)
    #expect(head[1].hasPrefix("Subject: =?UTF-8?B?"))
    #expect(!text.contains("\nBcc") && !text.contains("\u{1b}"))
    #expect(text.contains("  cataloguectl show 7") && text.contains("… and 2 more"))
  }

  @Test func aMailThatIsNotTakenIsAFailure() throws {
    guard hasJQ else { return print("skipped: there is no jq") }
    #expect(throws: CommandRun.Failure.self) { try mail(notice(.disk, "s", "m"), sendmail: "exit 75") }
  }
}
