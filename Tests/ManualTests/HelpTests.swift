import Testing

@testable import Manual

/// A program such as ours, with everything that a table may hold.
let sample = ProgramDescription(
  name: "tool", section: 1, summary: "does it",
  details: "First paragraph of what is to be said about the tool.\n\nSecond one.",
  commands: [
    CommandDescription(
      name: "take", takes: [.one(.catalogue), .optional(.number("N", 1...9))],
      help: "Takes a catalogue, and perhaps a number.",
      details: "It is written\nin one paragraph:\n\n  and this\n    stays as it is\n\nThe end.",
      options: [
        Option("--fast", help: "in a hurry"), Option("--slow", help: "with care"),
        Option(
          "--colour", .words(["red", "green"]),
          help: "of which it shall be, where it matters to anybody at all"),
      ], choices: [.oneOf("--fast", "--slow")],
      examples: [
        "tool take zenodo 3 --fast --colour red", "tool take 'one long word that stays whole' --slow",
      ]),
    CommandDescription(name: "rest", help: "Does nothing.", examples: ["tool rest"]),
    CommandDescription(
      name: "add", takes: [.some(.file("FILE"), upTo: 3)], help: "Adds files.", examples: ["tool add a"]),
  ],
  options: [Option("--in", .folder("DIR"), help: "where")], examples: [],
  statuses: [.init("0", "done"), .init("1", "failed")],
  environment: [], files: [], seeAlso: ["other(8)"], release: Release(version: "1", date: "2026-01-01"))

@Suite("Help")
struct HelpTests {
  @Test("usage lines are made from the table")
  func usage() {
    #expect(
      sample.help(for: sample.commands[0], width: 100).hasPrefix(
        "usage: tool take NAME [N] (--fast | --slow) [--colour red|green]\n\nTakes"))
    #expect(sample.help(for: sample.commands[1], width: 100).hasPrefix("usage: tool rest\n\nDoes"))
    #expect(sample.help(for: sample.commands[2], width: 100).hasPrefix("usage: tool add FILE…\n\nAdds"))
    #expect(sample.help(width: 100).contains("usage: tool [--in DIR] COMMAND …\n"))
  }

  @Test(
    "lines fit, words stay whole, and what is to stay as it is does", arguments: [30, 40, 60, 80, 100, 200])
  func fits(_ width: Int) {
    let texts = [sample.help(width: width)] + sample.commands.map { sample.help(for: $0, width: width) }
    for line in texts.joined(separator: "\n").split(separator: "\n") where !line.contains("'one long word") {
      #expect(line.count <= width, "\(line)")
    }
    #expect(texts[1].contains("  and this\n    stays as it is\n"))
    func words(_ text: String) -> [Substring] { text.split { " \n".contains($0) }.filter { $0 != "\\" } }
    #expect(
      texts.map(words)
        == ([sample.help(width: 1000)] + sample.commands.map { sample.help(for: $0, width: 1000) }).map(words)
    )
  }

  @Test("wide characters take two columns")
  func wide() {
    #expect(
      Filling.text("日本 finds 日本語の報告, and 報告 does not", width: 24) == ["日本 finds 日本語の報告,", "and 報告 does not"])
    #expect(Filling.text("日本 finds 日本語の報告, and", width: 23).first == "日本 finds")
  }

  @Test("an example that is too long goes on behind a backslash, so that it can still be copied")
  func examples() {
    #expect(
      Filling.command("tool take zenodo 3 --fast --colour red", width: 30)
        == ["  tool take zenodo 3 --fast \\", "      --colour red"])
    #expect(Filling.command("tool 'a b' x", width: 12) == ["  tool \\", "      'a b' \\", "      x"])
  }
}

@Suite("Completion")
struct CompletionOfferTests {
  @Test(
    "what may stand there",
    arguments: [
      ([""], .words(["take", "rest", "add", "help"])), (["t"], .words(["take", "rest", "add", "help"])),
      ([], .words(["take", "rest", "add", "help"])),
      (["-"], .words(["--in", "--help", "--version"])), (["--in", ""], .folders), (["--in="], .folders),
      (["--in", "/x", "take", ""], .catalogues([])), (["take", "a", ""], .words([])),
      (["take", "--fast", ""], .catalogues([])), (["take", "--colour", ""], .words(["red", "green"])),
      (["take", "--colour=r"], .words(["red", "green"])), (["take", "--nothing="], .words([])),
      (["take", "--fast", "--colour", "red", "-"], .words(["--in", "--help", "--version"])),
      (["--fast", "take", "-"], .words(["--colour", "--in", "--help", "--version"])),
      (["rest", ""], .words(["--in", "--help", "--version"])), (["rest", "--", ""], .words([])),
      (["add", "a", "b", ""], .files), (["add", "--", "--x"], .files),
      (["add", "a", "b", "c", "--", ""], .words([])),
      (["help", ""], .words(["take", "rest", "add"])), (["help", "take", ""], .words([])),
      (["nothing", ""], .words(["take", "rest", "add", "help"])),
    ] as [([String], Expected)])
  func offered(_ words: [String], _ expected: Expected) {
    let offer = sample.complete(words).offer
    switch (offer, expected) {
    case (.words(let words), .words(let names)): #expect(words.map(\.word) == names)
    case (.catalogues(let others), .catalogues(let names)): #expect(others == names)
    case (.files, .files), (.folders, .folders): break
    default: Issue.record("\(offer)")
    }
  }

  enum Expected: Sendable {
    case words([String])
    case catalogues([String])
    case files, folders
  }

  @Test(
    "the answer to a script: what is taken already is not offered again, and `--name=` stands before each value"
  )
  func answers() {
    let all = [Candidate("a", "A"), Candidate("b", "B")]
    #expect(sample.complete(["take", ""]).answer { all } == "words\na\tA\nb\tB")
    #expect(
      sample.complete(["take", "--colour=g"]).answer { all } == "words\n--colour=red\t\n--colour=green\t")
    #expect(sample.complete(["add", ""]).answer { all } == "files")
    #expect(sample.complete(["--in=/x", "take", ""]).options == ["--in": "/x"])
  }
}
