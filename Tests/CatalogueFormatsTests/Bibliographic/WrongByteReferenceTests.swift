import Testing

@testable import CatalogueFormats

@Suite("One byte that is wrong in a list of references") struct WrongByteReferenceTests {
  struct Form: Sendable, CustomTestStringConvertible {
    var format: String
    var record: @Sendable (String) -> String
    var begin = ""
    var between = "\n"
    var end = "\n"

    var testDescription: String { format }
  }

  static let forms = [
    Form(
      format: "ris",
      record: {
        "TY  - RPRT\nID  - \($0)\nTI  - Report of \($0)\nAU  - Roe, Ann\nPY  - 2001\nUR  - https://x.example/\($0)\nER  - \n"
      }),
    Form(
      format: "bibtex",
      record: {
        "@techreport{\($0),\n  title = {Report of \($0)},\n  author = {Roe, Ann},\n  year = 2001,\n  url = \"https://x.example/\($0)\"\n}\n"
      }),
    Form(
      format: "csl-json",
      record: {
        #"{"id": "\#($0)", "type": "report", "title": "Report of \#($0)", "author": [{"family": "Roe"}], "issued": {"date-parts": [[2001]]}}"#
      }, begin: "[", between: ",\n", end: "]"),
  ]

  private static let names = ["a1", "b2", "c3", "d4"]

  @Test(
    "costs no record without a sign: it is there, or set aside, or the list is not complete",
    arguments: forms, [.none, "x", "\n", "\"", "}", "{", " "] as [String?])
  func wrong(form: Form, byte: String?) {
    let records = Self.names.map { Array(form.record($0).utf8) }
    for at in records[1].indices {
      for isReplaced in [true, false] where isReplaced || byte != nil {
        var changed = records
        changed[1].replaceSubrange(at..<(isReplaced ? at + 1 : at), with: byte.map { Array($0.utf8) } ?? [])
        let text =
          Array(form.begin.utf8) + changed.joined(separator: Array(form.between.utf8)) + Array(form.end.utf8)
        let reading = Reading(text, .references(form.format), contentType: nil)
        let isOpen =
          reading.fault != nil || !reading.facts.complete
          || reading.records.contains { if case .reject(_, nil) = $0.outcome { true } else { false } }
        let heard = Set(
          reading.records.compactMap {
            switch $0.outcome {
            case .statement(let statement): statement.identifier
            case .reject(_, let identifier): identifier
            }
          })
        #expect(
          isOpen || heard.count >= Self.names.count,
          "\(heard.sorted()) of \(String(decoding: changed[1], as: UTF8.self))")
      }
    }
  }
}
