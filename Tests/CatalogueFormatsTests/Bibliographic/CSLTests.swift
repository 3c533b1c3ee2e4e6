import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("CSL-JSON") struct CSLTests {
  static let sample: String = #"""
    [{
      "id": 17, "type": "report", "title": "Asia's <i>security</i>: CO<sub>2</sub> &amp; a <b>b",
      "author": [{"family": "Haas", "given": "Marcel", "non-dropping-particle": "de"},
        {"family": "de Gaulle", "given": "Charles"}, {"literal": "World Bank"}, {"family": "King", "given": "Martin Luther", "suffix": "Jr."}],
      "editor": [{"family": "Putten", "given": "Frans-Paul", "dropping-particle": "van der"}],
      "issued": {"date-parts": [["2007", 11, 1], [2008]]}, "publisher": "Clingendael Institute", "publisher-place": "The Hague",
      "genre": "Research Report", "number": "CP-3", "number-of-pages": 88, "collection-title": "Papers", "collection-number": 3,
      "ISBN": "978-0-306-40615-7", "DOI": "10.5555/ABC", "URL": "https://x.example/r/17", "language": "en-GB", "keyword": "security; energy",
      "abstract": "<jats:p>The first.</jats:p><jats:p>The second.</jats:p>"
    }]
    """#

  @Test("A report's facts", arguments: chunkSizes)
  func facts(chunk: Int?) {
    let reading = Reading.csl(Self.sample, chunk: chunk)
    #expect(reading.identifiers == ["17"], "\(reading.fault?.message ?? "") \(reading.rejects)")
    #expect(reading.facts.complete && reading.repairs.isEmpty, "\(reading.repairs)")
    let report = reading.report
    // A tag that is not closed is one all the same.
    #expect(report.title == "Asia's security: CO2 & a b")
    #expect(
      report.contributors.map(\.parts) == [
        "Haas|Marcel|de|", "Gaulle|Charles|de|", "World Bank [corporate]", "King|Martin Luther||Jr.",
        "Putten|Frans-Paul|van der| (editor)",
      ])
    #expect(report.published == PartialDate(year: 2007, month: 11, day: 1, printed: "2007-11-01"))
    #expect(
      report.publisher == "Clingendael Institute" && report.types == ["Research Report"]
        && report.pageCount == 88)
    #expect(report.series == [Series(title: "Papers", number: "3")])
    #expect(Set(report.identifiers.map(\.value)) == ["CP-3", "9780306406157", "10.5555/abc"])
    #expect(report.links == [Link(kind: .landingPage, url: "https://x.example/r/17")])
    #expect(report.languages == ["en-GB"] && report.subjects == ["security", "energy"])
    #expect(report.abstract == "The first.\n\nThe second.")
  }

  @Test(
    "Dates",
    arguments: [
      (#"{"date-parts": [[2007]]}"#, "2007"), (#"{"date-parts": [[2007, 11]]}"#, "2007-11"),
      (#"{"raw": "2007-11-01"}"#, "2007-11-01"),
      (#"{"literal": "Nov. 1, 2007"}"#, "2007-11-01"), (#""2007-11""#, "2007-11"), ("2007", "2007"),
      (#"{"date-parts": [[null]]}"#, "none"),
      (#"{"date-parts": []}"#, "none"), (#"{"date-parts": [[2007, 0, 0]]}"#, "2007"), ("[]", "none"),
      (#"{"date-parts": [[2007, 13, 45]]}"#, "2007"), (#"{"date-parts": [[-44, 3, 15]]}"#, "left out"),
      (#"{"date-parts": [[12007]]}"#, "left out"), (#"{"raw": "-0044"}"#, "left out"),
      (#"{"literal": "n.d."}"#, "none"),
      // As programs write it otherwise.
      (#"{"date-parts": [2007, 11]}"#, "2007-11"), (#"[[2007, 11, 1]]"#, "2007-11-01"),
      ("[2007, 11]", "2007-11"),
      (#"{"year": 2007, "month": 11, "day": 1}"#, "2007-11-01"), (#"{"year": "2007", "day": 1}"#, "2007"),
      (#"{"date-parts": [[2007, "x", 3]]}"#, "2007"), (#"{"date-parts": [[2007, "May"]]}"#, "2007-05"),
      (#"{"date-parts": [[2007, null, 3]]}"#, "2007"),
      (#"{"date-parts": [[2007, "Nov.", 1]]}"#, "2007-11-01"),
      (#"{"year": 2007, "month": "May"}"#, "2007-05"), (#"{"date-parts": [[2007.0, 11.0]]}"#, "2007-11"),
      (#"{"date-parts": [[]], "raw": "2007"}"#, "2007"), (#"{"when": {"said": 2007}}"#, "left out"),
      ("[[[2007]]]", "left out"),
    ])
  func dates(json: String, iso: String) {
    let reading = Reading.csl(
      "[{\"id\": \"a\", \"type\": \"report\", \"title\": \"Ice\", \"issued\": \(json)}]")
    let isLeftOut = reading.repairs == ["unreadable date left out": 1]
    #expect(reading.report.published?.iso ?? (isLeftOut ? "left out" : "none") == iso)
  }

  @Test(
    "An item that cannot be read is a reject with its identifier, and costs nothing else",
    arguments: chunkSizes)
  func reject(chunk: Int?) {
    let reading = Reading.csl(
      #"[{"id": "a", "title": "Ice"}, {"id": "b", "title": nonsense here}, 7, {"title": ""}, {"id": "c", "title": "Snow"}]"#,
      chunk: chunk)
    #expect(reading.identifiers == ["a", "c"])
    #expect(reading.rejects.count == 3)
    #expect(reading.records.contains { $0.identifier == "b" })
  }

  @Test("A record's place is the line in which it begins", arguments: chunkSizes)
  func lines(chunk: Int?) {
    let list =
      "\u{FEFF}\n[ {\"id\": 1,\r\n \"title\": \"A\"},\n\n{\"id\": 2,\n\"title\": nonsense},\n {\"id\": 3, \"title\": \"C\"}]\n"
    for text in [list, "{\"items\":\(list.dropFirst())}"] {
      #expect(Reading.csl(text, chunk: chunk).records.map(\.place) == [2, 5, 7])
    }
    let perLine = Reading.csl(
      "{\"id\": 1, \"title\": \"A\"}\n\n{\"id\": 2, \"title\": \"B\"}\n", chunk: chunk)
    #expect(perLine.records.map(\.place) == [1, 3])
  }

  /// Items a line each, one of which is broken; and which others must be read all the same.
  static let broken: [(line: String, read: Bool)] = [
    (#"{"id":"x","type":"report","title":"Ice"#, true), (#"{"id":"x","type":"report","title":"Ice, "#, true),
    (#"{"id":"x","type":"report","title":"Ice},"#, true),
    (#"{"id":"x","title":"Ice","author":[{"family":"Roe"#, false),
  ]

  @Test(
    "A string that is not closed costs its item; what it may have swallowed is not gone",
    arguments: broken.indices,
    chunkSizes)
  func unclosed(index: Int, chunk: Int?) {
    let (line, isRead) = Self.broken[index]
    func item(_ n: Int) -> String { "{\"id\":\"r\(n)\",\"type\":\"report\",\"title\":\"Report \(n)\"}" }
    for comma in ["", ","] {
      let reading = Reading.csl("[\n\(item(1)),\n\(line)\n\(comma)\(item(2)),\n\(item(3))\n]\n", chunk: chunk)
      let found = reading.identifiers
      #expect(!isRead || found == ["r1", "r2", "r3"], "\(line)\(comma): \(found)")
      let isProtected = reading.records.contains {
        if case .reject(_, nil) = $0.outcome { true } else { false }
      }
      #expect(found.count == 3 || isProtected || !reading.facts.complete || reading.fault != nil, "\(line)")
    }
  }

  @Test("Where a bracket closes the list too early, it is not complete")
  func brackets() {
    let reading = Reading.csl(#"[{"id": "a", "title": "Ice"}], {"id": "b", "title": "Snow"}]"#)
    #expect(reading.identifiers == ["a"] && !reading.facts.complete)
    #expect(reading.repairs["brackets do not fit; the list is not taken as complete"] == 1)
  }

  @Test("Names that come as a text; two ISBNs in one; an item that says nothing; more names than the limit")
  func odd() {
    let reading = Reading.csl(
      #"[{"id": "a", "title": "Ice", "author": "Roe, Ann", "ISBN": "9783161484100 0-306-40615-2"}, {"id": "b", "type": "report"}]"#
    )
    #expect(reading.report.contributors.map(\.parts) == ["Roe|Ann||"])
    #expect(reading.report.identifiers.map(\.value) == ["9783161484100", "9780306406157"])
    #expect(reading.rejects == ["the item says nothing but its id"])
    let shortened = Reading.csl(
      #"[{"id": "a", "title": "Ice", "author": [{"family": "Plato"}, {"literal": "others"}], "editor": [{"family": "et al."}], "translator": [{"literal": "Roe et al."}, {"family": "Ice", "given": "Bo et al."}, {"literal": "Sea and Others"}]}]"#
    )
    #expect(
      shortened.report.contributors.map(\.parts) == [
        "Plato|||", "Roe||| (translator)", "Ice|Bo|| (translator)", "Sea and Others (translator) [corporate]",
      ])
    #expect(shortened.repairs == ["“et al.” behind names left out": 4])
    let names = Array(repeating: #"{"family": "Roe"}"#, count: 5002).joined(separator: ",")
    #expect(
      Reading.csl("[{\"id\": \"a\", \"title\": \"Ice\", \"author\": [\(names)]}]").repairs
        == ["name beyond the 5000th of a field left out": 2])
  }

  @Test(
    "Names of other shapes are read, or counted",
    arguments: [
      (#"{"family": "Roe", "given": "Ann"}"#, ["Roe|Ann||"], 0),
      (#"[{"lastName": "Roe", "firstName": "Ann"}]"#, ["Roe|Ann||"], 0),
      (#"[{"name": "Ann Roe"}, {"name": "World Bank"}]"#, ["Roe|Ann||", "World Bank [corporate]"], 0),
      (#"[{"full": "Ann Roe"}, [{"family": "Roe"}], {}, {"family": ""}, null]"#, [], 2),
    ] as [(String, [String], Int)])
  func names(json: String, parts: [String], unread: Int) {
    let reading = Reading.csl(#"[{"id": "a", "type": "report", "title": "Ice", "author": \#(json)}]"#)
    #expect(reading.report.contributors.map(\.parts) == parts)
    #expect(reading.repairs == (unread > 0 ? ["unreadable name left out": unread] : [:]))
  }

  @Test("A list within the list is a reject that no list is complete with", arguments: chunkSizes)
  func nested(chunk: Int?) {
    func item(_ n: Int, _ type: String = "report") -> String {
      "{\"id\": \"\(n)\", \"type\": \"\(type)\", \"title\": \"Ice\", \"container-title\": \"Ice \(n)\"}"
    }
    for inner in [[item(2), item(3)], [item(2), item(3, "chapter")], [item(2), "7"], ["[\(item(2))]"]] {
      let reading = Reading.csl(
        "[\(item(1)), [\(inner.joined(separator: ","))], \(item(4))]", chunk: chunk)
      #expect(reading.identifiers == ["1", "4"] && reading.rejects.count == 1, "\(inner)")
      if case .reject(_, let identifier) = reading.records[1].outcome { #expect(identifier == nil) }
    }
  }

  @Test(
    "An item that slipped into another is a reject that no list is complete with",
    arguments: [
      #""x": {ITEM}"#, #""author": [{"family": "Roe"}, {ITEM}]"#, #""x": [[{"y": {ITEM}}]]"#,
      #""issued": {ITEM}"#,
    ])
  func slipped(member: String) {
    let inner = member.replacing("ITEM", with: #""id": "b", "type": "report", "title": "Snow""#)
    for type in ["report", "chapter"] {
      let reading = Reading.csl(
        """
        [{"id": "r", "type": "report", "title": "Sea"},
        {"id": "a", "type": "\(type)", "title": "Ice", "container-title": "Sea", \(inner)}, {"id": "c", "title": "Hail"}]
        """)
      #expect(reading.identifiers.last == "c" && reading.rejects.count == 1, "\(reading.rejects)")
      #expect(reading.records.contains { if case .reject(_, nil) = $0.outcome { true } else { false } })
    }
    // What a program keeps for itself is its own.
    let kept = Reading.csl(#"[{"id": "a", "title": "Ice", "custom": {"of": {"id": 1, "title": "Snow"}}}]"#)
    #expect(kept.titles == ["Ice"])
  }

  @Test(
    "Markup and entities are read once; what only looks so is text",
    arguments: [
      ("<jats:p>R&amp;D is &gt; 5</jats:p>", "R&D is > 5"), ("<p>A &lt;b&gt; c</p><p>D</p>", "A <b> c\n\nD"),
      ("R&amp;D is < 5", "R&D is < 5"), ("a <i>b</i> &amp;amp; c", "a b &amp; c"), ("AT&T; x<y", "AT&T; x<y"),
    ])
  func markup(json: String, text: String) {
    let report = #"{"id": "a", "type": "report", "title": "Ice", "abstract": "\#(json)"}"#
    let chapter =
      #"{"id": "b", "type": "chapter", "title": "One", "container-title": "Ice", "abstract": "\#(json)"}"#
    let found = Reading.csl("[\(report),\(chapter)]").report
    #expect(found.abstract == text && found.sections.first?.excerpt == text)
    let one =
      #"[{"id": "a", "type": "report", "title": "\#(json)", "publisher": "\#(json)", "keyword": "ice; \#(json)"}]"#
    let line = text.replacing("\n\n", with: " ")
    let named = Reading.csl(one).report
    #expect(named.title == line && named.publisher == line)
    #expect(named.subjects == ["ice"] + (line.hasPrefix("AT&T") ? ["AT&T", "x<y"] : [line]))
  }

  @Test("A heading that only says that an abstract is one is left out, and no other")
  func headings() {
    func abstract(_ heading: String) -> String? {
      let text = "<jats:title>\(heading)</jats:title><jats:p>Cold <jats:italic>ice</jats:italic>.</jats:p>"
      return Reading.csl(#"[{"id": "a", "type": "report", "title": "Ice", "abstract": "\#(text)"}]"#).report
        .abstract
    }
    #expect(abstract("Abstract") == "Cold ice." && abstract("Methods") == "Methods\n\nCold ice.")
  }

  @Test("A report's pages may be a range; each address is read")
  func pages() {
    let reading = Reading.csl(
      #"[{"id": "a", "type": "report", "title": "Ice", "page": "1-88", "URL": ["https://x.example/a b.pdf", "https://x.example/c"]}]"#
    )
    #expect(reading.report.pageCount == 88)
    #expect(reading.report.links.map(\.url) == ["https://x.example/a%20b.pdf", "https://x.example/c"])
  }

  @Test("What stands in lists is read to its end; what stands twice is counted")
  func several() {
    let reading = Reading.csl(
      #"[{"id": "a", "type": "report", "title": "Ice", "language": ["en", "de"], "genre": ["Report", "Paper"], "collection-title": ["Seas", "Papers"], "collection-number": 3, "DOI": "10.5555/a", "DOI": "10.5555/b"}]"#
    )
    #expect(reading.report.languages == ["en", "de"] && reading.report.types == ["Report", "Paper"])
    #expect(reading.report.series == [Series(title: "Seas", number: "3"), Series(title: "Papers")])
    #expect(reading.report.identifiers.map(\.value) == ["10.5555/b"])
    #expect(reading.repairs == ["member that stands twice left out": 1])
    let empty =
      #"[{"id": "a", "type": "report", "title": "Ice", "collection-title": " ", "container-title": "Sea"}]"#
    #expect(Reading.csl(empty).report.series == [Series(title: "Sea")])
  }

  @Test("Of a list of what a report has once, the further ones are counted; names in one text are all read")
  func further() {
    let reading = Reading.csl(
      #"[{"id": "a", "type": "report", "title": ["Ice", "Snow"], "publisher": ["One", "Two", "One"], "number": [1, 2], "collection-title": "Seas", "collection-number": [3, 4], "DOI": ["10.5555/a", "10.5555/b"], "container-title": "Sea", "author": ["Doe, J; Roe, R", "Poe, E"], "collection-editor": [{"family": "Lee", "given": "Ann"}]}]"#
    )
    #expect(reading.report.title == "Ice" && reading.report.publisher == "One")
    #expect(reading.report.contributors.map(\.parts) == ["Doe|J||", "Roe|R||", "Poe|E||"])
    #expect(
      reading.repairs == [
        "further value of a member left out": 5, "further series left out": 1,
        "editor of a series left out": 1,
      ])
  }

  @Test("What is said of another work within an item is no item; what has a type is")
  func within() {
    func item(_ more: String) -> String { #"[{"id": "a", "type": "report", "title": "Ice", \#(more)}]"# }
    for more in [#""related": [{"id": "b", "title": "Snow"}]"#, #""journal": {"id": 7, "title": "Seas"}"#] {
      #expect(Reading.csl(item(more)).titles == ["Ice"])
    }
    let lost = Reading.csl(item(#""related": [{"id": "b", "type": "report", "title": "Snow"}]"#))
    #expect(
      lost.titles.isEmpty
        && lost.records[0].outcome == .reject(RecordFault.runTogether.reason, identifier: nil))
  }

  @Test("An id that is not closed does not pass for one", arguments: chunkSizes)
  func unclosedName(chunk: Int?) {
    let reading = Reading.csl(
      "[{\"id\": \"a\", \"title\": \"Ice\"},\n{\"id\": \"b, \"type\": \"report\", \"title\": \"Snow\"}]",
      chunk: chunk)
    #expect(reading.identifiers == ["a"] && reading.rejects.count == 1)
    if case .reject(_, let identifier) = reading.records[1].outcome { #expect(identifier == nil) }
  }

  @Test(
    "One item alone in several lines, several without a list, and the items behind other members",
    arguments: chunkSizes)
  func layouts(chunk: Int?) {
    func item(_ n: Int) -> String { "{\n  \"id\": \(n),\n  \"title\": \"Ice \(n)\"\n}" }
    let config = "{\"config\": {\"id\": \"x\", \"options\": {}}, \"items\": ["
    for (text, count, line) in [
      (item(1), 1, 1), ("\u{FEFF}" + item(1) + "\n", 1, 1), (item(1) + "\n" + item(2) + "\n", 2, 5),
      (config + item(1) + ",\n" + item(2) + "]}", 2, 5),
    ] as [(String, Int, Int64)] {
      let reading = Reading.csl(text, chunk: chunk)
      #expect(
        reading.identifiers == ["1", "2"].prefix(count).map(\.self), "\(text) \(reading.fault?.message ?? "")"
      )
      #expect(reading.facts.complete && reading.rejects.isEmpty && reading.records.last?.place == line)
    }
    #expect(Reading.csl(String(item(1).dropLast(3)), chunk: chunk).fault?.kind == .cutShort)
    #expect(Reading.csl(#"{"config": {}, "references": []}"#, chunk: chunk).fault?.kind == .malformed)
  }

  @Test("Its own media type tells what it is")
  func mediaType() {
    let sample = AnswerSample(
      contentType: "application/vnd.citationstyles.csl+json; charset=utf-8",
      bytes: Array(#"[{"id": "a"}]"#.utf8))
    #expect(FormatGuess(sample)?.format == "csl-json")
  }

  @Test("A list that breaks off is an error; what came is good", arguments: chunkSizes)
  func cut(chunk: Int?) {
    let reading = Reading.csl(#"[{"id": "a", "title": "Ice"}, {"id": "b", "ti"#, chunk: chunk)
    #expect(reading.fault?.kind == .cutShort)
    #expect(Reading.csl("<html><title>Log in</title></html>").fault?.kind == .notData)
    #expect(Reading.csl("").fault?.kind == .notData)
  }

  @Test(
    "Unnamed formats are told by their content",
    arguments: [
      (RISTests.sample, "ris"), ("\n\nFound 7 references\n\nTY  - JOUR\n", "ris"),
      (BibTeXTests.sample, "bibtex"), ("%% made by x\n@article{a,\n", "bibtex"),
      (sample, "csl-json"),
      (#"{"items": [{"id": "a", "type": "book", "author": [{"family": "Roe"}]}]}"#, "csl-json"),
      ("@media print { a { b } }", "none"), ("id,title\n1,TY  - x\n", "table"),
      (#"[{"id": 1, "type": "post", "title": {}}]"#, "none"),
      ("mail me@book{x,\n", "none"), ("@book{x, abstract = {One\nTY  - RPRT\n}}\n", "bibtex"),
      // Without names and dates.
      (#"[{"id": "17", "type": "report", "title": "Ice"}]"#, "csl-json"),
      (#"{"items": [{"id": 17, "type": "book", "title": "Ice", "publisher-place": "Bonn"}]}"#, "csl-json"),
      ("{\"id\": \"17\", \"type\": \"report\", \"title\": \"Ice\"}\n{\"id\": \"18\"}\n", "csl-json"),
      (#"[{"id": 1, "type": "report", "title": "Ice", "authors": []}]"#, "none"),
      (#"[{"id": 1, "type": "report", "name": "Ice"}]"#, "none"),
    ])
  func recognised(text: String, format: String) {
    let guess = FormatGuess(AnswerSample(contentType: nil, bytes: Array(text.utf8)))
    #expect(guess?.format ?? "none" == format)
  }
}
