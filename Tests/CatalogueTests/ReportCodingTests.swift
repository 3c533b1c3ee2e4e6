import Catalogue
import Foundation
import Testing

@Suite("Reports have one binary form")
struct ReportCodingTests {
  private func decode(_ bytes: [UInt8]) throws(ReportCodingError) -> Report {
    // A closure of `withUnsafeBytes` throws untyped errors, so the result is carried out.
    let result = bytes.withUnsafeBytes { raw -> Result<Report, ReportCodingError> in
      do throws(ReportCodingError) { return .success(try Report.decode(raw)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  @Test("what is written is read; equal bytes mean equal reports", arguments: 1...300 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let report = random.report()
    let bytes = report.encoded()
    #expect(try decode(bytes) == report)
    #expect(try decode(bytes).encoded() == bytes)
    let other = random.report()
    #expect((other == report) == (other.encoded() == bytes))
  }

  /// Reads `bytes` beside `other`.
  private func decode(_ bytes: [UInt8], beside other: Report) -> Report? {
    bytes.withUnsafeBytes { raw in
      other.encoded().withUnsafeBytes { try? Report.decode(raw, beside: other, encodedAs: $0) }
    }
  }

  @Test("read beside another it is the same", arguments: 1...300 as ClosedRange<UInt64>)
  func beside(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let other = random.report()
    let third = random.report()
    var mixed = other
    if Bool.random(using: &random) { mixed.title = third.title }
    if Bool.random(using: &random) { mixed.contributors = third.contributors }
    if Bool.random(using: &random) { mixed.links += third.links }
    if Bool.random(using: &random) { mixed.subjects = Array(mixed.subjects.dropLast()) }
    if Bool.random(using: &random) { mixed.access = third.access }
    for report in [other, third, mixed, Report()] {
      #expect(decode(report.encoded(), beside: other) == report)
    }
    var changed = mixed.encoded()
    changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
    #expect(decode(changed, beside: other) == (try? decode(changed)))
  }

  @Test("every single change shows in the bytes")
  func injective() {
    var reports = [
      Report(), Report(title: "a"), Report(subtitle: ""), Report(subtitle: "a"), Report(publisher: "a"),
    ]
    reports += [
      Report(abstract: "a"), Report(subjects: ["a"]), Report(subjects: ["a", "b"]), Report(subjects: ["ab"]),
    ]
    reports += [
      Report(subjects: [""]), Report(languages: ["a"]), Report(rights: ["a"]), Report(types: ["a"]),
      Report(pageCount: 1),
    ]
    reports += Access.allCases.map { Report(access: $0) }
    reports += Contributor.Role.allCases.map {
      Report(contributors: [Contributor(name: Name(printed: "a"), role: $0)])
    }
    reports += Contributor.Kind.allCases.map {
      Report(contributors: [Contributor(name: Name(printed: "b"), kind: $0)])
    }
    reports += Link.Kind.allCases.map { Report(links: [Link(kind: $0, url: "a")]) }
    reports += Identifier.Scheme.allCases.map { Report(identifiers: [Identifier(scheme: $0, value: "a")]) }
    reports += [
      Report(sections: [Section()]), Report(sections: [Section(), Section()]),
      Report(series: [Series(title: "a")]),
    ]
    #expect(Set(reports.map { $0.encoded() }).count == reports.count)
  }

  @Test("appending leaves what stands before")
  func appending() {
    var bytes: [UInt8] = [1, 2, 3]
    Report(title: "a").encode(into: &bytes)
    #expect(bytes == [1, 2, 3] + Report(title: "a").encoded())
  }

  @Test("the layout is fixed: stores hold it")
  func layout() {
    #expect(Report().encoded() == [1])
    #expect(Report(title: "AB", pageCount: 300).encoded() == [1, 1, 2, 65, 66, 6, 2, 0xAC, 2])
    let long = Report(contributors: [Contributor(name: Name(printed: String(repeating: "x", count: 200)))])
      .encoded()
    #expect(long.prefix(7) == [1, 3, 0xD1, 1, 1, 0xC8, 1])
  }

  @Test("unknown fields are skipped")
  func unknownFields() throws {
    var bytes = Report(title: "a", subjects: ["b"]).encoded()
    bytes += [200, 3, 9, 9, 9, 200, 0]
    #expect(try decode(bytes) == Report(title: "a", subjects: ["b"]))
  }

  @Test(
    "bytes that are no report",
    arguments: [
      ([], .cutShort(offset: 0)), ([2], .unknownVersion(2)), ([1, 1], .cutShort(offset: 2)),
      ([1, 1, 5, 65], .cutShort(offset: 3)),
      ([1, 1, 1, 0xFF], .notUTF8(offset: 3)), ([1, 1, 1, 65, 1, 1, 65], .malformed(offset: 6)),
      ([1, 2, 0, 1, 0], .malformed(offset: 3)),
      ([1, 0, 0], .malformed(offset: 1)), ([1, 1, 0x81, 0], .malformed(offset: 3)),
      ([1, 6, 0], .cutShort(offset: 3)),
      ([1, 14, 1, 9], .malformed(offset: 3)), ([1, 3, 0], .malformed(offset: 3)),
      ([1, 1] + [UInt8](repeating: 0xFF, count: 12), .malformed(offset: 11)),
    ] as [([UInt8], ReportCodingError)])
  func wrong(bytes: [UInt8], error: ReportCodingError) {
    #expect(throws: error) { try decode(bytes) }
  }

  @Test("too many bytes are not looked at")
  func tooLarge() {
    let count = Report.encodedSizeLimit + 1
    #expect(throws: ReportCodingError.tooLarge(bytes: count)) {
      try decode([UInt8](repeating: 1, count: count))
    }
  }

  @Test("changed bytes are read or refused, never more", arguments: 1...100 as ClosedRange<UInt64>)
  func mutated(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = random.report().encoded()
    for _ in 0..<100 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<max(changed.count, 1), using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0 where !changed.isEmpty: changed[place] = UInt8.random(in: 0...255, using: &random)
        case 1 where !changed.isEmpty: changed.removeSubrange(place...)
        default: changed.insert(UInt8.random(in: 0...255, using: &random), at: min(place, changed.count))
        }
      }
      if let report = try? decode(changed) { #expect((try? decode(report.encoded())) == report) }
    }
  }
}

@Suite("Reports have one JSON form")
struct ReportJSONTests {
  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test("empty lists and absent values are left out")
  func empty() throws {
    #expect(try json(Report()) == "{}")
    #expect(try json(Section()) == "{}")
    #expect(try JSONDecoder().decode(Report.self, from: Data("{}".utf8)) == Report())
  }

