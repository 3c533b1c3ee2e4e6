import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("BibTeX") struct BibTeXTests {
  static let sample: String = """
    % A comment with an @book{in, title = {it}}
    Free text is passed over.
    @preamble{ "\\newcommand{\\noopsort}[1]{}" }
    @comment{ @book{commented, title = {Out}} }
    @string{cling = "Clingendael " # {Institute}}
    @STRING(place = "The Hague")

    @TechReport{haas2007,
      title        = "Asia's {E}nergy" # { \\& Security},
      subtitle     = {a view},
      author       = {Haas, Marcel de and Frans-Paul van der Putten and King, Jr., Martin Luther and others},
      editor       = {{World Bank} and Gonz{\\'a}lez, Jos\\'e},
      institution  = cling,
      address      = place,
      year         = 2007, month = nov, day = 1,
      type         = {Research Report}, number = {CP-3},
      pagetotal    = {88},
      isbn         = {978-0-306-40615-7},
      doi          = {10.5555/a\\_b},
      url          = {https://x.example/~r/17},
      keywords     = {security, energy {oil, gas}, water},
      langid       = {ngerman},
      abstract     = {The first
        paragraph.

        The second.},
    }
    """

  @Test("A report's facts", arguments: ["\n", "\r\n", "\r"], chunkSizes)
  func facts(end: String, chunk: Int?) {
    let reading = Reading.bibTeX(Self.sample.replacing("\n", with: end), chunk: chunk)
    #expect(reading.identifiers == ["haas2007"], "\(reading.rejects)")
    #expect(reading.records.first?.place == 8)
    #expect(reading.facts.complete && reading.repairs == ["“et al.” behind names left out": 1])
    let report = reading.report
    #expect(report.title == "Asia's Energy & Security")
    #expect(report.subtitle == "a view")
    #expect(
      report.contributors.map(\.parts) == [
        "Haas|Marcel|de|", "Putten|Frans-Paul|van der|", "King|Martin Luther||Jr.",
        "World Bank (editor) [corporate]", "González|José|| (editor)",
      ])
    #expect(report.publisher == "Clingendael Institute")
    #expect(report.published == PartialDate(year: 2007, month: 11, day: 1, printed: "2007-11-01"))
    #expect(report.types == ["Research Report"])
    #expect(report.pageCount == 88)
    #expect(
      report.identifiers == [
        Identifier(scheme: .reportNumber, value: "CP-3"), Identifier(scheme: .doi, value: "10.5555/a_b"),
        Identifier(scheme: .isbn, value: "9780306406157"),
      ])
    #expect(report.links == [Link(kind: .landingPage, url: "https://x.example/~r/17")])
    #expect(report.subjects == ["security", "energy oil, gas", "water"])
    #expect(report.languages == ["de"])
    #expect(report.abstract == "The first paragraph.\n\nThe second.")
  }

  @Test("A record is read again from its bytes and its context alone")
  func context() throws {
    let reading = Bits.records(Self.sample)
    #expect(
      String(decoding: reading[0].context, as: UTF8.self)
        == "@string{cling = {Clingendael Institute}}\n@string{place = {The Hague}}\n")
    #expect(reading[0].bytes.first == UInt8(ascii: "@") && reading[0].bytes.last == UInt8(ascii: "}"))
  }

  /// What stands in one entry's braces, and one fact of it.
  static let entries: [(fields: String, fact: @Sendable (Report) -> String?, value: String?)] = [
    ("date = {2007-11-01}", { $0.published?.iso }, "2007-11-01"),
    ("date = {2007-11/2008-02}", { $0.published?.iso }, "2007-11"),
    ("date = {2007~}", { $0.published?.iso }, "2007"), ("year = {c2007}", { $0.published?.iso }, "2007"),
    ("year = 2007, month = 11", { $0.published?.iso }, "2007-11"),
    ("year = 2007, month = {November}", { $0.published?.iso }, "2007-11"),
    ("year = 2007, month = nov # {~1}", { $0.published?.iso }, "2007-11-01"),
    ("year = 2007, month = {1~} # nov", { $0.published?.iso }, "2007-11-01"),
    ("year = 2007, month = {mar/apr}", { $0.published?.iso }, "2007-03"),
    ("year = {in press}", { $0.published?.iso }, nil),
    ("pages = {1--88}", { $0.pageCount.map(String.init) }, "88"),
    ("pages = {31--40}", { $0.pageCount.map(String.init) }, nil),
    ("pages = 88", { $0.pageCount.map(String.init) }, "88"),
    (
      "series = {Papers}, number = 3", { $0.series.first.map { "\($0.title) \($0.number ?? "")" } },
      "Papers 3"
    ),
    ("type = {resreport}", { $0.types.first }, "Research report"),
    ("eprint = {20.500.1/7}, eprinttype = {hdl}", { $0.identifiers.first?.value }, "20.500.1/7"),
    ("eprint = {0701001}, archivePrefix = {arXiv}", { $0.links.first?.url }, "https://arxiv.org/abs/0701001"),
    ("howpublished = {\\url{https://x.example/r}}", { $0.links.first?.url }, "https://x.example/r"),
    ("keywords = {a; b, c}", { $0.subjects.joined(separator: "|") }, "a|b, c"),
    ("keywords = {x, {a; b}, y}", { $0.subjects.joined(separator: "|") }, "x|a; b|y"),
    (
      "keywords = {Health \\& safety, R&amp;D, water}", { $0.subjects.joined(separator: "|") },
      "Health & safety|R&amp;D|water"
    ),
    ("keywords = {{a; b},}", { $0.subjects.joined(separator: "|") }, "a; b"),
    // Braces around all of them hold none together.
    ("keywords = {{a; b}}", { $0.subjects.joined(separator: "|") }, "a|b"),
    ("language = {German and English}", { $0.languages.joined(separator: ",") }, "de,en"),
    ("% title = {Not this},\n publisher = {Institute}", { $0.publisher }, "Institute"),
    ("publisher = {One} year = 2007", { $0.published?.iso }, "2007"),
    (
      "isbn = {9783161484100 0-306-40615-2}", { $0.identifiers.map(\.value).joined(separator: "|") },
      "9783161484100|9780306406157"
    ),
    ("isbn = {978 3 16 148410 0}", { $0.identifiers.first?.value }, "9783161484100"),
    ("publisher = undefined", { $0.publisher }, nil),
    ("month = june, year = 2007", { $0.published?.iso }, "2007-06"),
    (
      "isbn = {978-3-16-148410-0 (pbk.) 0-306-40615-2 (hbk.)}",
      { $0.identifiers.map(\.value).joined(separator: "|") }, "9783161484100|9780306406157"
    ),
    (
      "isbn = {978 3 16 148410 0 and ISBN 0 8044 2957 X}",
      { $0.identifiers.map(\.value).joined(separator: "|") }, "9783161484100|9780804429573"
    ),
    ("url = {HTTPS://x.example/R}", { $0.links.first?.url }, "https://x.example/R"),
    ("url = {https://x.example/a b.pdf}", { $0.links.first?.url }, "https://x.example/a%20b.pdf"),
    ("url = {DOI.org/10.5555/Ice}", { $0.identifiers.first?.value }, "10.5555/ice"),
    ("publisher = \"a {\"}quoted{\"} word\"", { $0.publisher }, "a \"quoted\" word"),
    ("publisher = {One}, publisher = {Two}", { $0.publisher }, "One"),
  ]

  @Test("Fields of BibTeX and BibLaTeX", arguments: entries.indices)
  func field(index: Int) {
    let (fields, fact, value) = Self.entries[index]
    let reading = Reading.bibTeX("@report{k, title = {Ice}, \(fields)}")
    #expect(reading.titles == ["Ice"], "\(reading.rejects)")
    #expect(fact(reading.report) == value, "\(fields)")
  }

  static let names: [(tex: String, parts: [String])] = [
    ("Marcel de Haas", ["Haas|Marcel|de|"]), ("de Haas, Marcel", ["Haas|Marcel|de|"]),
    ("Haas, Marcel de", ["Haas|Marcel|de|"]),
    ("Ludwig van Beethoven and Roe, Ann", ["Beethoven|Ludwig|van|", "Roe|Ann||"]),
    ("Roe, Ann AND Doe, Jim\n and\tPoe, Eve", ["Roe|Ann||", "Doe|Jim||", "Poe|Eve||"]),
    ("King, Jr., Martin Luther", ["King|Martin Luther||Jr."]), ("Roe, Ann and others", ["Roe|Ann||"]),
    ("others", []), ("Roe, Ann and {et al.}", ["Roe|Ann||"]),
    // Of one name: a person's last one, unless it is a body's.
    ("Plato and {\\\"O}zal", ["Plato|||", "Özal|||"]),
    ("UNESCO and {Plato}", ["UNESCO [corporate]", "Plato [corporate]"]),
    ("{Barnes and Noble}", ["Barnes and Noble [corporate]"]),
    ("{World Health Organization} and Roe, A.", ["World Health Organization [corporate]", "Roe|A.||"]),
    ("World Bank", ["World Bank [corporate]"]), ("{Ortega y Gasset}, José", ["Ortega y Gasset|José||"]),
    ("Ortega y Gasset, José", ["Ortega y Gasset|José||"]),
    (
      "Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
      ["Vallée Poussin|Charles Louis Xavier Joseph|de la|"]
    ),
    ("G{\\\"o}del, Kurt", ["Gödel|Kurt||"]), ("{\\'E}mile Zola", ["Zola|Émile||"]),
    ("{\\O}stby, Per", ["Østby|Per||"]), ("d'Estaing, Val{\\'e}ry", ["Estaing|Valéry|d'|"]),
    ("Simon {de la} Loub{\\`e}re", ["Loubère|Simon de la||"]), ("Donald~E. Knuth", ["Knuth|Donald E.||"]),
    ("family=Haas, given=Marcel, prefix=de", ["Haas|Marcel|de|"]),
    ("Roe, Ann and and Doe, Jim", ["Roe|Ann||", "Doe|Jim||"]),
    ("Brand, Andrea and Sand, Orlando", ["Brand|Andrea||", "Sand|Orlando||"]),
    ("\\AA str{\\\"o}m, Bo", ["Åström|Bo||"]), ("Bo \\AA str{\\\"o}m", ["Åström|Bo||"]),
    ("{al-Rashid}, Harun", ["Rashid|Harun|al-|"]),
    ("Müller, Jörg", ["Müller|Jörg||"]), ("王, 力", ["王|力||"]),
    // "Et al." behind a name.
    ("Smith, John et al.", ["Smith|John||"]), ("John Smith, et al.", ["Smith|John||"]),
    ("G{\\\"o}del et~al.", ["Gödel|||"]), ("{Smith et al.}", ["Smith|||"]),
    ("Roe, Ann and Poe, Eve, et al", ["Roe|Ann||", "Poe|Eve||"]),
    ("{Barnes and Others}", ["Barnes and Others [corporate]"]),
    // More commas than BibTeX allows.
    ("Smith, J., Doe, K., Roe, L.", ["Smith|J.||", "Doe|K.||", "Roe|L.||"]),
    ("Doe, J.; Roe, R. and Poe, Eve", ["Doe|J.||", "Roe|R.||", "Poe|Eve||"]),
    ("{Salt; Sea}", ["Salt; Sea [corporate]"]),
    ("{Lee; Kim}, Ann and Roe, Eve", ["Lee; Kim|Ann||", "Roe|Eve||"]),
    ("M{\\\"u}ller; {\\'E}mile Zola and Ann Lee", ["Müller|||", "Zola|Émile||", "Lee|Ann||"]),
    ("M{\\\"u}ller, J.; Roe, R.", ["Müller|J.||", "Roe|R.||"]),
    ("Müller, J.;Roe, R.", ["Müller|J.||", "Roe|R.||"]),
  ]

  @Test("Names", arguments: names.indices)
  func name(index: Int) {
    let (tex, parts) = Self.names[index]
    let reading = Reading.bibTeX("@report{k, title = {Ice}, author = {\(tex)}}")
    #expect(reading.report.contributors.map(\.parts) == parts, "\(tex)")
    let isShortened = tex.contains("others") || tex.contains("et al") || tex.contains("et~al")
    #expect(reading.repairs == (isShortened ? ["“et al.” behind names left out": 1] : [:]), "\(tex)")
  }

  @Test(
    "crossref and xdata: what an entry has not itself it takes from others, before it or behind it",
    arguments: chunkSizes)
  func inheritance(chunk: Int?) {
    let data = "@xdata{inst, institution = {Institute}, langid = {english}}\n"
    let volume =
      "@proceedings{p, title = {Proceedings}, year = 2007, publisher = {House}, doi = {10.5555/p}, xdata = {inst}}\n"
    let paper = "@inproceedings{a, title = {Paper}, crossref = {p}, xdata = {inst}}\n"
    for text in [data + volume + paper, paper + volume + data, data + paper + volume] {
      let reading = Reading.bibTeX(text, chunk: chunk)
      #expect(Set(reading.identifiers) == ["p", "a"])
      let found = reading.reports.first { $0.title == "Paper" }
      #expect(found?.series == [Series(title: "Proceedings")])
      #expect(found?.publisher == "Institute" && found?.languages == ["en"] && found?.published?.year == 2007)
      #expect(found?.identifiers == [])
    }
    let lost = Reading.bibTeX(paper, chunk: chunk)
    #expect(lost.titles == ["Paper"])
    #expect(lost.repairs == ["entry read without the one that its crossref or xdata names": 1])
    let loop = Reading.bibTeX(
      "@book{a, title = {A}, crossref = {b}}@book{b, title = {B}, crossref = {a}}", chunk: chunk)
    #expect(Set(loop.titles) == ["A", "B"])
  }

  @Test("Far apart, memory does not grow: who waits too long is read without")
  func far() {
    let filler = (0..<9000).map {
      "@misc{w\($0), title = {W}, crossref = {x\($0)}, note = {\(String(repeating: "y", count: 1000))}}\n"
    }.joined()
    let reading = Reading.bibTeX(filler + "@book{x0, title = {X}}", chunk: 65536)
    #expect(reading.reports.count == 9001)
    #expect(reading.repairs["entry read without the one that its crossref or xdata names"] == 9000)
  }

  /// One bad entry among forty, and why it is a reject; nil where it can be read all the same.
  static let bad: [(entry: String, reason: String?)] = [
    ("@book{x, title = {never closed, year = 2001}", "the entry is not closed"),
    ("@book{x, title = {open", "a brace is not closed"),
    ("@book{x, title = \"never closed, year = 2001}", "a quote is not closed"),
    ("@book{x, title = {a}, year", "the entry is not closed"),
    ("@book{x, title = {a}, year = }", "a field has no value"),
    ("@book{x, = {a}}", "where a field was expected stands “= {a}}”"),
    (
      "@book{x, title = {a}, year = June 2001}",
      "behind the value of year stands “2001}”, neither a comma nor the entry's end"
    ),
    (
      "@book{x, title = \"a \"quoted\" word\"}",
      "behind the value of title stands “quoted\" word\"}”, neither a comma nor the entry's end"
    ),
    ("@book{x, title = {a}}, year = 2001}", nil), ("@book{, title = {No key}}", nil),
    ("@book{title = {No key}}", nil),
    ("@book{a b c, title = {T}}", nil), ("@book{,}", "the entry has neither a key nor a title"),
    ("@comment{never closed", nil),
    ("@string{x = {open", nil),
    ("@book x, title = {a}}", "the entry has neither type nor brace"),
    ("@{x, title = {a}}", "the entry has neither type nor brace"),
    ("@tech report{x, title = {a}}", "the entry has neither type nor brace"),
    ("@ book{x,\n  title = {a}\n}", "the entry has neither type nor brace"),
    ("@comment of mine = yes", nil), ("@someone said so", nil), ("me@host.example", nil), ("@", nil),
  ]

  @Test("A bad entry costs itself, and never the next", arguments: bad.indices, chunkSizes)
  func costs(index: Int, chunk: Int?) {
    let (entry, reason) = Self.bad[index]
    func good(_ n: Int) -> String { "@book{g\(n),\n  title = {Title \(n)},\n  note = \"x {y} z\"\n}\n" }
    let text = good(0) + entry + "\n" + (1...39).map(good).joined()
    let reading = Reading.bibTeX(text, chunk: chunk)
    #expect(reading.identifiers.filter { $0.hasPrefix("g") } == (0...39).map { "g\($0)" }, "\(entry)")
    if reason != nil || !entry.hasPrefix("@string") {
      #expect(reading.rejects == (reason.map { [$0] } ?? []), "\(entry)")
    }
    if reason == "the entry has neither type nor brace" {
      // Nobody knows what it was: no list is complete with it.
      #expect(reading.records[1].place == 5 && reading.records[1].identifier == nil)
    }
    if reason != nil, entry.hasPrefix("@book{x,") {
      let reject = reading.records[1]
      #expect(reject.place == 5 && reject.identifier == "x")
    }
    #expect(reading.facts.complete)
  }

  @Test(
    "At the end of the file, an entry that is not closed leaves the list incomplete", arguments: chunkSizes)
  func cut(chunk: Int?) {
    let reading = Reading.bibTeX("@book{a, title = {A}}\n@book{b, title = {B}, ye", chunk: chunk)
    #expect(reading.identifiers == ["a"] && reading.rejects == ["the entry is not closed"])
    #expect(!reading.facts.complete)
  }

  @Test("An entry that stands in a note is a note")
  func note() {
    let reading = Reading.bibTeX(
      "@book{a, title = {A}, annote = {From:\n@book{b,\n title = {B}}\n}}\n@book{c, title = {C}}\n")
    #expect(reading.identifiers == ["a", "c"])
  }

  @Test(
    "A reject that may have swallowed another entry has no name, so that no list is complete with it",
    arguments: ["@report y,\n", "@{y,\n", "@tech report{y,\n", "@report{y z,\n"])
  func swallowing(next: String) {
    let reading = Reading.bibTeX(
      "@book{x,\n title = {a},\n\(next) title = {b}\n}\n@book{z,\n title = {c}\n}\n")
    #expect(reading.titles.last == "c" && !reading.rejects.isEmpty, "\(reading.rejects)")
    let isProtected = reading.records.contains {
      if case .reject(_, nil) = $0.outcome { $0.identifier == nil } else { false }
    }
    #expect(isProtected || reading.identifiers.contains("y z"), "\(reading.identifiers)")
  }

  @Test(
    "What may be left of an entry is a reject also where it does not begin a line",
    arguments: [" @techreport y,\n", "1. @book y,\n"])
  func astray(text: String) {
    let reading = Reading.bibTeX("@book{x, title = {a}}\(text) title = {b}\n}\n@book{z, title = {c}}\n")
    #expect(reading.titles == ["a", "c"])
    #expect(reading.rejects == ["the entry has neither type nor brace"])
    #expect(reading.records[1].identifier == nil)
  }

  @Test(
    "What is left of an entry without its @, or of one that closed too early, is a reject that no list is complete with",
    arguments: [
      "techreport{y,\n  title = {b}\n}", "＠techreport{y,\n  title = {b}\n}",
      "x @techréport{y, title = {b}}", "@techreport{x}5,\n  title = {b}\n}",
      "@techreport{x}, title = \"b\"}", "Book (y, title = {b})", "@comment{no}book{y, title = {b}}",
    ], chunkSizes)
  func remains(text: String, chunk: Int?) {
    let good = "@book{g, title = {a}}\n"
    let reading = Reading.bibTeX(good + text + "\n@book{z, title = {c}}\n", chunk: chunk)
    #expect(reading.titles == ["a", "c"], "\(text)")
    let reason = "what may be left of an entry has no @ before it"
    #expect(reading.rejects.contains(reason) && reading.fault == nil, "\(reading.rejects)")
    let reject = reading.records.first { $0.outcome == .reject(reason, identifier: nil) }
    #expect(reject?.identifier == nil && reject?.place ?? 0 >= 2)
    // Where nothing else stands in the file, it is no list.
    #expect(text.hasPrefix("@") || Reading.bibTeX(text).fault?.kind == .notData)
  }

  @Test(
    "What other programs write between entries is none",
    arguments: [
      "This file was created with JabRef 2.10.\nEncoding: UTF-8", "% Encoding: UTF-8\n% title = {x}",
      "@Comment{jabref-meta: databaseType:bibtex;}",
      "@comment{jabref-meta: groupstree:\n0 AllEntriesGroup:;\n1 KeywordGroup:x\\;0\\;keywords\\;a, b=c;\n}",
      "@comment{x-kbibtex-encoding=utf-8}", "@comment{ @book{y, title = {b}} }", "@comment{title = {b}}",
      "Automatically generated by Mendeley Desktop 1.19\nAny changes to this file will be lost.",
      "@preamble{\"\\newcommand{\\x}[1]{}\" # y}", "@set{s, entryset = {g,z}}", "see book{y} = b",
      "Local Variables:\nmode: bibtex\ncoding: utf-8\nEnd:", "a = b, \"c\"", "<a name=x>",
      "Ask ann@book y, for = 1",
    ], [nil, 1, 7])
  func prose(text: String, chunk: Int?) {
    for text in ["\(text)\n@book{g, title = {a}}\n", "@book{g, title = {a}}\n\(text)\n"] {
      let reading = Reading.bibTeX(text + "@book{z, title = {c}}\n", chunk: chunk)
      #expect(reading.titles == ["a", "c"] && reading.rejects.isEmpty, "\(reading.rejects)")
      #expect(reading.facts.complete && reading.repairs.isEmpty)
    }
  }

  @Test(
    "An entry that is called a comment, a preamble or a set, and has fields, is a reject of its key",
    arguments: ["comment", "preamble", "set", "Comment"], chunkSizes)
  func mistaken(type: String, chunk: Int?) {
    let reading = Reading.bibTeX("@\(type){y,\n title = {b}}\n@book{y, title = {c}}\n", chunk: chunk)
    let reason = "it is called @\(type.lowercased()), and has an entry's fields"
    #expect(reading.titles == ["c"])
    #expect(reading.records.first?.outcome == .reject(reason, identifier: "y"))
  }

  @Test("What uses a macro that was left out is a reject, and never shows the macro's name")
  func leftOut() {
    var text = "@string{a0 = \"aaaaaaaaaa\"}\n"
    for n in 0..<40 { text += "@string{a\(n + 1) = a\(n) # a\(n)}\n" }
    let reading = Reading.bibTeX(
      text + "@book{k, title = a40}\n@book{l, title = a1}\n@book{m, title = unknown}")
    #expect(
      reading.rejects == [
        "the entry's fields, or the macros in them, are too long", "the entry says nothing but its key",
      ])
    #expect(reading.records[0].outcome == .reject(reading.rejects.first ?? "", identifier: "k"))
    #expect(reading.titles == ["aaaaaaaaaaaaaaaaaaaa"])
  }

  @Test("What is no macro is left out and counted, with its name")
  func undefined() {
    let reading = Reading.bibTeX(
      "@string{a = b # \" of Ice\"}\n@book{k, title = {T}, institution = {House} # c, publisher = d, series = a}"
    )
    #expect(reading.report.publisher == "House" && reading.report.series == [Series(title: "of Ice")])
    #expect(reading.repairs == ["macro that is not defined left out": 3])
  }

  @Test("A field that stands there twice says more of a list, or is counted; the same once more is neither")
  func repeated() {
    let reading = Reading.bibTeX(
      """
      @book{k, title = {The {EU}}, title = {{The EU}}, author = {Roe, Ann}, author = {Roe, Ann},
        keywords = {ice, snow}, keywords = {salt, sea; sand}, isbn = {9783161484100}, isbn = {0-306-40615-2},
        url = {https://x.example/a}, url = {https://x.example/b}, publisher = {One}, publisher = {Two},
        abstract = {Cold.}, abstract = {Very.}, year = 2007, year = {2007},
        editor = {Roe, Ann}, editor = {Poe, Eve and Doe, Jim}, editor = {Roe, Ann}}
      """)
    #expect(
      reading.report.contributors.map(\.parts) == [
        "Roe|Ann||", "Roe|Ann|| (editor)", "Poe|Eve|| (editor)", "Doe|Jim|| (editor)",
      ])
    #expect(reading.report.subjects == ["ice", "snow", "salt, sea", "sand"])
    #expect(reading.report.identifiers.map(\.value) == ["9783161484100", "9780306406157"])
    #expect(reading.report.links.map(\.url) == ["https://x.example/a", "https://x.example/b"])
    #expect(reading.report.publisher == "One" && reading.report.abstract == "Cold.")
    #expect(reading.repairs == ["further value of a field left out": 3])
  }

  @Test(
    "Where what stood between two entries is lost, they are a reject without a name",
    arguments: [
      (
        "title = {A}, author = {Roe, Ann}, year = 2001, author = {Poe, Eve}, year = 2001, url = {https://x.example/b}",
        true
      ),
      (
        "title = {A}, author = {Roe, Ann}, url = {https://x.example/a}, author = {Poe, Eve}, url = {https://x.example/b}",
        true
      ),
      ("title = {A}, title = {B}", true), ("title = {The {EU}}, title = {{The} eu}", false),
      ("title = {A}, author = {Roe, Ann}, author = {Poe, Eve}, year = 2001", false),
      (
        "title = {A}, url = {https://x.example/a}, url = {https://x.example/b}, year = 2001, year = 2002",
        false
      ),
    ])
  func runTogether(fields: String, isLost: Bool) {
    let reading = Reading.bibTeX("@book{k, \(fields)}")
    #expect(reading.reports.isEmpty == isLost && reading.rejects.isEmpty == !isLost)
    if isLost {
      #expect(reading.records[0].outcome == .reject(RecordFault.runTogether.reason, identifier: nil))
    }
  }

  @Test("A publisher beside another is counted, whatever it is called")
  func publishers() {
    let reading = Reading.bibTeX(
      "@techreport{k, title = {T}, institution = {One}, publisher = {Two}, organization = {ONE}, school = {Three}}"
    )
    #expect(reading.report.publisher == "One" && reading.repairs == ["further publisher left out": 2])
  }

  @Test("Pages that are no number of a whole's are counted")
  func range() {
    let reading = Reading.bibTeX(
      "@book{k, title = {T}, pages = {5--88}}\n@book{l, title = {U}, pages = {1--88}}")
    #expect(reading.reports.map(\.pageCount) == [nil, 88])
    #expect(reading.repairs == ["page range of a whole left out": 1])
  }

  @Test("An address that is none of the web is counted")
  func addresses() {
    let reading = Reading.bibTeX(
      "@book{k, title = {T}, url = {ftp://x.example/a}}\n@book{l, title = {U}, howpublished = {Printed}}")
    #expect(reading.repairs == ["unreadable address left out": 1])
  }

  @Test("More names than the limit are counted")
  func manyNames() {
    let names = (0..<5003).map { "Roe\($0), Ann" }.joined(separator: " and ")
    let reading = Reading.bibTeX("@book{k, title = {T}, author = {\(names)}}")
    #expect(reading.report.contributors.count == 5000)
    #expect(reading.repairs == ["name beyond the 5000th of a field left out": 3])
  }

  @Test("An entry that says nothing but its key is a reject of that key")
  func void() {
    let reading = Reading.bibTeX("@book{k}\n@book{l, year = 2007}\n@book{m, title = {T}}")
    #expect(reading.titles == ["T"] && Set(reading.rejects) == ["the entry says nothing but its key"])
    #expect(reading.records.prefix(2).map(\.identifier) == ["k", "l"])
  }

  @Test("Macros that double end at their limit")
  func bombs() {
    var text = "@string{a0 = \"aaaaaaaaaa\"}\n"
    for n in 0..<40 { text += "@string{a\(n + 1) = a\(n) # a\(n) # a\(n) # a\(n)}\n" }
    let reading = Reading.bibTeX(
      text
        + "@string{x = x # x}\n@book{k, title = {T}, note = a40 # x, abstract = \(Array(repeating: "a6", count: 2000).joined(separator: " # "))}\n@book{l, title = {L}}"
    )
    #expect(reading.rejects == ["the entry's fields, or the macros in them, are too long"])
    #expect(reading.titles == ["L"])
    #expect((reading.repairs["macro that is too long left out"] ?? 0) > 0)
  }

  @Test("An entry that is too long is rejected and passed over", arguments: [nil, 65536])
  func long(chunk: Int?) {
    let text =
      "@book{a, title = {A}}\n@book{b, title = {\(String(repeating: "x", count: 3 << 20))}}\n@book{c, title = {C}}\n"
    let reading = Reading.bibTeX(text, chunk: chunk)
    #expect(reading.identifiers == ["a", "c"])
    #expect(reading.rejects == ["the entry is longer than 1 MiB, or not closed"])
  }

  @Test(
    "What is no BibTeX is an error, and no empty list", arguments: ["", "no such thing\n", "a@b.example\n"])
  func none(text: String) {
    #expect(Reading.bibTeX(text).fault?.kind == .notData)
  }

  @Test(
    "Hostile files are read in time that grows with their size",
    arguments: [
      "@", "@a{", "@a{k,\n", "@comment{", "{", "}", "\n", "@a{k,x={\n@b{l,", "\n@book{k,",
      "@a{k,crossref={k}}", "@string{a=b#b}", "x={", "\"", " and a", ",a=b", "#a",
    ])
  func hostile(piece: String) {
    for head in [
      "", "@book{k, title = {", "@book{k, title = \"", "@book{k, author = {a", "@book{k",
      "@book{k, title = a",
    ] {
      let text = head + String(repeating: piece, count: (1 << 16) / piece.utf8.count)
      let time = ContinuousClock().measure { _ = Reading.bibTeX(text, chunk: 65536) }
      #expect(time < .seconds(20), "\(head)\(piece): \(time)")
    }
  }
}

/// The records of a file, as they are cut.
enum Bits {
  static func records(_ text: String) -> [RecordBytes] {
    var splitter = BibTeXSplitter()
    var records: [RecordBytes] = []
    Array(text.utf8).withUnsafeBufferPointer { p in try? splitter.feed(p) { records.append($0) } }
    try? splitter.finish { records.append($0) }
    return records
  }
}
