import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("Hostile feeds cost time and memory in proportion, and nothing else", .serialized)
struct FeedHostileTests {
  static let big: [(String, String)] = [
    ("deep nesting", Feeds.rss(Feeds.item(1, String(repeating: "<a>", count: 200_000)))),
    ("deep nesting of items", Feeds.rss(String(repeating: "<item><x>", count: 15_000))),
    ("deep nesting of entries", Feeds.atom(String(repeating: "<entry><content>", count: 15_000))),
    ("many comments without an end", Feeds.rss(Feeds.item(1, String(repeating: "<!--", count: 100_000)))),
    ("many CDATAs without an end", Feeds.rss(Feeds.item(1, String(repeating: "<![CDATA[", count: 100_000)))),
    ("many brackets", Feeds.rss(Feeds.item(1, String(repeating: "<", count: 300_000)))),
    (
      "many ampersands",
      Feeds.rss(Feeds.item(1, "<title>" + String(repeating: "&", count: 300_000) + "</title>"))
    ),
    (
      "many quotes",
      Feeds.rss(Feeds.item(1, "<title>" + String(repeating: "&lt;a \"", count: 50_000) + "</title>"))
    ),
    (
      "many instructions without an end",
      Feeds.rss(
        Feeds.item(1, "<description>" + String(repeating: "&lt;?", count: 800_000) + "</description>"))
    ),
    (
      "many scripts",
      Feeds.rss(Feeds.item(1, "<title>" + String(repeating: "&lt;script&gt;", count: 50_000) + "</title>"))
    ),
    (
      "many scripts and an end",
      Feeds.rss(
        Feeds.item(
          1, "<title>" + String(repeating: "&lt;script&gt;", count: 50_000) + "&lt;/script&gt;</title>"))
    ),
    (
      "many attributes",
      Feeds.rss(
        Feeds.item(1, "<title " + (0..<20_000).map { "a\($0)='1'" }.joined(separator: " ") + ">A</title>"))
    ),
    (
      "one attribute often",
      Feeds.rss(Feeds.item(1, "<title " + String(repeating: "a='1' ", count: 20_000) + ">A</title>"))
    ),
    (
      "many namespaces",
      Feeds.atom(Feeds.entry(1), attributes: (0..<5000).map { "xmlns:n\($0)='u'" }.joined(separator: " "))
    ),
    (
      "many names",
      Feeds.rss((0..<200).map { n in Feeds.item(n, (0..<100).map { "<x\(n)y\($0)/>" }.joined()) }.joined())
    ),
    ("many items", Feeds.rss((0..<20_000).map { Feeds.item($0) }.joined())),
    ("a tag without an end", "<rss><channel><item " + String(repeating: "x", count: 500_000)),
    ("a declaration without an end", "<?xml " + String(repeating: "x", count: 500_000)),
    (
      "a document type without an end",
      "<!DOCTYPE rss [" + String(repeating: "<!ENTITY a 'b'>", count: 50_000)
    ),
    (
      "many links of the feed",
      Feeds.atom(Feeds.entry(1), head: String(repeating: "<link rel='next' href='/x'/>", count: 20_000))
    ),
    (
      "many links of an entry",
      Feeds.rss(Feeds.item(1, (0..<100_000).map { "<link>http://x.example/\($0)</link>" }.joined()))
    ),
    ("many subjects", Feeds.rss(Feeds.item(1, (0..<100_000).map { "<category>c\($0)</category>" }.joined()))),
    ("many unclosed texts", Feeds.rss(Feeds.item(1, String(repeating: "<title>A", count: 30_000)))),
    (
      "JSON nested deeply",
      "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[" + String(repeating: "[", count: 200_000)
    ),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: big.map(\.0)) func endsSoon(_ name: String) throws {
    let text = try #require(Self.big.first { $0.0 == name }).1
    let clock = ContinuousClock()
    let bytes = Array(text.utf8)
    for size in [0, 4096] {
      var outcome = FeedReader.Outcome()
      let time = clock.measure { outcome = FeedReader.read(bytes, chunk: size) }
      if time > .seconds(1) { print("slow:", name, size, time) }
      #expect(time < .seconds(20), "\(name) in chunks of \(size) took \(time)")
      #expect(outcome.statements.count <= 20_000)
    }
  }