  @Test("keys and values are as documented")
  func documented() throws {
    let report = Report(
      title: "T",
      contributors: [Contributor(name: Name.parse("Haas, Marcel de"), role: .editor, kind: .person)],
      published: PartialDate.parse("2007-11"), pageCount: 88,
      identifiers: [Identifier(scheme: .reportNumber, value: "R 1")],
      links: [Link(kind: .fullText, url: "http://x/y")], access: .loginNeeded,
      sections: [
        Section(title: "S", pages: PageRange.parse("75-")), Section(pages: PageRange.parse("[i]-[ii]")),
      ])
    #expect(
      try json(report) == """
        {"access":"login-needed","contributors":[{"kind":"person","name":{"family":"Haas","given":"Marcel",\
        "particle":"de","printed":"Haas, Marcel de"},"role":"editor"}],"identifiers":[{"scheme":"report-number",\
        "value":"R 1"}],"links":[{"kind":"full-text","url":"http://x/y"}],"page_count":88,"published":{"month":11,\
        "printed":"2007-11","year":2007},"sections":[{"pages":{"printed":"75-","spans":[{"first":{"bracketed":false,\
        "label":"75","number":75,"numbering":"arabic"},"open":true}]},"title":"S"},{"pages":{"printed":"[i]-[ii]",\
        "spans":[{"first":{"bracketed":true,"label":"i","number":1,"numbering":"roman"},"last":{"bracketed":true,\
        "label":"ii","number":2,"numbering":"roman"}}]}}],"title":"T"}
        """)
  }

  @Test("what is written is read", arguments: 1...50 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let report = random.report()
    #expect(try JSONDecoder().decode(Report.self, from: JSONEncoder().encode(report)) == report)
    for state in [Statement.State.live(report), .deleted] {
      let statement = Statement(identifier: "oai:x", datestamp: Datestamp(seconds: 1), state: state)
      #expect(try JSONDecoder().decode(Statement.self, from: JSONEncoder().encode(statement)) == statement)
    }
  }

  @Test("an unknown scheme is refused")
  func unknownScheme() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Identifier.self, from: Data(#"{"scheme":"x","value":"y"}"#.utf8))
    }
  }
}
