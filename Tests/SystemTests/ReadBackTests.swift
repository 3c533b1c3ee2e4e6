import Foundation
import TestSupport
import Testing

@Suite(
  "What is exported is read into an empty store as the same reports, with both real programs", .serialized)
struct ReadBackTests {
  @Test("every fact that the format can say", arguments: ReadBack.all)
  func readBack(_ way: ReadBack) throws {
    let repository = Repository(records: 100, page: 1000)
    defer { repository.stop() }
    let folder = TemporaryDirectory()
    let daemon = try RunningDaemon(
      state: TemporaryDirectory(), catalogues: ["test": repository.toml, "rich": try ReadBack.rich(folder)])
    #expect(try daemon.ctl("refresh", "test", "rich", "--wait").status == 0)
    let file = folder.file("list")
    let sections = way.hasSections ? ["--sections"] : []
    #expect(try daemon.ctl(["export", "--format", way.format, "--output", file] + sections).status == 0)
    let other = try RunningDaemon(
      state: TemporaryDirectory(),
      catalogues: ["copy": "url = \"file:\(file)\"\nformat = \"\(way.reader)\"\ninterval = \"30d\"\n"])
    let run = try other.ctl("refresh", "copy", "--wait")
    #expect(run.status == 0 && !run.output.contains("rejected"), "\(run)")
    let (sent, found) = (try reports(daemon), try reports(other))
    #expect(sent.count > 90 && Set(sent.keys) == Set(found.keys))
    for (title, report) in sent.sorted(by: { $0.key < $1.key }) {
      let (wanted, read) = (way.said(report), way.said(found[title] ?? [:]))
      for field in Set(wanted.keys).union(read.keys).sorted() where wanted[field] != read[field] {
        Issue.record(
          "\(way.format), \(title), \(field): \(read[field] ?? "none") for \(wanted[field] ?? "none")")
      }
    }
  }

  /// The reports of a library, by their titles.
  private func reports(_ daemon: RunningDaemon) throws -> [String: [String: Any]] {
    var reports: [String: [String: Any]] = [:]
    for line in try daemon.ctl("export", "--format", "jsonl").output.split(separator: "\n") {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let report = try #require(object["report"] as? [String: Any])
      reports[report["title"] as? String ?? ""] = report
    }
    return reports
  }
}

/// A format that can be read again, and what it cannot say of a report.
struct ReadBack: Sendable, CustomTestStringConvertible {
  var format: String
  var reader: String
  var hasSections = false
  /// The fields that are nowhere in it.
  var unsaid: Set<String>
  /// Whether it says a type of every report: "Report", where none is told.
  var alwaysTyped = false
  /// Whether a report's file has a place beside its page.
  var hasFullText = true
  /// Roles that become another one.
  var roles: [String: String] = [:]

  var testDescription: String { format }

  static let all = [
    ReadBack(
      format: "ris", reader: "ris", hasSections: true, unsaid: ["rights", "access"], alwaysTyped: true),
    ReadBack(
      format: "bibtex", reader: "bibtex", hasSections: true, unsaid: ["rights", "access"], alwaysTyped: true,
      hasFullText: false),
    ReadBack(
      format: "csl-json", reader: "csl-json", hasSections: true, unsaid: ["rights", "access"],
      alwaysTyped: true, hasFullText: false),
    ReadBack(format: "csv", reader: "table", unsaid: ["sections"]),
    ReadBack(
      format: "oai-dc", reader: "oai-pmh", unsaid: ["sections", "access"], roles: ["editor": "contributor"]),
    // The first author's and editor's last names alone, and of identifiers the DOI and the ISBN.
    ReadBack(
      format: "kbart", reader: "kbart",
      unsaid: [
        "sections", "contributors", "abstract", "subjects", "languages", "types", "rights", "access",
        "page_count",
        "series", "links",
      ]),
  ]

  /// What the format says of a report, as text for each field.
  func said(_ report: [String: Any]) -> [String: String] {
    var facts: [String: String] = [:]
    for (field, value) in report where !unsaid.contains(field) {
      facts[field] = Self.text(plain(field, value))
    }
    if alwaysTyped, facts["types"] == nil { facts["types"] = Self.text(["Report"]) }
    return facts
  }

  /// Dates without how they were printed; names by their parts; identifiers in any order.
  private func plain(_ field: String, _ value: Any) -> Any {
    switch (field, value) {
    case ("published", var date as [String: Any]):
      date["printed"] = nil
      return date
    case ("contributors", let all as [[String: Any]]):
      return all.map { one in
        var one = one
        if let role = one["role"] as? String { one["role"] = roles[role] ?? role }
        if var name = one["name"] as? [String: Any], name["family"] != nil {
          name["printed"] = nil
          one["name"] = name
        }
        return one
      }
    case ("sections", let all as [[String: Any]]):
      return all.map { section in
        var section = section
        for (name, value) in section { section[name] = plain(name, value) }
        return section
      }
    case ("links", let all as [[String: Any]]):
      return hasFullText || all.count < 2 ? all : all.filter { $0["kind"] as? String == "landing-page" }
    case ("identifiers", let all as [[String: Any]]):
      let said = format == "kbart" ? all.filter { ["doi", "isbn"].contains($0["scheme"] as? String) } : all
      return said.map(Self.text).sorted()
    default: return value
    }
  }

  private static func text(_ value: Any) -> String {
    let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// A catalogue's file, of reports that say much: with chapters, bodies, several scripts, and what formats escape.
  static func rich(_ folder: TemporaryDirectory) throws -> String {
    let file = folder.file("rich.ris")
    try list.write(toFile: file, atomically: true, encoding: .utf8)
    return "url = \"file:\(file)\"\nformat = \"ris\"\ninterval = \"30d\"\n"
  }

  private static let list = """
    TY  - RPRT
    ID  - a
    TI  - Salt & sand: 50 % of {it}
    AU  - van der Putten, Frans-Paul
    AU  - al-Rashid, Harun
    AU  - Institute of War and Peace,
    ED  - Lee, Ann
    T2  - Papers of the Delta
    VL  - 3
    DA  - 2007/11/01/
    PB  - Delta Institute
    SP  - 88
    M3  - Working Paper
    SN  - 9783161484100
    DO  - 10.5555/rich.a
    UR  - https://rich.example/a?x=1&y=2
    L1  - https://rich.example/a.pdf
    KW  - salt
    KW  - water & <peace>
    KW  - "ice; thin"
    LA  - en
    AB  - =The first paragraph, long enough to be taken for an abstract by whoever looks at its length alone &amp; more.

    The second: 水的未来, مستقبل المياه.
    ER  - 

    TY  - CHAP
    ID  - a.1
    TI  - Salt
    AU  - Moss, Eva
    T2  - Salt & sand: 50 % of {it}
    PY  - 2007
    SP  - 1
    EP  - 9
    SE  - 1.
    AB  - Opening words.

    And more.
    ER  - 

    TY  - CHAP
    ID  - a.2
    TI  - Sand
    AU  - Roe, Bob
    A4  - Lee, Ann
    T2  - Salt & sand: 50 % of {it}
    SP  - 10
    ER  - 

    TY  - BOOK
    ID  - b
    TI  - 水的未来
    AU  - Roe, Bob
    PY  - 2010
    ER  - 

    TY  - CHAP
    ID  - b.1
    TI  - 水
    AU  - Roe, Bob
    T2  - 水的未来
    ER  - 

    TY  - GEN
    ID  - c
    TI  - A report of which little is known
    ER  - 
    """
}
