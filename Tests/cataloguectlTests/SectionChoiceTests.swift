import ControlAPI
import Testing

@Suite("Entries of a table of contents, as they are named") struct SectionChoiceTests {
  @Test(arguments: [
    ("3", [3]), ("3,5-7", [3, 5, 6, 7]), ("7-5", [5, 6, 7]), ("2,1-3,2", [2, 1, 3]), ("8-8", [8]),
  ]) func resolved(_ text: String, _ places: [Int]) throws {
    #expect(try SectionChoice(text)?.resolved(among: 8).get() == places)
  }

  @Test("what is behind the end is named", arguments: [("9", 9), ("3,7-20", 9), ("12-15", 12)])
  func missing(_ text: String, _ place: Int) throws {
    guard case .failure(let missing) = SectionChoice(text)?.resolved(among: 8) else {
      Issue.record("all of \(text) is there")
      return
    }
    #expect(missing.place == place)
  }

  @Test(
    "the document's pattern takes what the program takes",
    arguments: [
      "1", "999999", "3,5-7", "7-5", "", ",", "3,", "0", "01", "-3", "3-", "3--4", "1-2-3", "1000000", " 3",
      "3 ", "a", "٣",
      String(repeating: "1,", count: 99) + "1", String(repeating: "1,", count: 100) + "1",
    ]) func pattern(_ text: String) throws
  {
    #expect((SectionChoice(text) != nil) == (try Regex(SectionChoice.pattern).wholeMatch(in: text) != nil))
  }
}
