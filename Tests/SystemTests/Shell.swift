import Foundation
import Manual
import TestSupport
import Testing

/// A real shell, which has read both programs' completion scripts, at a real terminal.
struct Shell: Sendable, CustomTestStringConvertible {
  let kind: CompletionScript.Shell

  var testDescription: String { kind.rawValue }

  /// The shells of this machine. Tests/run installs all of them.
  static let all = CompletionScript.Shell.allCases.map(Shell.init).filter { shell in
    let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/\(shell.kind.rawValue)")
    if !isThere { print("skipped: \(shell.kind.rawValue) is not installed") }
    return isThere
  }

  /// What it would put in the place of each line's last word.
  func complete(_ lines: [String]) throws -> [Set<String>] {
    let scratch = TemporaryDirectory()
    let answers = scratch.write("", to: "answers")
    let program = Programs.folder
    if kind == .fish {
      let typed = scratch.write(lines.joined(separator: "\n") + "\n", to: "lines")
      let script = """
        set -x PATH \(program) $PATH
        cataloguectl completion fish | source
        catalogued --completion fish | source
        while read -l line
          echo (complete -C "$line" | string replace -r '\\t.*' '' | string join \\x1f) >>\(answers)
        end <\(typed)
        """
      _ = try Programs.run("/usr/bin/fish", ["--no-config", "-c", script])
      let rows = try String(contentsOfFile: answers, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      return zip(lines, rows).map { line, row in
        let begun = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        // fish also offers what has the word in the midst, or in its description.
        return Set(row.split(separator: "\u{1f}").map(String.init).filter { $0.hasPrefix(begun) })
      }
    }
    var keys = """
      PATH=\(program):$PATH; mark() { printf '%s\\037' "$@" >>\(answers); echo >>\(answers); }; \(preparation)
      source <(cataloguectl completion \(kind.rawValue)); source <(catalogued --completion \(kind.rawValue))

      """
    // All that fits is put into the line, and the line is handed to `mark`.
    for line in lines { keys += line + "\u{1b}*\u{1}mark \n" }
    let typed = scratch.write(keys + "exit\n", to: "keys")
    let command = kind == .bash ? "bash --norc --noprofile -i" : "zsh -f -i"
    _ = try Programs.run(
      "/bin/sh", ["-c", "HISTFILE= timeout 120 script -qec '\(command)' /dev/null <'\(typed)'"])
    let rows = try String(contentsOfFile: answers, encoding: .utf8).split(separator: "\n")
    return zip(lines, rows).map { line, row in
      let words = line.split(separator: " ")
      let isBegun = !line.hasSuffix(" ")
      let all = row.split(separator: "\u{1f}").map(String.init)
      let found = Set(all.dropFirst(words.count - (isBegun ? 1 : 0)))
      // What cannot be completed stays as it was.
      return isBegun ? found.subtracting([String(words[words.count - 1])]) : found
    }
  }

  private var preparation: String {
    guard kind == .zsh else { return "HISTFILE=" }
    return """
      autoload -U compinit; compinit -u -D; \
      zstyle ':completion:all-matches::::' completer _all_matches _complete; \
      zstyle ':completion:all-matches:*' insert true; \
      zle -C all-matches complete-word _generic; bindkey '\\e*' all-matches
      """
  }
}
