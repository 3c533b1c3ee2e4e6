import Foundation
import TestSupport
import Testing

@Suite("README's session", .serialized) struct SessionTests {
  /// What moves the world between the commands.
  private static func direct(_ session: Session, _ direction: String) throws {
    let (daemon, scratch) = (session.daemon, session.scratch)
    func add(_ demo: String, as name: String) throws {
      let path = "\(Programs.root)/Config/demo/catalogues.d/\(demo).toml"
      daemon.write(
        try String(contentsOfFile: path, encoding: .utf8).replacingOccurrences(
          of: "file:../", with: "file:\(scratch.path)/"), to: name)
    }
    switch direction {
    case "polar.toml is there": try add("polar", as: "polar")
    case "riverbank.toml is there": try add("riverbank", as: "riverbank")
    case "riverbank.toml is called audits.toml now":
      daemon.write(nil, to: "riverbank")
      try add("riverbank", as: "audits")
    case "resrep05516.toml is there": try add("resrep05516", as: "resrep05516")
    case "polar.toml is gone": daemon.write(nil, to: "polar")
    case "polar deletes everything":
      let list = try String(contentsOfFile: scratch.file("polar.xml"), encoding: .utf8)
      scratch.write(
        list.replacingOccurrences(of: "<header>", with: "<header status=\"deleted\">")
          .replacingOccurrences(of: "<datestamp>2026-10", with: "<datestamp>2026-11"), to: "polar.xml")
    case "all is still": try session.waitForStillness()
    default: Issue.record("README's session: nobody knows what “\(direction)” means")
    }
  }

  @Test func printsWhatStandsThere() throws {
    let session = try Session(columns: 100)
    for file in ["polar.xml", "riverbank.xml"] {
      try FileManager.default.copyItem(
        atPath: "\(Programs.root)/Config/demo/\(file)", toPath: session.scratch.file(file))
    }
    #expect(try session.play("## A session") { try Self.direct(session, $0) } > 15)
  }

  /// The report that the product set out from, and a chapter of it, in every format.
  @Test func theSeedIsCited() throws {
    let session = try Session(columns: 260)
    try FileManager.default.copyItem(
      atPath: "\(Programs.root)/Config/demo/resrep05516.html",
      toPath: session.scratch.file("resrep05516.html"))
    #expect(try session.play("## Citations and exports") { try Self.direct(session, $0) } == 11)
  }

  /// Two catalogues carry the same report in different words, and a librarian lives with that.
  @Test func oneReportOfTwoCatalogues() throws {
    let session = try Session(columns: 140)
    let story = Story(session)
    #expect(try session.play("## One report, two catalogues", story.direct) > 20)
    #expect(story.isOver)
    #expect(try session.daemon.ctl("verify").status == 0)
  }
}

/// The two upstreams of README's story: each a table, as an institute and an archive would export it.
private final class Story {
  private let session: Session
  private var institute = (title: "Dikes of the delta", abstract: "How dikes age.")
  private(set) var isOver = false

  init(_ session: Session) { self.session = session }

  private static let others = """
    2|Locks and weirs|Roe, Bob|2019|10.5555/locks|On gates.
    3|Salt in the polder|Lee, Ann|2021|10.5555/salt|What grows there.

    """

  private func write(_ rows: String, as name: String) {
    session.scratch.write("id|title|authors|year|doi|abstract\n" + rows, to: "\(name).csv")
  }

  private func writeInstitute(hasIt: Bool = true) {
    let row = "1|\(institute.title)|Haas, Marcel de|2007|10.5555/DIKES|\(institute.abstract)\n"
    write((hasIt ? row : "") + Self.others, as: "institute")
  }

  private func writeArchive(hasIt: Bool = true) {
    let row = "a-17|The Dikes of the Delta: an inquiry|Marcel de Haas|2007|https://doi.org/10.5555/dikes|\n"
    write((hasIt ? row : "") + "a-18|Peat|Roe, Bob|2018|10.5555/peat|On peat.\n", as: "archive")
  }

  private func configure(_ name: String, title: String, priority: Int) {
    session.daemon.write(
      """
      title = "\(title)"
      url = "file:\(session.scratch.file("\(name).csv"))"
      format = "table"
      separator = "|"
      priority = \(priority)
      interval = "6h"
      """, to: name)
  }

  func direct(_ direction: String) throws {
    switch direction {
    case "institute.toml and archive.toml are there":
      writeInstitute()
      configure("institute", title: "Institute of Dikes", priority: 10)
      _ = try session.daemon.ctl("reload")
      try session.waitForStillness()
      writeArchive()
      configure("archive", title: "The Archive", priority: 20)
      _ = try session.daemon.ctl("reload")
      try session.waitForStillness()
    case "later": usleep(1_100_000)  // a history is told by seconds
    case "the institute has another abstract":
      institute.abstract = "How dikes age, and what it costs."
      writeInstitute()
    case "the institute has another title":
      institute.title = "Dikes and dunes of the delta"
      writeInstitute()
    case "both delete it":
      writeInstitute(hasIt: false)
      writeArchive(hasIt: false)
    case "the institute has it again": writeInstitute()
    case "the institute's list is empty":
      write("", as: "institute")
      isOver = true
    default: Issue.record("README's story: nobody knows what “\(direction)” means")
    }
  }
}