  @Test func anEntryThatIsTooLarge() {
    let big = Feeds.item(
      2, "<title>A</title><description>" + String(repeating: "x", count: 17 << 20) + "</description>")
    let outcome = FeedReader.read(Array(Feeds.rss(Feeds.item(1) + big + Feeds.item(3)).utf8), chunk: 1 << 16)
    #expect(outcome.identifiers == ["p1", "p3"] && outcome.fault == nil)
    #expect(
      outcome.rejects.first?.reason.contains("16 MiB") == true
        && outcome.repairs["entry cut off at 16 MiB"] == 1)
  }

  @Test func billionLaughsAreNotTold() {
    let dtd =
      "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
    let outcome = FeedReader.readEveryWay(
      dtd + "<rss version=\"2.0\"><channel><item><guid>1</guid><title>&b; &c;</title></item></channel></rss>")
    #expect(outcome?.reports.first?.title == "&b; &c;")
  }

  @Test func controlsNeverReachAReport() {
    let nasty = "a&#x9b;31m\u{202E}b\u{200B}c&amp;#27;d&amp;#x202E;e"
    let fields =
      "<title>\(nasty)</title><description>\(nasty)</description><dc:creator>\(nasty)</dc:creator>"
      + "<category>\(nasty)</category><guid>\(nasty)</guid><dc:publisher>\(nasty)</dc:publisher><dc:rights>\(nasty)</dc:rights>"
    let outcome = FeedReader.read(Feeds.rss("<item>\(fields)</item>"))
    let text = "\(outcome.statements)"
    let isBad = { (scalar: Unicode.Scalar) in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
    }
    #expect(!text.unicodeScalars.contains(where: isBad))
  }

  /// Feeds with random bytes changed, dropped and doubled: nothing crashes, chunks do not matter, and what the change
  /// does not touch is read.
  @Test(arguments: [FeedShapesTests.atom1, FeedShapesTests.rss2, FeedShapesTests.rss1, FeedShapesTests.json])
  func wrongBytes(_ text: String) {
    var random = Seeded(state: 7)
    let bytes = Array(text.utf8)
    let alphabet = Array("<>&\"'/!?-[]{}:=; \0\u{80}éitem".utf8)
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[place] = alphabet.randomElement(using: &random) ?? 0
        case 1: changed.remove(at: place)
        default: changed.insert(contentsOf: changed[place..<min(changed.count, place + 9)], at: place)
        }
      }
      let whole = FeedReader.read(changed)
      for size in [1, 5] {
        let other = FeedReader.read(changed, chunk: size)
        #expect(other == whole, "\(String(decoding: changed, as: UTF8.self))")
      }
    }
  }

  /// One wrong byte anywhere in one item costs at most that item.
  @Test func oneWrongByteCostsOneItem() {
    let items = (1...3).map {
      Feeds.item($0, "<title>Paper &amp; \($0)</title><description><![CDATA[<p>x</p>]]></description>")
    }
    let text = Feeds.rss(items.joined())
    guard let range = text.range(of: items[1]) else { return }
    let start = text[..<range.lowerBound].utf8.count
    let length = items[1].utf8.count
    var lost: [String] = []
    for offset in 0..<length {
      for byte in Array("<>&\"]x\u{1}".utf8) {
        var changed = Array(text.utf8)
        changed[start + offset] = byte
        let outcome = FeedReader.read(changed)
        if !outcome.identifiers.contains("p1") || !outcome.identifiers.contains("p3")
          || outcome.fault?.kind == .cutShort
        {
          lost.append(
            "\(offset) \(UnicodeScalar(byte)) \(outcome.identifiers) \(outcome.fault?.message ?? "")")
        }
      }
    }
    #expect(lost.isEmpty, "\(lost.count): \(lost.prefix(20))")
  }
}
