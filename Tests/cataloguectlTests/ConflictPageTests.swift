import Catalogue
import ControlAPI
import Testing

@testable import cataloguectl

@Suite("How conflicts and histories are shown")
struct ConflictPageTests {
  static let moment = Timestamp(seconds: 1_700_000_000)

  private func text(width: Int? = nil, colour: Bool = false, _ lay: (inout Page) -> Void) -> String {
    var page = Page(Screen(width: width, hasColour: colour))
    lay(&page)
    return page.text
  }

  private static func values(_ texts: String...) -> [ValueInfo] {
    texts.map { ValueInfo(value: .string($0), text: $0) }
  }

  static var conflict: ConflictInfo {
    ConflictInfo(
      number: 3, report: 7, title: "Dams", kind: .changed, field: "title", catalogue: "polar",
      base: values("The dikes of the delta"), local: values("The dams of the delta"),
      upstream: values("The dikes of the\u{1b}[2J river delta"), edit: 1, run: 4, opened: moment)
  }

  @Test("side by side where there is room")
  func wide() throws {
    let text = text(width: 110) { $0.add(Self.conflict) }
    #expect(text.hasPrefix("Conflict 3: polar changed the title that was edited\n"))
    let lines = text.split(separator: "\n").map(String.init)
    let head = try #require(lines.firstIndex { $0.hasPrefix("BASE") })
    #expect(
      lines[head] == "BASE                                  LOCAL                                 UPSTREAM")
    #expect(
      lines[head + 1]
        == "The dikes of the delta                The [-dikes-] {+dams+} of the delta   The dikes of the {+[2J river+} delta",
      "\(text)")
    #expect(text.hasSuffix("cataloguectl resolve 3 --value TEXT     shows TEXT\n"))
    #expect(!text.contains("\u{1b}"))
  }

  @Test("below each other where there is not", arguments: [40, nil])
  func narrow(_ width: Int?) {
    let text = text(width: width) { $0.add(Self.conflict) }
    #expect(
      text.contains(
        "\nBASE\n  The dikes of the delta\nLOCAL\n  The [-dikes-] {+dams+} of the delta\nUPSTREAM\n"),
      "\(text)")
    #expect(!text.contains("\u{1b}"))
  }

  @Test("by colour where there is one; what an upstream sends is no colour")
  func coloured() {
    let text = text(width: 120, colour: true) { $0.add(Self.conflict) }
    #expect(text.contains("\u{1b}[32mdams\u{1b}[0m") && !text.contains("{+") && !text.contains("\u{1b}[2J"))
  }

  @Test("wide characters and lists keep their columns", arguments: [40, 60, 100, 120])
  func wideCharacters(_ width: Int) {
    var conflict = Self.conflict
    conflict.field = "contributors"
    conflict.title = "三角洲的堤防与水坝"
    conflict.element = ConflictInfo.Element(key: "author:堤 防", n: 2)
    conflict.base = Self.values("堤 防", "水 坝", "Marcel de Haas (editor)")
    conflict.local = Self.values("堤 防", "Frans-Paul van der Putten", "Marcel de Haas (editor)")
    conflict.upstream = Self.values("水 坝", "Marcel de Haas")
    let text = text(width: width) { $0.add(conflict) }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("cataloguectl ") }
    #expect(lines.allSatisfy { String($0).columns <= width }, "\(text)")
    #expect(text.contains("[-堤 防-]") && text.contains("(editor)"), "\(text)")
    if width >= 100 {
      let columns = lines.filter { $0.contains("LOCAL") || $0.contains("Frans") }.map { line in
        let cut = line.firstRange(of: "LOCAL") ?? line.firstRange(of: "[-水") ?? line.firstRange(of: "{+Frans")
        return cut.map { String(line[..<$0.lowerBound]).columns } ?? -1
      }
      #expect(Set(columns).count == 1, "\(text)")
    }
  }

  @Test("a deletion says what goes with the report")
  func deletion() {
    let conflict = ConflictInfo(
      number: 4, report: 7, title: "Dams", kind: .deletedUpstream,
      decisions: [
        DecisionBrief(decision: 1, at: Self.moment, by: "ann", reason: "so", what: "title: “Dams”")
      ],
      opened: Self.moment)
    let text = text { $0.add(conflict) }
    #expect(text.contains("Conflict 4: deleted upstream, although persons decided about it\n"))
    #expect(text.contains("  1  title: “Dams” (so), by ann, "))
    #expect(text.contains("--take upstream  lets the report go\n") && !text.contains("--value"))
  }

  @Test("one that ended says how and by whom, and asks for nothing")
  func ended() {
    var conflict = Self.conflict
    (conflict.closed, conflict.ending, conflict.decision, conflict.by) = (Self.moment, .upstream, 12, "bob")
    let text = text { $0.add(conflict) }
    #expect(
      text.contains("settled    2023-11-14T22:13:20Z, by bob (decision 12): upstream shows\n"), "\(text)")
    #expect(!text.contains("cataloguectl resolve"))
  }

  @Test("lists fit the screen", arguments: [40, 80])
  func lists(_ width: Int) {
    var page = Page(Screen(width: width, hasColour: false))
    page.add(Listing(items: [Self.conflict]), isAll: true)
    page.add(Listing(items: [Self.conflict]), isAll: false)
    page.add(
      Listing(items: [
        HistoryEntry(
          kind: .revision, at: Self.moment,
          what: "polar changed title, abstract\u{7}, contributors, sections",
          revision: 12, catalogue: "polar", run: 3),
        HistoryEntry(
          kind: .edit, at: Self.moment, what: "title: “三角洲的堤防”", decision: 2, by: "ann", reason: "so",
          undone: true),
      ]))
    #expect(page.lines.allSatisfy { $0.columns <= width }, "\(page.text)")
    #expect(page.text.contains("taken back since") && !page.text.contains("\u{7}"))
  }

  @Test("what a resolution leads to, and how it is taken back")
  func resolution() {
    let answer = ResolutionAnswer(
      conflict: Self.conflict, decision: 12, report: 7, withdrawn: false, shown: Self.values("Dams"))
    #expect(
      answer.inWords.map(\.plain) == [
        "Report 7 shows as its title now: Dams",
        "Conflict 3 is settled. To take that back: cataloguectl undo 12",
      ])
  }

  @Test("two revisions are compared field by field")
  func differences() {
    let old = Report(
      title: "The dikes", contributors: [Contributor(name: Name(printed: "A. Ng"))], subjects: ["a", "b"])
    let new = Report(
      title: "The dams", contributors: [Contributor(name: Name(printed: "A. Ng"), role: .editor)],
      subjects: ["a", "b"])
    func document(_ report: Report, _ revision: Int64) -> ReportDocument {
      ReportDocument(
        number: 7, withdrawn: false, report: report, records: [],
        past: PastView(at: Self.moment, revision: revision, what: "revision \(revision), as polar said it"))
    }
    #expect(
      text { $0.add(differences: document(old, 1), document(new, 2)) } == """
        - revision 1, as polar said it, 2023-11-14T22:13:20Z
        + revision 2, as polar said it, 2023-11-14T22:13:20Z

        title
          The [-dikes-] {+dams+}

        contributors
          A. Ng [-(author)-] {+(editor)+}

        """)
    #expect(
      text { $0.add(differences: document(old, 1), document(old, 2)) }.hasSuffix("\nThey say the same.\n"))
  }

  @Test("changes say what each is, and what there is in all")
  func changes() {
    let items = [
      ChangeInfo(number: 1, kind: .new, report: 7, title: "Dams", catalogue: "polar", run: 1),
      ChangeInfo(number: 2, kind: .joined, report: 7, title: "Dams", catalogue: "zenodo", run: 2),
      ChangeInfo(number: 3, kind: .joined, report: 7, title: "Dams", other: 9),
      ChangeInfo(number: 4, kind: .edited, report: 7, title: "Dams", decision: 1, by: "ann"),
      ChangeInfo(
        number: 5, kind: .conflict, report: 7, title: "Dams", catalogue: "polar", run: 3, conflict: 3),
      ChangeInfo(
        number: 6, kind: .settled, report: 7, title: "Dams", catalogue: "polar", decision: 2, by: "bob",
        conflict: 3),
      ChangeInfo(number: 7, kind: .split, report: 9, title: "Locks", other: 7),
    ]
    let text = text { $0.add(Listing(items: items, next: "7"), behind: "polar") }
    for part in [
      " new ", " joined ", " joined by 9 ", " edited by ann ", " conflict 3 ", " conflict 3 settled by bob ",
      " split from 7 ",
      "\nIn all: 1 new, 2 joined, 1 split, 1 edited, 1 conflict, 1 settled. By catalogue: polar 3, zenodo 1.\n",
      "\nThere are more: cataloguectl changes --since 7 --catalogue polar\n",
    ] { #expect(text.contains(part), "\(part)\n\(text)") }
  }
}
