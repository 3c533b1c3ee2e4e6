import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("RIS") struct RISTests {
  static let sample: String = """
    TY  - RPRT
    ID  - 17
    TI  - Asia's security: energy & co-operation
    AU  - Haas, Marcel de
    AU  - King, Martin Luther, Jr.
    AU  - World Bank,
    ED  - van der Putten, Frans-Paul
    T2  - Clingendael Papers
    VL  - 3
    PY  - 2007
    DA  - 2007/11/01/
    PB  - Clingendael Institute
    CY  - The Hague
    SP  - 88
    M3  - Research Report
    SN  - CP-2007-3
    SN  - 978-0-306-40615-7
    DO  - https://doi.org/10.5555/ABC
    UR  - https://x.example/r/17
    L1  - https://x.example/r/17.pdf
    L1  - file:///home/me/17.pdf
    KW  - security
    KW  - energy; water
    LA  - eng
    AB  - The first paragraph
    goes on.

    The second.
    N1  - A note.
    ER  - 

    """

  @Test("A report's facts, whichever way lines end", arguments: ["\n", "\r\n", "\r"], chunkSizes)
  func facts(end: String, chunk: Int?) {
    let reading = Reading.ris(Self.sample.replacing("\n", with: end), chunk: chunk)
    #expect(reading.identifiers == ["17"])
    #expect(reading.facts.complete && reading.repairs.isEmpty, "\(reading.repairs)")
    let report = reading.report
    #expect(report.title == "Asia's security: energy & co-operation")
    #expect(
      report.contributors.map(\.parts) == [
        "Haas|Marcel|de|", "King|Martin Luther||Jr.", "World Bank [corporate]",
        "Putten|Frans-Paul|van der| (editor)",
      ])
    #expect(report.published == PartialDate(year: 2007, month: 11, day: 1, printed: "2007-11-01"))
    #expect(report.publisher == "Clingendael Institute")
    #expect(report.pageCount == 88)
    #expect(report.types == ["Research Report"])
    #expect(report.series == [Series(title: "Clingendael Papers", number: "3")])
    #expect(
      report.identifiers == [
        Identifier(scheme: .doi, value: "10.5555/abc"), Identifier(scheme: .reportNumber, value: "CP-2007-3"),
        Identifier(scheme: .isbn, value: "9780306406157"),
      ])
    #expect(
      report.links == [
        Link(kind: .landingPage, url: "https://x.example/r/17"),
        Link(kind: .fullText, url: "https://x.example/r/17.pdf"),
      ])
    #expect(report.subjects == ["security", "energy", "water"])
    #expect(report.languages == ["en"])
    #expect(report.abstract == "The first paragraph goes on.\n\nThe second.")
    #expect(report.sections.isEmpty)
  }

  @Test(
    "Names, the last of which may say that there are more",
    arguments: [
      (["Roe, Ann", "et al."], ["Roe|Ann||"], 1), (["Roe, Ann", "et al", "and others"], ["Roe|Ann||"], 2),
      (["Roe, A., et al."], ["Roe|A.||"], 1), (["Roe A et al"], ["Roe|A||"], 1),
      (["Others"], [], 1),
      (["Council of the Baltic Sea and Others,"], ["Council of the Baltic Sea and Others [corporate]"], 0),
      (["Al, Ann"], ["Al|Ann||"], 0),
      // Of one name: a person, as bodies end in a comma, unless it has the form of a body's.
      (
        ["Plato", "Özal", "UNESCO", "Greenpeace,"],
        ["Plato|||", "Özal|||", "UNESCO [corporate]", "Greenpeace [corporate]"], 0
      ),
      (["x17"], ["x17 [unknown]"], 0),
    ] as [([String], [String], Int)])
  func names(_ lines: [String], _ parts: [String], _ more: Int) {
    let names = lines.map { "AU  - \($0)\n" }.joined()
    let chapter = "TY  - CHAP\nTI  - Snow\nT2  - Ice\n\(names)ER  - \n"
    let reading = Reading.ris("TY  - RPRT\nTI  - Ice\n\(names)ER  - \n\(chapter)")
    #expect(reading.report.contributors.map(\.parts) == parts)
    #expect(reading.report.sections.first?.contributors.map(\.parts) == parts)
    #expect(reading.repairs == (more > 0 ? ["“et al.” behind names left out": 2 * more] : [:]))
  }

  @Test("The record's bytes are its own, and it is read from them again")
  func bytes() throws {
    let reading = Reading.ris("junk\n" + Self.sample + Self.sample.replacing("ID  - 17", with: "ID  - 18"))
    #expect(reading.records.map(\.place) == [2, 32])
    #expect(reading.repairs == ["line before the first record passed over": 1])
    let first = reading.records[0]
    #expect(String(decoding: first.bytes, as: UTF8.self) == String(Self.sample.dropLast()))
    var repairs: [String: Int] = [:]
    let again = try RISRecordParser().parse(first.bytes, context: [], repairs: &repairs)
    #expect(.statement(again) == first.outcome)
  }

  /// What programs write otherwise, and what it becomes: the lines of a record, and one fact of it.
  static let dialects: [(lines: [String], fact: @Sendable (Report) -> String?, value: String?)] = [
    // Tags in small letters, tabs, no blank behind the hyphen.
    (["ty  - rprt", "ti  - Ice", "er  - "], { $0.title }, "Ice"),
    (["TY\t\t- RPRT", "TI  -Ice", "ER  -"], { $0.title }, "Ice"),
    // One blank, as some web sites write; then only tags that exist, in capitals, are tags.
    (
      ["TY - RPRT", "TI - Ice", "AB - Talks of the", "US - China kind", "ER - "], { $0.abstract },
      "Talks of the US - China kind"
    ),
    (
      ["TY  - RPRT", "TI  - Ice", "AB  - Talks of", "AU - and others", "ER  - "], { $0.abstract },
      "Talks of AU - and others"
    ),
    // Older tags of Reference Manager, and RefWorks'.
    (
      ["TY  - RPRT", "T1  - Ice", "A1  - Roe,Ann", "Y1  - 2001/05//", "N2  - Cold.", "ER  - "],
      { $0.contributors[0].parts }, "Roe|Ann||"
    ),
    (
      ["TY  - RPRT", "T1  - Ice", "A1  - Roe,Ann", "Y1  - 2001/05//", "N2  - Cold.", "ER  - "],
      { $0.published?.iso }, "2001-05"
    ),
    (["TY  - RPRT", "T1  - Ice", "N2  - Cold.", "ER  - "], { $0.abstract }, "Cold."),
    (["TY  - BOOK", "BT  - Ice", "ER  - "], { $0.title }, "Ice"),
    // EndNote's keywords, one a line.
    (
      ["TY  - RPRT", "TI  - Ice", "KW  - snow", "hail", "ER  - "], { $0.subjects.joined(separator: ",") },
      "snow,hail"
    ),
    // EndNote's edited books have their editors in AU.
    (
      ["TY  - EDBOOK", "TI  - Ice", "AU  - Roe, Ann", "ER  - "], { $0.contributors[0].parts },
      "Roe|Ann|| (editor)"
    ),
    // Mendeley's DOI.
    (
      ["TY  - RPRT", "TI  - Ice", "M3  - doi: 10.5555/ice", "ER  - "], { $0.identifiers.first?.value },
      "10.5555/ice"
    ),
    (["TY  - RPRT", "TI  - Ice", "M3  - doi: 10.5555/ice", "ER  - "], { $0.types.joined() }, "Report"),
    (["TY  - RPRT", "TI  - Ice", "SP  - 1", "EP  - 88", "ER  - "], { $0.pageCount.map(String.init) }, "88"),
    (["TY  - RPRT", "TI  - Ice", "SP  - 1-88", "ER  - "], { $0.pageCount.map(String.init) }, "88"),
    (["TY  - RPRT", "TI  - Ice", "SP  - 31-40", "ER  - "], { $0.pageCount.map(String.init) }, nil),
    (["TY  - RPRT", "TI  - Ice", "SP  - xii, 46 p.", "ER  - "], { $0.pageCount.map(String.init) }, "46"),
    (
      ["TY  - JOUR", "TI  - Ice", "JO  - Glaciology", "VL  - 7", "ER  - "],
      { $0.series.first.map { "\($0.title) \($0.number ?? "")" } }, "Glaciology 7"
    ),
    // A report's number may have commas; numbers of books stand in lists.
    (
      ["TY  - RPRT", "TI  - Ice", "SN  - No. 3, part 2", "ER  - "],
      { $0.identifiers.map(\.value).joined(separator: "|") }, "No. 3, part 2"
    ),
    (
      ["TY  - RPRT", "TI  - Ice", "SN  - 9783161484100; 0-306-40615-2", "ER  - "],
      { $0.identifiers.map(\.value).joined(separator: "|") }, "9783161484100|9780306406157"
    ),
    (
      ["TY  - RPRT", "TI  - Ice", "SN  - 9783161484100 0-306-40615-2", "ER  - "],
      { $0.identifiers.map(\.value).joined(separator: "|") }, "9783161484100|9780306406157"
    ),
    (
      [
        "TY  - RPRT", "TI  - Ice", "UR  - https://x.example/a;https://x.example/b; www.x.example/c", "ER  - ",
      ],
      { $0.links.map(\.url).joined(separator: "|") },
      "https://x.example/a|https://x.example/b|http://www.x.example/c"
    ),
    // One address in two places is the file's.
    (
      ["TY  - RPRT", "TI  - Ice", "UR  - https://x.example/a", "L1  - https://x.example/a", "ER  - "],
      { $0.links.map { "\($0.kind.rawValue) \($0.url)" }.joined() }, "full-text https://x.example/a"
    ),
    // With blanks: its own, or those of words behind it.
    (
      [
        "TY  - RPRT", "TI  - Ice", "UR  - https://x.example/a b?q=é", "L1  - https://x.example/My Report.pdf",
        "ER  - ",
      ],
      { $0.links.map(\.url).joined(separator: "|") },
      "https://x.example/a%20b?q=é|https://x.example/My%20Report.pdf"
    ),
    (
      ["TY  - RPRT", "TI  - Ice", "UR  - https://x.example/a (seen on 3/5/2001)", "ER  - "],
      { $0.links.map(\.url).joined(separator: "|") }, "https://x.example/a"
    ),
    (
      ["TY  - RPRT", "TI  - Ice", "UR  - https://x.example/a https://x.example/b.pdf", "ER  - "],
      { $0.links.map(\.url).joined(separator: "|") }, "https://x.example/a|https://x.example/b.pdf"
    ),
    // In capitals, or without its beginning.
    (
      ["TY  - RPRT", "TI  - Ice", "UR  - HTTPS://x.example/A; doi.org/10.5555/ICE", "ER  - "],
      { $0.links.map(\.url).joined() + " " + $0.identifiers.map(\.value).joined() },
      "https://x.example/A 10.5555/ice"
    ),
    (
      ["TY  - RPRT", "TI  - Ice", "SN  - 978-3-16-148410-0 and 0-306-40615-2", "ER  - "],
      { $0.identifiers.map(\.value).joined(separator: "|") }, "9783161484100|9780306406157"
    ),
    // A subject that holds a semicolon stands in quotation marks.
    (
      ["TY  - RPRT", "TI  - Ice", "KW  - \"a; \"\"b\"\"\"", "KW  - \"c\"; d;e", "KW  - \"f\" g", "ER  - "],
      { $0.subjects.joined(separator: "|") }, "a; \"b\"|\"c\"|d|e|\"f\" g"
    ),
    // The parts of an abstract, and the whole of it twice.
    (
      ["TY  - RPRT", "TI  - Ice", "AB  - Cold.", "AB  - Very.", "N2  - Cold.", "ER  - "], { $0.abstract },
      "Cold.\n\nVery."
    ),
    // Lines that are written otherwise than the record's first.
    (["TY  - RPRT", "TI  - Ice", "AU  - Roe, Ann", "PY\t-\t2003", "ER  - "], { $0.published?.iso }, "2003"),
    (["TY - RPRT", "TI - Ice", "AU - Roe, Ann", "PY- 2003", "ER - "], { $0.published?.iso }, "2003"),
    (
      ["TY  - RPRT", "TI - Ice", "AU - Roe, Ann", "AB - Cold.", "PY  - 2003", "ER  - "],
      { $0.title + "|" + $0.contributors.map(\.parts).joined() + $0.abstract! }, "Ice|Roe|Ann||Cold."
    ),
    // But not where a text goes on: each is a line of its field.
    (
      ["TY  - RPRT", "TI  - Ice", "KW  - water", "IS - Islamic State", "SE - Asia", "PY  - 2003", "ER  - "],
      { $0.subjects.joined(separator: "|") + "|" + $0.published!.iso },
      "water|IS - Islamic State|SE - Asia|2003"
    ),
    (
      [
        "TY  - RPRT", "TI  - No place to live:", "LA - housing in 2001", "PB  - House", "PB - Press",
        "ER  - ",
      ],
      { "\($0.title)|\($0.publisher!)|\($0.languages)" },
      "No place to live: LA - housing in 2001|House PB - Press|[]"
    ),
    // Unless they have the form of what their fields hold.
    (
      ["TY  - RPRT", "TI  - Title two", "AU - Smith, Ann", "PB - House", "PY - 2001", "ER  - "],
      { "\($0.title)|\($0.contributors.map(\.parts))|\($0.publisher!)|\($0.published!.iso)" },
      "Title two|[\"Smith|Ann||\"]|House|2001"
    ),
    (
      [
        "TY  - RPRT", "TI  - Ice", "PB  - Press", "AN - 55", "KW  - snow", "UR - https://x.example/a",
        "KW  - hail",
        "DO- 10.5555/ICE", "AB  - Cold.", "SN - 0-306-40615-2", "ER  - ",
      ],
      {
        "\($0.publisher!)|\($0.links.map(\.url))|\($0.identifiers.map(\.value))|\($0.subjects)|\($0.abstract!)"
      },
      "Press|[\"https://x.example/a\"]|[\"10.5555/ice\", \"55\", \"9780306406157\"]|[\"snow\", \"hail\"]|Cold."
    ),
    (
      [
        "TY  - RPRT", "TI  - Ice", "AB  - Of the",
        "AU - its staff, and more of the same kind of people - we know",
        "PY - 2001 was cold", "DO - it", "ER  - ",
      ],
      { $0.abstract },
      "Of the AU - its staff, and more of the same kind of people - we know PY - 2001 was cold DO - it"
    ),
    (["TY  - XYZ", "TI  - Ice", "ER  - "], { $0.types.joined() }, "XYZ"),
    (["TY  - GEN", "TI  - Ice", "ER  - "], { $0.types.joined() }, ""),
    // Plain text: what looks like an entity or a tag is meant.
    (["TY  - RPRT", "TI  - x &lt; y <i>z</i>", "ER  - "], { $0.title }, "x &lt; y <i>z</i>"),
    (
      [
        "TY  - RPRT", "TI  - Ice", "KW  - Health &amp; safety; R&D; &#x41; b", "AU  - M&uuml;ller, Jan",
        "ER  - ",
      ],
      { "\($0.subjects)\($0.contributors.map(\.parts))" },
      "[\"Health &amp; safety\", \"R&D\", \"&#x41; b\"][\"M&uuml;ller|Jan||\"]"
    ),
    (["TY  - RPRT", "TI  - Cafe\u{301}", "ER  - "], { $0.title }, "Café"),
    (["TY  - RPRT", "TI  - مياه النهر", "AU  - الحسن، علي", "ER  - "], { $0.title }, "مياه النهر"),
    (["TY  - RPRT", "TI  - 水资源", "AU  - 王, 力", "ER  - "], { $0.contributors[0].name.printed }, "王, 力"),
  ]

  @Test("Dialects of programs", arguments: dialects.indices)
  func dialect(index: Int) {
    let (lines, fact, value) = Self.dialects[index]
    let reading = Reading.ris(lines.joined(separator: "\r\n") + "\r\n")
    #expect(reading.reports.count == 1, "\(reading.rejects)")
    #expect(fact(reading.report) == value, "\(lines)")
  }

  @Test(
    "Dates",
    arguments: [
      ("2007/11/01/", "2007-11-01", "2007-11-01"), ("2007/11/01", "2007-11-01", "2007-11-01"),
      ("2007///", "2007", "2007"), ("2007", "2007", "2007"), ("2007/11//", "2007-11", "2007-11"),
      ("2007//01/", "2007", "2007"), ("2007/13/40/", "2007", "2007"),
      ("2007///Winter", "2007", "Winter 2007"),
      ("2007/11/01/Nov. 1, 2007", "2007-11-01", "Nov. 1, 2007"),
      ("2007///Nov. 1", "2007-11-01", "Nov. 1 2007"),
      ("1 November 2007", "2007-11-01", "1 November 2007"), ("2007-11-01", "2007-11-01", "2007-11-01"),
    ])
  func date(text: String, iso: String, printed: String) {
    let date = RISDate.read(text)
    #expect(date?.iso == iso)
    #expect(date?.printed == printed)
  }

  @Test("The most exact of several dates counts where they agree")
  func exact() {
    func date(_ lines: String...) -> String? {
      Reading.ris((["TY  - RPRT", "TI  - Ice"] + lines + ["ER  - ", ""]).joined(separator: "\n")).report
        .published?.iso
    }
    #expect(date("PY  - 2007", "DA  - 2007/11/01/") == "2007-11-01")
    #expect(date("PY  - 2007/11//", "DA  - 2007/12/01/") == "2007-11")
    #expect(date("PY  - 2007", "DA  - 2009/12/01/") == "2007")
    #expect(date("PY  - n.d.") == nil)
  }

  @Test("Latin-1, UTF-8 with its mark, and UTF-16 are read", arguments: chunkSizes)
  func charsets(chunk: Int?) {
    let text = "TY  - RPRT\r\nID  - 1\r\nTI  - Über die Größe\r\nAU  - Müller, Jörg\r\nER  - \r\n"
    let forms: [[UInt8]] = [
      text.unicodeScalars.map { UInt8($0.value) }, [0xEF, 0xBB, 0xBF] + Array(text.utf8),
      [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
    ]
    for form in forms {
      let reading = Reading(form, .references("ris"), chunk: chunk)
      #expect(reading.titles == ["Über die Größe"])
      #expect(reading.report.contributors.map(\.parts) == ["Müller|Jörg||"])
    }
  }

  @Test("A record without its end ends where the next begins", arguments: chunkSizes)
  func endless(chunk: Int?) {
    let reading = Reading.ris(
      "TY  - RPRT\nID  - 1\nTI  - Ice\nTY  - RPRT\nID  - 2\nTI  - Snow\nER  - \n", chunk: chunk)
    #expect(reading.titles == ["Ice", "Snow"])
    #expect(reading.repairs == ["record without its end (ER) ended where the next begins": 1])
    #expect(reading.facts.complete)
  }

  @Test(
    "A record's last line is one without its hyphen, too: what follows is none of its text",
    arguments: chunkSizes)
  func bareEnd(chunk: Int?) {
    let reading = Reading.ris(
      "TY  - RPRT\nID  - 1\nTI  - Ice\nPY  - 2001\nER  \nTY: RPRT\nID  - 2\nTI  - Snow\nER  - \n",
      chunk: chunk)
    #expect(reading.titles == ["Ice"] && reading.reports.first?.published?.iso == "2001")
    #expect(reading.rejects.count == 1 && reading.records.last?.identifier == nil)
    let two = Reading.ris("TY - RPRT\nTI - Ice\nER\nTY - RPRT\nTI - Snow\nAB - Was\ner\nER\n", chunk: chunk)
    #expect(two.titles == ["Ice", "Snow"] && two.repairs.isEmpty && two.facts.complete)
    #expect(two.reports.last?.abstract == "Was er")
  }

  @Test("ER alone in a line of a text is text, and counted", arguments: chunkSizes)
  func endInText(chunk: Int?) {
    func record(_ n: Int, _ text: String) -> String {
      "TY  - RPRT\nTI  - Ice \(n)\nKW  - emergency\n\(text)ID  - e\(n)\nER  - \n\n"
    }
    let reading = Reading.ris(record(1, "") + record(2, "ER\ntriage\n") + record(3, "ER\n\n"), chunk: chunk)
    #expect(reading.identifiers == ["e1", "e2", "e3"] && reading.rejects.isEmpty && reading.facts.complete)
    #expect(reading.reports[1].subjects == ["emergency", "ER", "triage"])
    #expect(reading.repairs == ["line like a field taken for text": 2])
  }

  @Test(
    "No line goes on with a record's name, and one that has lost a blank is still its name",
    arguments: chunkSizes)
  func nameLast(chunk: Int?) {
    func record(_ n: Int, _ end: String) -> String { "TY  - RPRT\nTI  - Ice \(n)\nKW  - snow\n\(end)\n\n" }
    func read(_ end: String) -> Reading {
      Reading.ris(
        record(1, "ID  - e1\nER  - ") + record(2, end) + record(3, "ID  - e3\nER  - "), chunk: chunk)
    }
    for end in ["ER.", "er", "ER  =", "ER-", "", "ER"] {
      let reading = read("ID  - e2\n\(end)")
      #expect(reading.identifiers == ["e1", "e2", "e3"] && reading.rejects.isEmpty, "\(end)")
      let isAstray = !["", "ER"].contains(end)
      #expect(reading.repairs["line behind a record's ID that is no field left out"] == (isAstray ? 1 : nil))
    }
    for line in ["ID - e2", "ID- e2", "ID - smith", "ID - e2\nUR  - https://x.example/a"] {
      let reading = read("\(line)\nER  - ")
      #expect(reading.identifiers == ["e1", line.contains("smith") ? "smith" : "e2", "e3"], "\(line)")
      #expect(reading.reports.map(\.subjects) == [["snow"], ["snow"], ["snow"]] && reading.repairs.isEmpty)
    }
    let text = read("ID - theft\nmore\nID  - e2\nER  - ")
    #expect(
      text.identifiers == ["e1", "e2", "e3"] && text.reports[1].subjects == ["snow", "ID - theft", "more"])
  }

  @Test("A file that ends within a record is not taken as complete", arguments: chunkSizes)
  func cut(chunk: Int?) {
    let reading = Reading.ris(
      "TY  - RPRT\nID  - 1\nTI  - Ice\nER  - \nTY  - RPRT\nID  - 2\nTI  - Sn", chunk: chunk)
    #expect(reading.titles == ["Ice", "Sn"])
    #expect(!reading.facts.complete)
    #expect(!Reading.ris("TY  - RPRT\nID  - 1\nTI  - Ice\n").facts.complete)
    #expect(Reading.ris("TY  - RPRT\nID  - 1\nTI  - Ice\nER  -").facts.complete)
  }

  @Test(
    "A record of any type begins one, whatever stands behind TY",
    arguments: [
      ("TY  - ", ""), ("TY  -", ""), ("TY  - E-BOOK", "Electronic book"), ("TY  - MP3", "MP3"),
      ("TY  - RPRT.", "Report"), ("TY  - Journal Article", "Journal Article"),
      ("TY  - ELECTRONICREPORT", "ELECTRONICREPORT"), ("TY  - RP-RT (x)", "RP-RT (x)"),
      ("TY - Journal Article", "Journal Article"), ("TY  - 17", ""),
    ], chunkSizes)
  func types(_ one: (line: String, type: String), chunk: Int?) {
    func record(_ n: Int, _ type: String) -> String { "\(type)\nID  - \(n)\nTI  - Ice \(n)\nER  - \n" }
    for middle in [record(2, one.line), record(2, one.line).replacing("ER  - \n", with: "")] {
      let reading = Reading.ris(record(1, "TY  - RPRT") + middle + record(3, "TY  - RPRT"), chunk: chunk)
      #expect(reading.identifiers == ["1", "2", "3"], "\(one.line)")
      #expect(reading.reports.dropFirst().first?.types == (one.type.isEmpty ? [] : [one.type]), "\(one.line)")
      #expect(reading.reports.first?.title == "Ice 1")
    }
  }

  @Test(
    "A record that has lost its beginning is a reject that no list is complete with", arguments: chunkSizes)
  func beheaded(chunk: Int?) {
    let reading = Reading.ris(
      Self.sample + "TI  - Snow\nAU  - Roe, Ann\nER  - \n"
        + Self.sample.replacing("ID  - 17", with: "ID  - 18"),
      chunk: chunk)
    #expect(reading.identifiers == ["17", "18"])
    #expect(reading.rejects == ["the record does not begin with its type (TY)"])
    #expect(reading.records[1].identifier == nil && reading.records[1].place == 31)
    // DOS ends a file with a control character.
    #expect(Reading.ris(Self.sample + "\u{1A}").rejects.isEmpty)
    // What programs write before the first record is none.
    #expect(
      Reading.ris("Provider: X\nContent: text/plain; charset=\"UTF-8\"\n" + Self.sample).rejects.isEmpty)
  }

  @Test(
    "Records behind blanks, with no-break spaces or a dash, are read",
    arguments: [
      { "  " + $0 }, { "\t" + $0 }, { $0.replacing("  - ", with: "\u{A0}\u{A0}- ") },
      { $0.replacing("  - ", with: "  – ") },
    ] as [@Sendable (String) -> String])
  func copied(written: @Sendable (String) -> String) {
    let lines = Self.sample.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("  - ") ? written(String(line)) : String(line)
    }
    let reading = Reading.ris(lines.joined(separator: "\n"))
    #expect(reading.identifiers == ["17"] && reading.rejects.isEmpty && reading.facts.complete)
    #expect(reading.report.contributors.count == 4)
  }

  @Test(
    "What stands behind a record and cannot be read is a reject that no list is complete with",
    arguments: ["TY: RPRT\nTI: Snow\nER: \n", "Snow, by Ann Roe\n", "TY RPRT\nTI Snow\n", "TY　- RPRT\n"])
  func odd(record: String) {
    let reading = Reading.ris(
      Self.sample + record + Self.sample.replacing("ID  - 17", with: "ID  - 18") + "ER  - \n")
    #expect(reading.identifiers == ["17", "18"])
    #expect(reading.rejects.count == 1 && reading.records[1].identifier == nil)
    #expect(reading.repairs.isEmpty, "\(reading.repairs)")
    #expect(Reading.ris(record + Self.sample).rejects.count == (record.hasPrefix("TY") ? 1 : 0))
  }

  @Test(
    "What may be a field, or is one that nobody knows, is counted where it is not read",
    arguments: [
      ("AB  - Talks of\nAU - and others", "line like a field taken for text"),
      ("KW  - water\nIS - Islamic State", "line like a field taken for text"),
      ("AB  - Talks of the\nEU  - China kind", "field of a tag that RIS does not have left out"),
      ("SP  - 5\nEP  - 88", "page range of a whole left out"),
      ("SP  - 31-40", "page range of a whole left out"),
      ("SP  - 1\nEP  - xii", "page range of a whole left out"),
      ("VL  - 3", "number of a series that is not told left out"),
      ("PB  - One\nPB  - Two\nPB  - One", "further publisher left out"),
      ("T1  - Snow", "further title left out"), ("UR  - ftp://x.example/a", "unreadable address left out"),
      ("UR  - x.example/a", "unreadable address left out"),
    ])
  func unread(lines: String, repair: String) {
    let work = "TY  - RPRT\nID  - 1\nTI  - Ice\n"
    #expect(Reading.ris("\(work)\(lines)\nER  - \n").repairs == [repair: 1])
    #expect(Reading.ris("\(work)UR  - file:///a.pdf\nL1  - a.pdf\nER  - \n").repairs.isEmpty)
  }

  @Test(
    "Blanks are an address's own only where all of it is one; words behind one are counted",
    arguments: [
      ("https://x.example/My Report.pdf", ["https://x.example/My%20Report.pdf"], false),
      ("https://x.example/a?q=ice cap&n=2", ["https://x.example/a?q=ice%20cap&n=2"], false),
      (
        "https://x.example/a www.y.example/b.pdf", ["https://x.example/a", "http://www.y.example/b.pdf"],
        false
      ),
      ("https://x.example/a y.example/b.pdf", ["https://x.example/a"], true),
      ("https://x.example/my report 2020", ["https://x.example/my"], true),
      ("https://x.example/a see also page=3", ["https://x.example/a"], true),
      ("https://x.example/a page=3", ["https://x.example/a"], true),
      ("https://x.example/a?b=c [accessed 1.5.2020; id=7]", ["https://x.example/a?b=c"], true),
    ])
  func blanks(text: String, addresses: [String], isCut: Bool) {
    let repairs = isCut ? ["words behind an address left out": 1] : [:]
    let ris = Reading.ris("TY  - RPRT\nTI  - Ice\nUR  - \(text.replacing("; ", with: ", "))\nER  - \n")
    let bibTeX = Reading.bibTeX("@report{k, title = {Ice}, url = {\(text.replacing(" ", with: "\n"))}}")
    let csl = Reading.csl(#"[{"id":"k","type":"report","title":"Ice","URL":"\#(text)"}]"#)
    for reading in [ris, bibTeX, csl] {
      #expect(Set(reading.report.links.map(\.url)) == Set(addresses) && reading.repairs == repairs)
    }
  }

  @Test("Fields that are not read are counted")
  func many() {
    let authors = (1...RISRecord.fieldLimit).map { "AU  - Roe\($0), Ann\n" }.joined()
    let reading = Reading.ris("TY  - RPRT\nID  - 1\nTI  - Ice\n\(authors)ER  - \n")
    #expect(reading.repairs == ["field beyond the 5000th of a record left out": 2])
  }

  @Test("A record that says nothing but its name is a reject of that name")
  func void() {
    let reading = Reading.ris("TY  - RPRT\nID  - 1\nPY  - 2007\nER  - \n")
    #expect(reading.rejects == ["the record says nothing but its name"])
    #expect(reading.records[0].outcome == .reject("the record says nothing but its name", identifier: "1"))
  }

  @Test("What names a record: its ID, its accession number, its DOI, or what it is")
  func named() {
    func name(_ lines: String...) -> String {
      Reading.ris((["TY  - RPRT"] + lines + ["ER  - ", ""]).joined(separator: "\n")).identifiers.first
        ?? "none"
    }
    #expect(name("ID  - a", "AN  - b", "DO  - 10.5555/c", "TI  - Ice") == "a")
    #expect(name("AN  - b", "DO  - 10.5555/c", "TI  - Ice") == "b")
    #expect(name("DO  - 10.5555/C", "TI  - Ice") == "10.5555/c")
    let content = name("TI  - Ice", "PY  - 2007", "AU  - Roe, Ann")
    #expect(content.hasPrefix("content:"))
    #expect(content == name("AU  - Roe, Ann", "PY  - 2007///", "TI  - ICE!", "AB  - More."))
    #expect(content != name("TI  - Ice", "PY  - 2008", "AU  - Roe, Ann"))
    #expect(name("AU  - Roe, Ann") == "none")
  }

  @Test("A record that nothing names is a reject with its line and its bytes, and costs nothing else")
  func reject() {
    let reading = Reading.ris(
      "TY  - RPRT\nID  - 1\nTI  - Ice\nER  - \n\nTY  - RPRT\nAU  - Roe\nER  - \nTY  - RPRT\nID  - 3\nTI  - Hail\nER  - \n"
    )
    #expect(reading.titles == ["Ice", "Hail"])
    #expect(reading.rejects == ["the record has neither a name of its own (ID, AN, DO) nor a title"])
    #expect(reading.records.map(\.place) == [1, 6, 9])
    #expect(reading.records[1].bytes == Array("TY  - RPRT\nAU  - Roe\nER  - ".utf8))
  }

  @Test("A record that is too long is rejected and passed over", arguments: [nil, 65536])
  func long(chunk: Int?) {
    let long =
      "TY  - RPRT\nID  - 2\n"
      + String(repeating: "AB  - \(String(repeating: "x", count: 1000))\n", count: 2000)
    let ends = "TY  - RPRT\nID  - 1\nTI  - Ice\nER  - \n"
    let reading = Reading.ris(ends + long + "ER  - \n" + ends.replacing("1", with: "3"), chunk: chunk)
    #expect(reading.identifiers == ["1", "3"])
    #expect(reading.rejects == ["the record is longer than 1 MiB"])
    #expect(reading.records[1].bytes.count == RISSplitter.recordLimit + 1)
  }

  @Test(
    "What is no RIS is an error, and no empty list",
    arguments: ["", "no such thing\n", "<html><body>Log in</body></html>"])
  func none(text: String) {
    let reading = Reading.ris(text)
    #expect(reading.fault?.kind == .notData)
    #expect(reading.records.isEmpty)
  }

  @Test(
    "Hostile files are read in time that grows with their size",
    arguments: ["\n", "TY  - RPRT\n", "TY  - R\nER  - \n", "AU  - a\n", "KW  - ", ";", "x"])
  func hostile(piece: String) {
    for head in ["", "TY  - RPRT\nID  - 1\nTI  - Ice\n", "TY  - RPRT\nID  - 1\nKW  - "] {
      let text = head + String(repeating: piece, count: (1 << 17) / piece.utf8.count)
      let clock = ContinuousClock()
      let time = clock.measure { _ = Reading.ris(text, chunk: 65536) }
      #expect(time < .seconds(20))
    }
  }
}
