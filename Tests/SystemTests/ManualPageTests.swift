import Configuration
import Foundation
import TestSupport
import Testing

@testable import Manual
@testable import cataloguectl
@testable import catalogued

@Suite("The manual, as both programs print it")
struct ManualPageTests {
  static let pages = [
    ["cataloguectl", "manual"], ["catalogued", "--manual", "catalogued"],
    ["catalogued", "--manual", "catalogued.toml"],
  ]

  private static func page(_ command: [String]) throws -> String {
    let result = try Programs.run(command[0], Array(command.dropFirst()))
    #expect(result.status == 0 && result.errors.isEmpty)
    return result.output
  }

  /// What a reader sees, with one space between words.
  private static func shown(_ command: [String]) throws -> String {
    let file = TemporaryDirectory()
    let path = file.write(try page(command), to: "page")
    let text = try Programs.run("/usr/bin/env", ["mandoc", "-T", "utf8", "-O", "width=200", path]).output
    // Bold is drawn by striking twice.
    var shown: [Character] = []
    var isStruck = false
    for character in text {
      if character == "\u{8}" {
        isStruck = true
      } else if isStruck {
        shown[shown.count - 1] = character
        isStruck = false
      } else {
        shown.append(character)
      }
    }
    return plain(String(shown))
  }

  private static func plain(_ text: String) -> String {
    text.replacingOccurrences(of: "…", with: "...").split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  @Test("neither man nor mandoc has anything to say about them", arguments: pages)
  func clean(_ command: [String]) throws {
    let scratch = TemporaryDirectory()
    let path = scratch.write(try Self.page(command), to: "page")
    for line in [
      "mandoc -T lint -W style \(path)", "LC_ALL=C.UTF-8 man --warnings -l \(path) 2>&1 >/dev/null",
      "LC_ALL=C man --warnings -l \(path) 2>&1 >/dev/null",
    ] {
      #expect(try Programs.run("/bin/sh", ["-c", line]).output == "", "\(line)")
    }
  }

  @Test("all that is known of cataloguectl stands in its page as it is written, and in its help")
  func client() throws {
    let shown = try Self.shown(Self.pages[0])
    let program = cataloguectl.Program.description
    let overview = Self.plain(program.help(width: 80))
    for command in program.commands {
      let help = Self.plain(program.help(for: command, width: 80))
      #expect(overview.contains(" \(command.name) \(Self.plain(command.help))"))
      #expect(shown.contains(Self.plain("\(command.name) \(command.usage.joined(separator: " "))")))
      let texts = [command.help] + command.examples + command.details.components(separatedBy: "\n\n")
      for text in texts where !text.isEmpty {
        #expect(shown.contains(Self.plain(text)), "\(text)")
        #expect(help.contains(Self.plain(text)), "\(text)")
      }
      for option in command.options + program.options {
        #expect(help.contains("\(option.usage) \(Self.plain(option.help))"), "\(command.name) \(option.name)")
      }
      expect(command.options, in: shown)
    }
    expect(program.options, in: shown)
    for entry in program.statuses + program.environment + program.files {
      #expect(shown.contains("\(entry.name) \(entry.help)"), "\(entry)")
    }
  }

  @Test("all that is known of catalogued stands in its page as it is written, and in its help")
  func daemon() throws {
    let shown = try Self.shown(Self.pages[1])
    let program = catalogued.Program.description
    let help = Self.plain(program.help(width: 80))
    #expect(Self.plain(try Programs.run("catalogued", ["--help"]).output) == help)
    expect(program.options, in: shown)
    for option in program.options {
      #expect(help.contains("\(option.usage) \(Self.plain(option.help))"), "\(option.name)")
    }
    for text in program.details.components(separatedBy: "\n\n") + program.examples {
      #expect(shown.contains(Self.plain(text)) && help.contains(Self.plain(text)), "\(text)")
    }
    for entry in program.statuses + program.environment + program.files {
      #expect(shown.contains("\(entry.name) \(entry.help)"), "\(entry)")
    }
  }

  /// The manual says an option's help as a sentence.
  private func expect(_ options: [Manual.Option], in shown: String) {
    for option in options {
      let help = Self.plain(option.help).dropFirst()
      #expect(shown.contains("\(help)") && shown.contains(option.usage), "\(option)")
    }
  }

  @Test("every key of the configuration stands in its page, with what it takes and what holds without it")
  func configuration() throws {
    let shown = try Self.shown(Self.pages[2])
    for key in KeyReference.all {
      #expect(shown.contains("\(key.name) \(Self.plain(key.help)) Takes \(Self.plain(key.takes))."), "\(key)")
      if let standard = key.standard, standard != "[]" {
        #expect(shown.contains("Without it: \(Self.plain(standard))."), "\(key)")
      }
    }
  }

  @Test("every example is one that the program takes")
  func examples() throws {
    for program in [cataloguectl.Program.description, catalogued.Program.description] {
      let all = program.commands.map { ($0.name, $0.examples) } + [("", program.examples)]
      for (name, examples) in all {
        #expect(name.isEmpty || !examples.isEmpty, "\(name)")
        for example in examples {
          // Of a pipe, the part that is ours.
          let ours = example.split(separator: "|").first { $0.contains("\(program.name) ") }
          let line = try #require(ours).prefix { $0 != ">" && $0 != "<" }
          let words = try Programs.run("/bin/sh", ["-c", "printf '%s\\n' \(line)"]).output
            .split(separator: "\n").map(String.init)
          #expect(words.first == program.name)
          guard case .run(let command, _, _) = try program.read(Array(words.dropFirst())) else {
            Issue.record("\(example) does nothing")
            continue
          }
          #expect(command ?? "" == name)
        }
      }
    }
  }
}
