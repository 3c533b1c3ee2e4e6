import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Two records of a list that are called the same") struct NamesakeTests {
  private func reading(_ form: ReferenceForm, _ titles: [String], chunk: Int?) -> Reading {
    Reading(form.list(titles.map(form.record)), .references(form.format), chunk: chunk, contentType: nil)
  }

  /// Of a record that is called `a`, with its title.
  static let forms = [
    ReferenceForm(format: "ris", record: { "TY  - RPRT\nID  - a\nTI  - \($0)\nER  - " }),
    ReferenceForm(format: "bibtex", record: { "@techreport{a, title = {\($0)}}" }),
    ReferenceForm(
      format: "csl-json", record: { #"{"id": "a", "type": "report", "title": "\#($0)"}"# }, begin: "[",
      between: ",\n",
      end: "]"),
    // By their DOI, and by what they are.
    ReferenceForm(format: "ris", record: { "TY  - RPRT\nDO  - 10.5555/a\nTI  - \($0)\nER  - " }),
    ReferenceForm(
      format: "csl-json", record: { #"{"type": "report", "title": "Ice", "publisher": "\#($0)"}"# },
      begin: "[", between: ",\n", end: "]"),
  ]

  @Test(
    "and say something else: the second is a reject that no list is complete with", arguments: forms,
    chunkSizes)
  func others(form: ReferenceForm, chunk: Int?) {
    let reading = reading(form, ["Ice", "Snow", "Ice"], chunk: chunk)
    #expect(reading.statements.count == 2 && Set(reading.identifiers).count == 1)
    #expect(reading.rejects.count == 1 && reading.records.map(\.identifier)[1] == nil)
    #expect(reading.rejects[0].contains("says something else"))
    if case .reject(_, let identifier) = reading.records[1].outcome { #expect(identifier == nil) }
    #expect(reading.records[1].place > reading.records[0].place)
  }

  @Test("and say the same are one that stands twice", arguments: forms)
  func twice(form: ReferenceForm) {
    let reading = reading(form, ["Ice", "Ice"], chunk: nil)
    #expect(reading.statements.count == 2 && reading.rejects.isEmpty && reading.repairs.isEmpty)
  }

  @Test("One that cannot be read takes nobody's name")
  func unreadable() {
    let reading = Reading.bibTeX("@book{a, title = }\n@book{a, title = {Ice}}\n")
    #expect(reading.titles == ["Ice"] && reading.rejects == ["a field has no value"])
  }

  @Test(
    "Two that have run into one, as what stood between them was lost, are a reject without a name",
    arguments: [
      ("ris", "TY  - RPRT\nID  - a\nTI  - Ice\nAU  - Roe, A\nTI  - Snow\nER  - \n"),
      ("ris", "TY  - RPRT\nID  - a\nTI  - Ice\nID  - b\nER  - \n"),
      ("bibtex", "@book{a, title = {Ice}, year = 2007,\n  title = {Snow}}\n"),
      ("csl-json", #"[{"id": "a", "type": "report", "title": "Ice", "title": "Snow"}]"#),
      ("csl-json", #"[{"id": "a", "type": "report", "title": "Ice", "id": "b"}]"#),
      // A chapter into a report behind it.
      (
        "bibtex",
        "@book{r, title = {Sea}}\n@incollection{a, booktitle = {Sea}, title = {Ice},\n  title = {Snow}}\n"
      ),
      (
        "csl-json",
        #"[{"id": "r", "type": "book", "title": "Sea"},{"id": "a", "type": "chapter", "container-title": "Sea", "title": "Ice", "id": "b"}]"#
      ),
    ])
  func runTogether(format: String, text: String) {
    let reading = Reading(text, .references(format), chunk: nil, contentType: nil)
    #expect(reading.statements.isEmpty && reading.rejects.count == 1, "\(reading.rejects)")
    #expect(reading.rejects.first?.contains("two records may have run into one") == true)
    if case .reject(_, let identifier) = reading.records.first?.outcome { #expect(identifier == nil) }
    let same = text.replacing("Snow", with: "Ice").replacing("ID  - b", with: "ID  - a").replacing(
      #""id": "b""#, with: #""id": "a""#)
    #expect(Reading(same, .references(format), chunk: nil, contentType: nil).rejects.isEmpty)
  }
}
