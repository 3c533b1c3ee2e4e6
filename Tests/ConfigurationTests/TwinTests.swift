import Notify
import Testing

@testable import Configuration

@Suite("Two files for one catalogue")
struct TwinTests {
  static let right = "url = \"https://a.example/oai\"\n"

  @Test("the second by name is wrong, unless it is in force; and nothing else makes two of one")
  func twins() throws {
    let bench = try Workbench(catalogues: ["a": Self.right, "b": "title = \"B\"\n" + Self.right])
    #expect(bench.load().catalogues.map(\.name) == ["a"])
    let complaint = try #require(bench.complaints().first)
    #expect(complaint.hasPrefix("catalogues.d/b.toml:2:7: a.toml asks for the same at the same address"))
    let loaded = Configuration.load(path: bench.folder + "/catalogued.toml", established: ["b"])
    #expect(loaded.catalogues.map(\.name) == ["b"])
    #expect(loaded.problems.map(\.catalogue) == ["a"])
  }

  @Test(arguments: [
    ("", "set = \"s\""), ("set = \"r\"", "set = \"s\""),
    ("format = \"crossref\"\nquery = \"a\"", "format = \"crossref\"\nquery = \"b\""),
    ("format = \"sitemap\"\ninclude = \"/a/\"", "format = \"sitemap\"\ninclude = \"/b/\""),
    ("format = \"listing\"\nlinks = \"h2 a\"", "format = \"listing\"\nlinks = \"h3 a\""),
  ])
  func others(_ one: String, _ other: String) throws {
    let bench = try Workbench(catalogues: ["a": Self.right + one, "b": Self.right + other])
    #expect(bench.complaints() == [])
  }

  @Test(
    "one address, however it is written",
    arguments: [
      ("https://a.example.org/7", "HTTPS://A.Example.ORG/7", true),
      ("https://a.example.org/7", "https://a.example.org:443/7", true),
      ("http://a.example.org:80", "http://a.example.org/", true),
      ("http://a.example.org:?x=1", "http://A.example.org/?x=1", true),
      ("http://[::1]:80/7", "http://[::1]/7", true),
      ("https://a.example.org/7", "https://a.example.org/7/", false),
      ("https://a.example.org/a", "https://a.example.org/A", false),
      ("https://a.example.org:80/7", "https://a.example.org/7", false),
      ("https://a.example.org/7", "http://a.example.org/7", false),
    ])
  func spellings(_ one: String, _ other: String, _ isSame: Bool) throws {
    let bench = try Workbench(catalogues: ["a": "url = \"\(one)\"", "b": "url = \"\(other)\""])
    #expect(bench.load().catalogues.count == (isSame ? 1 : 2))
  }

  @Test("one that is switched off stands in nobody's way", arguments: ["a", "b"])
  func switchedOff(_ name: String) throws {
    let off = Self.right + "enabled = false"
    let bench = try Workbench(catalogues: [
      "a": name == "a" ? off : Self.right, "b": name == "b" ? off : Self.right,
    ])
    #expect(bench.complaints() == [] && bench.load().catalogues.count == 2)
  }

  @Test("two titles are fine")
  func titles() throws {
    let other = "url = \"https://b.example/oai\"\ntitle = \"T\""
    let bench = try Workbench(catalogues: ["a": Self.right + "title = \"T\"", "b": other])
    #expect(bench.complaints() == [])
  }
}

@Suite("Whom to tell, and of what")
struct NotifyKeyTests {
  @Test func arrives() throws {
    let bench = try Workbench(
      """
      [notify]
      command = ["tell/me", "-x"]
      failing_after = "2d"
      timeout = "5s"
      disk_free = "10 GB"
      [[search]]
      name = "ice"
      words = "sea ice*"
      [[search]]
      name = "two"
      words = "\\"two words\\""
      catalogue = "a"
      """, catalogues: ["a": TwinTests.right])
    #expect(bench.complaints() == [])
    let settings = bench.load().daemon.notify
    #expect(settings.command == [bench.folder + "/tell/me", "-x"])
    #expect(settings.failingAfter == 2 * 86_400 && settings.timeout == 5)
    #expect(settings.disk == DiskFloor(bytes: 10_000_000_000, share: 0.05))
    #expect(
      settings.searches == [
        SavedSearch(name: "ice", words: "sea ice*"),
        SavedSearch(name: "two", words: "\"two words\"", catalogue: "a"),
      ])
    // What --check prints can be read again.
    let again = try Workbench(
      bench.load().inForce.components(separatedBy: "\n\n")[0], catalogues: ["a": TwinTests.right])
    #expect(again.complaints() == [] && again.load().daemon.notify == settings)
  }

  @Test(arguments: [
    ("[notify]\ncommand = \"mail\"", "2:11:", "is no path"),
    ("[notify]\ncommand = []", "2:11:", "0 elements"),
    ("[notify]\ncomand = \"/x\"", "2:1:", "did you mean \"command\"?"),
    ("[notify]\ndisk_free = true", "2:13:", "a size such as"),
    ("[notify]\ndisk_free = \"120 %\"", "2:13:", "a share"),
    ("notify = 1", "1:10:", "[notify]"), ("search = 1", "1:10:", "[[search]]"),
    ("[[search]]\nname = \"a\"", "1:", "words is missing"),
    ("[[search]]\nname = \"a\"\nwords = \"…\"", "3:9:", "no letter and no digit"),
    ("[[search]]\nname = \"a\"\nwords = \"a* b* c* d* e*\"", "3:9:", "at most 4 beginnings of words"),
    (
      "[[search]]\nname = \"a\"\nwords = \"b\"\n[[search]]\nname = \"a\"\nwords = \"c\"", "5:8:",
      "two searches"
    ),
    ("[[search]]\nname = \"a\"\nword = \"b\"", "3:1:", "did you mean \"words\"?"),
  ])
  func complains(_ text: String, _ at: String, _ says: String) throws {
    let complaints = try Workbench(text).complaints()
    #expect(
      complaints.contains { $0.hasPrefix("catalogued.toml:" + at) && $0.contains(says) }, "\(complaints)")
  }
}
