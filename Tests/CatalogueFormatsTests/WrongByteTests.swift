import Testing

@testable import CatalogueFormats

@Suite("One wrong byte costs at most the one record")
struct WrongByteTests {
  static let count = 500
  static let page = Array(
    Answers.list(
      (0..<count).map {
        Answers.record(
          "oai:r:\($0)", "2020-01-01T00:00:00Z",
          "<dc:title>Report no. \($0) &amp; more</dc:title><dc:creator>Haas, Marcel de</dc:creator>"
            + ($0 % 7 == 0 ? "<dc:description><![CDATA[a < b]]></dc:description><!-- note -->" : "")
            + "<dc:identifier>https://r.example/\($0)</dc:identifier><dc:date>2007</dc:date>")
      }, token: "next"
    ).utf8)
  static let expected = Set((0..<count).map { "oai:r:\($0)" })
  static let originals: [[UInt8]: String] = {
    let records = Cut(page).records
    let identifiers = Cut(page).identifiers().compactMap { $0 }
    return Dictionary(uniqueKeysWithValues: zip(records.map(\.bytes), identifiers))
  }()
  /// Where the list's records begin and end: a byte around them costs a page, which is asked for again.
  static let span: Range<Int> = {
    let records = Cut(page).records
    return Int(records[0].place)..<Int(records[count - 1].place) + records[count - 1].bytes.count
  }()

  @Test("anywhere in a page of 500", arguments: 0..<100)
  func anywhere(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let wrong: [UInt8] = [0x3C, 0x26, 0, 0xFF, 0x3E, 0x22, 0x2D, 0x5D, 0x2F, 0x21, 0x3F, 0x41, 0xC3, 0x20]
    for _ in 0..<3 {
      var bytes = Self.page
      let place = Int.random(in: Self.span, using: &random)
      bytes[place] = wrong[Int.random(in: 0..<wrong.count, using: &random)]
      check(bytes, place)
    }
  }

  @Test(
    "in a tag of the record itself",
    arguments: [
      "<record>", "</record>", "<metadata>", "</metadata>", "<header>", "</header>", "<![CDATA[", "]]>",
      "<!--", "-->",
      "</dc:title>", "</oai_dc:dc>", "<oai_dc:dc", "</identifier>",
    ])
  func inTags(_ tag: String) {
    // The tag's third occurrence, each of its bytes in turn.
    var starts: [Int] = []
    let needle = Array(tag.utf8)
    for at in Self.span where starts.count < 3 && Self.page[at...].starts(with: needle) { starts.append(at) }
    guard starts.count == 3 else { return #expect(Bool(false), "\(tag) is not in the page") }
    for offset in needle.indices {
      var bytes = Self.page
      bytes[starts[2] + offset] = UInt8(ascii: "#")
      check(bytes, starts[2] + offset)
    }
  }

  private func check(_ bytes: [UInt8], _ place: Int) {
    let cut = Cut(bytes, chunk: 16_384)
    // What came out as it went in was read already.
    var changed = cut
    changed.records.removeAll { Self.originals[$0.bytes] != nil }
    let read = Set(
      cut.records.compactMap { Self.originals[$0.bytes] } + changed.identifiers().compactMap { $0 })
    let lost = Self.expected.subtracting(read)
    #expect(lost.count <= 1, "byte \(place) of \(Self.page[place]) as \(bytes[place]): lost \(lost.sorted())")
    #expect(cut.envelope.token == "next")
    #expect(cut.splitter.ended)
  }
}

/// SplitMix64.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
