import CatalogueFormats
import Foundation
import Sync
import TestSupport
import Testing

@testable import Configuration

@Suite("A catalogue's file that is yet to be written") struct DraftTests {
  private func loaded(_ main: String = "", _ files: [String: String] = [:]) throws -> LoadedConfiguration {
    let folder = TemporaryDirectory()
    folder.write(main, to: "catalogued.toml")
    try FileManager.default.createDirectory(
      atPath: folder.file("catalogues.d"), withIntermediateDirectories: true)
    for (name, text) in files { folder.write(text, to: "catalogues.d/\(name).toml") }
    return Configuration.load(path: folder.file("catalogued.toml"))
  }

  private func settings(_ loaded: LoadedConfiguration, _ change: (inout CatalogueSettings) -> Void)
    -> CatalogueSettings
  {
    var settings = loaded.defaults
    settings.name = "harbour"
    settings.title = "Harbour"
    settings.harvest.url = "https://harbour.example/"
    settings.harvest.format = "sitemap"
    change(&settings)
    return settings
  }

  @Test("holds what differs from what holds anyway, and is read back as it was meant")
  func text() throws {
    let loaded = try loaded("[defaults]\ninterval = \"2h\"\ngap = \"3s\"\n")
    let wanted = settings(loaded) {
      $0.title = "The “Harbour” \\ \"x\" \u{1B}[31m\u{2028}end"
      $0.harvest.crawl.include = ["/reports/", "/p\"q/"]
    }
    let draft = loaded.draft(wanted, comment: ["Found on a day."])
    #expect(draft.text.hasPrefix("# Found on a day.\ntitle = "))
    #expect(draft.text.split(separator: "\n").count == 5 && !draft.text.contains("gap"), "\(draft.text)")
    // A control character is one that no title may have: the reader says so.
    #expect(draft.problems.count == 1 && draft.problems[0].message.contains("control character"))
    let good = loaded.draft(settings(loaded) { $0.harvest.crawl.include = wanted.harvest.crawl.include })
    #expect(good.problems.isEmpty && good.twin == nil, "\(good.problems)")
    let path = loaded.folder.path + "/harbour.toml"
    #expect(good.path == path)
  }

  @Test("what is written is what is in force after the next reading")
  func roundTrip() throws {
    let folder = TemporaryDirectory()
    folder.write("", to: "catalogued.toml")
    try FileManager.default.createDirectory(
      atPath: folder.file("catalogues.d"), withIntermediateDirectories: true)
    let first = Configuration.load(path: folder.file("catalogued.toml"))
    let wanted = settings(first) {
      $0.harvest.format = "listing"
      $0.harvest.crawl.links = "a[href*=\"/reports/\"]"
      $0.harvest.crawl.next = "a[rel~=next]"
    }
    folder.write(first.draft(wanted).text, to: "catalogues.d/harbour.toml")
    let second = Configuration.load(path: folder.file("catalogued.toml"))
    #expect(second.problems.isEmpty, "\(second.problems)")
    #expect(second.catalogues == [wanted])
    #expect(second.hasName("harbour") && !second.hasName("other"))
    #expect(second.catalogues(at: "HTTPS://harbour.example:443") == ["harbour"])
    var again = wanted
    again.name = "again"
    #expect(second.draft(again).twin == "harbour")
  }

  @Test("a name counts as taken where its file has a fault, too")
  func names() throws {
    let loaded = try loaded("", ["faulty": "url = 7\n", "good": "url = \"https://a.example/\"\n"])
    #expect(loaded.hasName("faulty") && loaded.hasName("good"))
  }
}
