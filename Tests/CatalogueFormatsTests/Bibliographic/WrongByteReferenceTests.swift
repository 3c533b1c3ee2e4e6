import Testing

@testable import CatalogueFormats

@Suite("One byte that is wrong in a list of references") struct WrongByteReferenceTests {
  /// Of a record with its name.
  static let forms = [
    ReferenceForm(
      format: "ris",
      record: {
        "TY  - RPRT\nID  - \($0)\nTI  - Report of \($0)\nAU  - Roe, Ann\nPY  - 2001\nUR  - https://x.example/\($0)\nER  - \n"
      }),
    // Whose records end where the next begins.
    ReferenceForm(
      format: "ris",
      record: { "TY  - RPRT\nID  - \($0)\nTI  - Report of \($0)\nAU  - Roe, Ann\nPY  - 2001" },
      end: "\nER  - \n"),
    ReferenceForm(
      format: "bibtex",
      record: {
        "@techreport{\($0),\n  title = {Report of \($0)},\n  author = {Roe, Ann},\n  year = 2001,\n  url = \"https://x.example/\($0)\"\n}\n"
      }),
    ReferenceForm(
      format: "csl-json",
      record: {
        #"{"id": "\#($0)", "type": "report", "title": "Report of \#($0)", "author": [{"family": "Roe"}], "issued": {"date-parts": [[2001]]}}"#
      }, begin: "[", between: ",\n", end: "]"),
  ]

  private static let names = ["a1", "b2", "c3", "d4"]

  @Test(
    "costs no record without a sign: it is there, or set aside, or the list is not complete",
    arguments: forms, [.none, "x", "\n", "\"", "}", "{", " "] as [String?])
  func wrong(form: ReferenceForm, byte: String?) {
    let records = Self.names.map { Array(form.record($0).utf8) }
    for at in records[1].indices {
      for isReplaced in [true, false] where isReplaced || byte != nil {
        var changed = records
        changed[1].replaceSubrange(at..<(isReplaced ? at + 1 : at), with: byte.map { Array($0.utf8) } ?? [])
        // The records are of ASCII, and so is what takes a byte's place.
        let list = form.list(changed.map { String(decoding: $0, as: UTF8.self) })
        let reading = Reading(list, .references(form.format), contentType: nil)
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
