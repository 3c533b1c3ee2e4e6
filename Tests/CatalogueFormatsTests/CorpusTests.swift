import Foundation
import Testing

@testable import CatalogueFormats

@Suite("Sickle's sample answers")
struct CorpusTests {
  /// The shared corpus, or nil where it is not.
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["CATALOGUED_SHARED"]
    var places = [
      root.appendingPathComponent("../shared").path, root.appendingPathComponent("../../shared").path,
    ]
    if let named { places.insert(named, at: 0) }
    return places.map { $0 + "/corpus/sickle" }.first { FileManager.default.fileExists(atPath: $0) }
  }()

  private func text(_ name: String) throws -> String {
    let folder = try #require(Self.folder)
    return try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }

  @Test(.enabled(if: folder != nil, "skipped: no shared corpus"), arguments: chunkSizes)
  func lists(_ chunk: Int?) throws {
    for name in ["ListRecords.xml", "ListRecords2.xml", "ListRecords3.xml", "ListRecords4.xml"] {
      let page = try text(name)
      let cut = Cut(page, chunk: chunk)
      #expect(cut.splitter.ended && cut.envelope.responseDate != nil, "\(name)")
      #expect(cut.records.count == page.components(separatedBy: "<record>").count - 1, "\(name)")
      #expect(cut.records.map(\.identifier) == cut.identifiers(), "\(name)")
    }
  }

  @Test(
    .enabled(if: folder != nil, "skipped: no shared corpus"),
    arguments: [
      ("badArgument.xml", "badArgument"), ("badResumptionToken.xml", "badResumptionToken"),
      ("cannotDisseminateFormat.xml", "cannotDisseminateFormat"), ("idDoesNotExist.xml", "idDoesNotExist"),
      ("noRecordsMatch.xml", "noRecordsMatch"), ("noSetHierarchy.xml", "noSetHierarchy"),
      ("undefinedError.xml", "undefinedError"),
    ])
  func errors(_ name: String, _ code: String) throws {
    #expect(Cut(try text(name)).envelope.errors.map(\.code) == [code])
  }

  @Test(.enabled(if: folder != nil, "skipped: no shared corpus"))
  func verbs() throws {
    let identify = Cut(try text("Identify.xml")).envelope
    #expect(identify.isIdentify && identify.granularity != nil && identify.deletedRecord != nil)
    #expect(Cut(try text("ListMetadataFormats.xml")).envelope.prefixes.contains("oai_dc"))
    #expect(Cut(try text("ListSets.xml")).envelope.sets.count > 10)
    let broken = Cut(try text("ListRecordsBroken.xml"))
    #expect(broken.records.isEmpty && !broken.splitter.ended)
  }
}
