import Catalogue
import Glibc
import Testing

@testable import CatalogueFormats

/// What is long in one way: each piece unlike all others, so that nothing is told twice.
@Suite("Lists of references that are made to be slow") struct HostileReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var format: String
    var head: String
    var piece: @Sendable (Int) -> String
    var tail = ""

    var testDescription: String { "\(format): \(head.suffix(40))\(piece(1).prefix(40))" }

    func text(_ bytes: Int) -> String {
      var text = head
      var number = 0
      while text.utf8.count < bytes {
        text += piece(number)
        number += 1
      }
      return text + tail
    }
  }

  private static func ris(_ head: String, _ piece: @escaping @Sendable (Int) -> String) -> Case {
    Case(format: "ris", head: "TY  - RPRT\nID  - 1\nTI  - Ice\n" + head, piece: piece, tail: "\nER  - \n")
  }

  private static func bibTeX(
    _ head: String, _ tail: String = "", _ piece: @escaping @Sendable (Int) -> String
  ) -> Case {
    Case(format: "bibtex", head: head, piece: piece, tail: tail)
  }

  private static func csl(_ head: String, _ tail: String, _ piece: @escaping @Sendable (Int) -> String)
    -> Case
  {
    Case(format: "csl-json", head: "[{\"id\":1,\"title\":\"Ice\"" + head, piece: piece, tail: tail)
  }

  static let cases: [Case] = [
    ris("") { "\($0)\n" }, ris("") { "AU  - a\($0), b\n" }, ris("AU  - a") { "; a\($0), b" },
    ris("") { "SN  - k\($0)\n" }, ris("SN  - 9783161484100") { ";k\($0)" },
    ris("UR  - http://x.example") { "; http://x.example/\($0)" },
    ris("UR  - http://x.example") { " http://x.example/\($0)" }, ris("") { "T2  - s\($0)\n" },
    ris("") { "DO  - 10.5555/\($0)\n" }, ris("KW  - k") { ";k\($0)" }, ris("LA  - en") { ", a\($0)" },
    ris("SP  - 1") { ", \($0)" }, ris("ER  - \n") { "TY  - CHAP\nTI  - c\($0)\nT2  - Ice\nER  - \n" },
    bibTeX("@book{k, title = \"") { "w\($0) " }, bibTeX("@book{k, title = {") { "w\($0)\n" },
    bibTeX("") { "@book{k\($0), title = \"x\n" }, bibTeX("") { "@book{k\($0), title = {x\n" },
    bibTeX("", "@book{k, title = a9}") { "@string{a\($0 + 1) = a\($0) # \"x\"}\n" },
    bibTeX("", "@book{k, title = a}") { _ in "@string{a = a # a # \"x\"}\n" },
    bibTeX("@book{k", "}") { ",f\($0)={x}" }, bibTeX("@book{k, title = a", "}") { "#b\($0)" },
    bibTeX("@book{k, title={T}, author={a", "}}") { " and B\($0) c" },
    bibTeX("@book{k, title={T}, author={a", "}}") { " b\($0)" },
    bibTeX("@book{k, title={T}, author={a", "}}") { ", b\($0)" },
    bibTeX("@book{k, title={T}, keywords={a", "}}") { ", k\($0)" },
    bibTeX("@book{k, title={T}, isbn={a", "}}") { ", \($0)" },
    bibTeX("@book{k, title={T}, url={http://x.example", "}}") { " http://x.example/\($0)" },
    bibTeX("@book{k, title={", "e}}") { _ in #"\'"# },
    bibTeX("@book{k, title={e", "}}") { $0 % 2 == 0 ? "\u{301}" : "\u{323}" },
    bibTeX("@book{k, title={", "}}") { _ in #"\url{"# },
    bibTeX("") { "@inbook{k\($0), crossref={k\($0 + 1)}}\n" },
    bibTeX("", "@book{z, title={Z}}") { "@inbook{k\($0), crossref={z}}\n" },
    bibTeX("@book{z, title={Z}, note={\(String(repeating: "x", count: 30000))}}\n") {
      "@misc{k\($0), crossref={z}}\n"
    },
    bibTeX("@book{z, title={Z}, note={\(String(repeating: "x", count: 40000))}}\n") {
      "@misc{k\($0), crossref={z}}\n"
    },
    bibTeX("@misc{k, xdata={", "}}") { "z\($0)," },
    csl("},", "{}]") { "{\"id\":\($0)},\n" }, csl(",\"a\":", "") { _ in "[" },
    csl(",\"author\":[{}", "]}]") { ",{\"family\":\"a\($0)\",\"given\":\"b\"}" },
    csl(",\"ISBN\":\"", "\"}]") { ",\($0)" },
    csl(",\"URL\":\"http://x.example", "\"}]") { " http://x.example/\($0)" },
    csl(",\"keyword\":\"", "\"}]") { ";a\($0)" }, csl(",\"abstract\":\"", "\"}]") { "<span \($0)" },
  ]

  @Test("are read in time that grows with their size", arguments: cases.indices)
  func bounded(index: Int) {
    let one = Self.cases[index]
    let text = one.text(1 << 15)
    let seconds = Self.processorTime {
      _ = Reading(text, .references(one.format), chunk: 4096, contentType: nil)
    }
    #expect(seconds < 10, "\(one.testDescription)")
  }

  /// Of this thread: what else the machine does costs nothing.
  private static func processorTime(_ body: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    let start = now()
    body()
    return now() - start
  }
}
