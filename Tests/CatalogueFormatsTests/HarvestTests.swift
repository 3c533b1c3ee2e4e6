import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("OAI-PMH: what is asked, and how a list ends")
struct HarvestTests {
  static let list = "http://r.example/oai?verb=ListRecords"
  static func page(_ range: Range<Int>, token: String? = nil, size: Int? = nil) -> Script.Answer {
    .body(Answers.list(range.map { Answers.record("oai:r:\($0)") }, token: token, size: size))
  }

  @Test("A full run, in chunks of any size", arguments: chunkSizes)
  func full(_ chunk: Int?) {
    var script = Script(chunk: chunk)
    let end = script.run(
      .opening() + [Self.page(0..<3, token: "a b&amp;c=%2F", size: 5), Self.page(3..<5, token: "")])
    #expect(end == .whole)
    #expect(script.identifiers == (0..<5).map { "oai:r:\($0)" })
    #expect(
      script.asked == [
        "http://r.example/oai?verb=Identify", "http://r.example/oai?verb=ListMetadataFormats",
        "http://r.example/oai?verb=ListSets", Self.list + "&metadataPrefix=oai_dc",
        Self.list + "&resumptionToken=a%20b%26c%3D%252F",
      ])
    #expect(script.harvest.facts.complete && script.harvest.facts.full)
    #expect(script.harvest.facts.expectedRecords == 5)
    // Identify's date: the list cannot have begun before it.
    #expect(script.harvest.facts.responseDate == Datestamp(utc: "2024-05-01T11:59:00Z"))
    #expect(script.harvest.facts.about.first == AboutFact(name: "Repository name", value: "Polar Institute"))
  }

  @Test(
    "An incremental run asks from a granule and the overlap before",
    arguments: [
      ("YYYY-MM-DDThh:mm:ssZ", 0, "2024-01-09T23%3A59%3A59Z"),
      ("YYYY-MM-DDThh:mm:ssZ", 60, "2024-01-09T23%3A58%3A59Z"),
      ("YYYY-MM-DD", 0, "2024-01-09"), ("YYYY-MM-DD", 86_400, "2024-01-08"),
    ] as [(String, Int64, String)])
  func since(_ granularity: String, _ overlap: Int64, _ from: String) throws {
    let since = try #require(Datestamp(utc: "2024-01-10T00:00:00Z"))
    var script = Script(.script(overlap: overlap), .since(since))
    let end = script.run(.shortOpening(granularity: granularity) + [.body(Answers.error("noRecordsMatch"))])
    #expect(end == .whole)
    #expect(script.last == Self.list + "&metadataPrefix=oai_dc&from=\(from)")
    #expect(!script.harvest.facts.complete && !script.harvest.facts.full)
  }

  @Test("A configured from is a floor, and no list with it is complete")
  func configuredFrom() throws {
    let floor = try #require(Datestamp(utc: "2024-01-10T00:00:00Z"))
    for scope in [HarvestScope.full, .since(floor)] {
      var script = Script(.script(from: floor.seconds, overlap: 3600), scope)
      let opening: [Script.Answer] = scope == .full ? .opening() : .shortOpening()
      #expect(script.run(opening + [Self.page(0..<1)]) == .whole)
      #expect(script.last.hasSuffix("from=2024-01-10T00%3A00%3A00Z"))
      #expect(!script.harvest.facts.complete)
    }
  }

  @Test("Set, prefix and an address with a query are kept")
  func arguments() {
    var script = Script(.script(url: "http://r.example/oai?key=1", prefix: "qdc", set: "a:b"))
    let answers: [Script.Answer] = [
      .body(Answers.identify()), .body(Answers.formats(["oai_dc", "qdc"])), .body(Answers.sets(["a:b"])),
      Self.page(0..<1),
    ]
    #expect(script.run(answers) == .whole)
    #expect(script.asked[0] == "http://r.example/oai?key=1&verb=Identify")
    #expect(script.last == "http://r.example/oai?key=1&verb=ListRecords&metadataPrefix=qdc&set=a%3Ab")
  }

  @Test("A prefix or set that is not offered is named, with what is")
  func notOffered() throws {
    var script = Script(.script(prefix: "mods"))
    guard case .brokenOff(let fault)? = script.run(.opening()) else { return #expect(Bool(false), "went on") }
    #expect(fault.message.contains("“mods”") && fault.message.contains("oai_dc"))
    script = Script(.script(set: "theses"))
    guard case .brokenOff(let fault)? = script.run(.opening()) else { return #expect(Bool(false), "went on") }
    #expect(fault.message.contains("“theses”") && fault.message.contains("reports"))
  }

  @Test("What a repository says of itself is not needed for its list")
  func silent() {
    var script = Script()
    let answers: [Script.Answer] = [
      .body(Answers.identify()), .status(404), .status(404), .body("<html><title>x</title></html>"),
      Self.page(0..<1),
    ]
    #expect(script.run(answers) == .whole)
    #expect(script.identifiers == ["oai:r:0"])
  }

  @Test(
    "Whether absences count (rule 6)",
    arguments: [
      ("persistent", nil, false), ("persistent", true, true), ("transient", nil, true), ("no", nil, true),
      ("no", false, false),
    ] as [(String, Bool?, Bool)])
  func complete(_ deleted: String, _ configured: Bool?, _ complete: Bool) {
    var script = Script(.script(complete: configured))
    #expect(script.run(.opening(deleted: deleted) + [Self.page(0..<1)]) == .whole)
    #expect(script.harvest.facts.complete == complete)
    #expect(script.harvest.facts.promisesTombstones == (deleted == "persistent"))
    #expect(script.harvest.facts.about.contains(AboutFact(name: "Deleted records", value: deleted)))
  }

  @Test("A run goes on from its checkpoint, after any page", arguments: 0..<6)
  func resume(_ kill: Int) throws {
    let answers: [Script.Answer] =
      .opening() + [
        Self.page(0..<2, token: "t=1 x"), Self.page(2..<4, token: "t2"), Self.page(4..<6),
      ]
    var script = Script()
    _ = script.run(Array(answers[...kill]))
    let harvest = try #require(OAIHarvest(.script(), resuming: script.harvest.checkpoint))
    #expect(harvest.facts.responseDate == script.harvest.facts.responseDate)
    #expect(harvest.facts.complete && harvest.facts.full)
    var second = Script(harvest)
    #expect(second.run(Array(answers[(kill + 1)...])) == .whole)
    #expect(script.identifiers + second.identifiers == (0..<6).map { "oai:r:\($0)" })
    #expect(harvest.checkpoint.utf8.count < 600)
  }

  @Test(
    "What is no checkpoint is refused",
    arguments: ["", "oai0 phase=list", "oai1", "oai1 phase=list windows=%", "json{}"])
  func noCheckpoint(_ text: String) { #expect(OAIHarvest(.script(), resuming: text) == nil) }

  @Test(
    "A file is one page, and complete by nature",
    arguments: [
      (Answers.list([Answers.record("a")]), nil, true), (Answers.list([Answers.record("a")]), false, false),
      (Answers.list([Answers.record("a")], token: "more"), nil, false),
      (
        Answers.list([Answers.record("a")]).replacing(
          "verb=\"ListRecords\"", with: "verb=\"ListRecords\" from=\"2020-01-01\""),
        nil, false
      ),
      (
        "<Repository xmlns='http://www.openarchives.org/OAI/2.0/static-repository'><Identify><repositoryName>S</repositoryName></Identify>"
          + "<ListRecords metadataPrefix='mods'><record><header><identifier>b</identifier></header></record></ListRecords>"
          + "<ListRecords metadataPrefix='oai_dc'>\(Answers.record("a"))</ListRecords></Repository>", nil,
        true
      ),
      (Self.keepsTombstones, nil, false), (Self.keepsTombstones, true, true),
    ] as [(String, Bool?, Bool)])
  func file(_ body: String, _ configured: Bool?, _ complete: Bool) throws {
    for scope in [HarvestScope.full, .since(Datestamp(seconds: 0))] {
      var script = Script(.script(url: "file:///x.xml", complete: configured), scope)
      #expect(script.run([.body(body)]) == .whole)
      #expect(script.asked == ["file:///x.xml"])
      #expect(script.identifiers == ["a"])
      #expect(script.harvest.facts.complete == complete)
      #expect(script.harvest.facts.full)
      #expect(script.harvest.facts.promisesTombstones == (body == Self.keepsTombstones))
    }
  }

  private static let keepsTombstones =
    "<Repository xmlns='http://www.openarchives.org/OAI/2.0/static-repository'><Identify>"
    + "<deletedRecord>persistent</deletedRecord></Identify>"
    + "<ListRecords metadataPrefix='oai_dc'>\(Answers.record("a"))</ListRecords></Repository>"

  private static let opening: [Script.Answer] = [.body(Answers.identify()), .body(Answers.formats())]

  @Test("ListSets' own tokens are followed until the configured set is found")
  func pagesOfSets() {
    var script = Script(.script(set: "c"))
    let pages: [Script.Answer] = [
      .body(Answers.sets(["a"], token: "2&")), .cutOff, .body(Answers.sets(["b"], token: "3")),
      .body(Answers.sets(["c", "d"])), .body(Answers.list([Answers.record("r")])),
    ]
    var checkpoints: [String] = []
    #expect(script.run(Self.opening + pages) { checkpoints.append($0.harvest.checkpoint) } == .whole)
    let sets = "http://r.example/oai?verb=ListSets"
    #expect(
      Array(script.asked[2...5]) == [
        sets, sets + "&resumptionToken=2%26", sets + "&resumptionToken=2%26", sets + "&resumptionToken=3",
      ])
    #expect(script.harvest.facts.about.last?.value == "Set a (a); Set b (b); Set c (c); Set d (d)")
    // What was heard of the sets is not in the checkpoint: they are asked for again.
    var resumed = Script(OAIHarvest(.script(set: "c"), resuming: checkpoints[2])!)
    #expect(resumed.run(pages.filter { if case .fails = $0 { false } else { true } }) == .whole)
    #expect(resumed.asked.first == sets)
  }

  @Test("A set that no page offers is a fault; where pages are missing, nobody can tell")
  func setOnNoPage() throws {
    let first = Script.Answer.body(Answers.sets(["a"], token: "2"))
    var whole = Script(.script(set: "c"))
    guard case .brokenOff(let fault) = whole.run(Self.opening + [first, .body(Answers.sets(["b"]))]) else {
      throw HarvestFault(.malformed, "not broken off")
    }
    #expect(fault.message.contains("offers no set “c”; it offers a, b"))
    let list = Script.Answer.body(Answers.list([Answers.record("r")]))
    for second in [Answers.error("badResumptionToken"), Answers.sets(["b"], token: "2")] {
      var script = Script(.script(set: "c"))
      #expect(script.run(Self.opening + [first, .body(second), list]) == .whole)
      #expect(script.asked.last == Self.list + "&metadataPrefix=oai_dc&set=c")
    }
  }

  @Test("Sets beyond those that are shown are not asked for")
  func manySets() {
    var script = Script()
    var page = 0
    let pages = (0..<11).map { page in
      Script.Answer.body(Answers.sets((0..<10).map { "s\(page * 10 + $0)" }, token: "\(page)"))
    }
    _ = script.run(Self.opening + pages) { _ in page += 1 }
    #expect(script.asked.count { $0.contains("ListSets") } == 10)
  }
}
