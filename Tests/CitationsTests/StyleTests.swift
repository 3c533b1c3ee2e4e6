import Catalogue
import Testing

@testable import Citations

/// A reference as each style prints it.
struct StyleCase: Sendable, CustomTestStringConvertible {
  var name: String
  var citation: Citation
  var chicago: String
  var apa: String
  var mla: String
  var testDescription: String { name }

  init(
    _ name: String, _ report: Report, section: Int? = nil, chicago: String, apa: String, mla: String
  ) {
    self.name = name
    citation = Citation(number: 1, report: report, position: section)
    self.chicago = chicago
    self.apa = apa
    self.mla = mla
  }
}

@Suite("References in words") struct StyleTests {
  @Test(arguments: StyleCase.all) func chicago(_ one: StyleCase) {
    #expect(TextStyle.chicago.reference(one.citation) == one.chicago)
  }

  @Test(arguments: StyleCase.all) func apa(_ one: StyleCase) {
    #expect(TextStyle.apa.reference(one.citation) == one.apa)
  }

  @Test(arguments: StyleCase.all) func mla(_ one: StyleCase) {
    #expect(TextStyle.mla.reference(one.citation) == one.mla)
  }
}
