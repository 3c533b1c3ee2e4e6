import CatalogueFormats
import Testing

@testable import Sync

@Suite("Pages that are taken together") struct ArrivingPageTests {
  private static let limit = 1 << 20

  private static func page(answers: Int, every seconds: Double, size: Int = 100) -> ArrivingPage {
    var page = ArrivingPage()
    for number in 1...answers {
      let end = Double(number) * seconds
      page.add(
        RecordBytes(
          bytes: [UInt8](repeating: 0, count: size), context: [], identifier: "\(number)", place: 0))
      page.end(checkpoint: "\(number)", asked: end - seconds, now: end)
    }
    return page
  }

  @Test("no more than fifty of them, none for longer than two seconds, and no more than so many bytes")
  func hasRoom() {
    #expect(Self.page(answers: 49, every: 0.01).hasRoom(bytes: Self.limit))
    #expect(!Self.page(answers: 50, every: 0.01).hasRoom(bytes: Self.limit))
    // Of one a second, the first is not kept waiting for the third.
    #expect(Self.page(answers: 1, every: 0.9).hasRoom(bytes: Self.limit))
    #expect(Self.page(answers: 2, every: 0.9).hasRoom(bytes: Self.limit))
    #expect(!Self.page(answers: 3, every: 0.9).hasRoom(bytes: Self.limit))
    // A site that wants to be asked every ten seconds has each page taken as it comes.
    #expect(!Self.page(answers: 1, every: 10).hasRoom(bytes: Self.limit))
    #expect(!Self.page(answers: 2, every: 0.01, size: 600 << 10).hasRoom(bytes: Self.limit))
  }

  @Test("they go on from the last of them, with all that was heard")
  func addsUp() {
    var page = Self.page(answers: 3, every: 0.01)
    var facts = PageFacts(records: 0, repairs: ["mended": 2])
    facts.news.present = ["x"]
    page.add(facts)
    page.add(facts)
    #expect(page.checkpoint == "3" && page.answers == 3 && page.size == 300)
    #expect(page.repairs == ["mended": 4] && page.news.present == ["x", "x"])
    #expect(page.takeRecords(2).map(\.identifier) == ["1", "2"])
    #expect(page.takeRecords(500).map(\.identifier) == ["3"])
    #expect(page.records.isEmpty && page.size == 0)
  }
}
