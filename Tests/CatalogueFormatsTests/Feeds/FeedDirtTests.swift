import Catalogue
import Foundation
import Testing

@testable import CatalogueFormats

@Suite("Feeds that are not well-formed, or not in the charset that they say") struct FeedDirtTests {
  static let costsNothingCases: [(String, String, String)] = [
    ("HTML's entities", "<title>Caf&eacute;s&nbsp;&mdash; all</title>", "Cafés — all"),
    ("a bare &", "<title>Q & A</title>", "Q & A"),
    ("a bare <", "<title>5 < 6</title>", "5 < 6"), ("a control character", "<title>A\u{b}B</title>", "AB"),
    ("an unclosed tag", "<title>Ice <b>age</title>", "Ice age"),
    ("an end tag too many", "<title>Ice</b> age</title>", "Ice age"),
    ("an undeclared prefix", "<title>Ice age</title><zz:x>1</zz:x>", "Ice age"),
    (
      "a bare & in an attribute",
      "<title>Ice age</title><enclosure url=\"http://x.example/?a=1&b=2.pdf\" type=\"application/pdf\"/>",
      "Ice age"
    ),
    (
      "an attribute without quotes",
      "<title>Ice age</title><enclosure url=http://x.example/ type=\"application/pdf\"/>", "Ice age"
    ),
    ("an attribute twice", "<title>Ice age</title><guid a=\"1\" a=\"2\">x</guid>", "Ice age"),
    ("a title without its end", "<title>Ice age<link>http://x.example/1</link>", "Ice age"),
    ("end tags crossed", "<title>Ice age</title><source><category>a</source></category>", "Ice age"),
    ("CDATA without its end", "<title>Ice age</title><description><![CDATA[<p>x</description>", "Ice age"),
    ("a CDATA end in text", "<title>Ice age</title><description>a ]]> b</description>", "Ice age"),
    ("a comment with two dashes", "<!-- a -- b --><title>Ice age</title>", "Ice age"),
    ("a comment that opens an item", "<!-- <item> --><title>Ice age</title>", "Ice age"),
    ("CDATA that closes an item", "<title><![CDATA[Ice </item> age]]></title>", "Ice </item> age"),
    ("a declaration within", "<title>Ice age</title><?xml version=\"1.0\"?>", "Ice age"),
    ("an item without its end", "<title>Ice age</title><!--", "Ice age"),
  ]

  @Test(arguments: costsNothingCases) func costsNothing(_ name: String, _ fields: String, _ title: String)
    throws
  {
    let items = Feeds.item(1) + Feeds.item(2, fields) + Feeds.item(3)
    let outcome = try #require(
      FeedReader.readEveryWay(Feeds.rss(items)), "chunks of other sizes give other statements")
    #expect(outcome.fault == nil && outcome.rejects.isEmpty, "\(outcome.rejects)")
    #expect(outcome.identifiers == ["p1", "p2", "p3"])
    #expect(outcome.reports.map(\.title) == ["Paper 1", title, "Paper 3"])
  }

  @Test func addressesWithBareAmpersands() {
    let outcome = FeedReader.read(
      Feeds.atom(Feeds.entry(1, "<title>A</title><link href='http://x.example/?a=1&b=2&copy=3'/>")))
    #expect(outcome.reports.first?.links.first?.url == "http://x.example/?a=1&b=2&copy=3")
    #expect(outcome.repairs["bare & escaped"] == 2)
  }

  @Test(arguments: ["item", "entry"]) func anEntryWithoutItsEnd(_ name: String) {
    let text =
      name == "item"
      ? Feeds.rss(
        "<item><guid>p1</guid><title>A</title>" + Feeds.item(2) + "<item><guid>p3</guid><title>C</title>")
      : Feeds.atom(
        "<entry><id>p1</id><title>A</title>"
          + "<entry><id>p2</id><title>A</title></entry><entry><id>p3</id><title>C</title>")
    let outcome = FeedReader.readEveryWay(text)
    #expect(outcome?.identifiers == ["p1", "p2", "p3"] && outcome?.fault == nil)
  }

  @Test func anEntryWithinContentIsContent() {
    let inner =
      "<content type=\"application/atom+xml\"><entry><id>x</id><title>Inner</title></entry></content>"
    let outcome = FeedReader.readEveryWay(
      Feeds.atom(Feeds.entry(1, "<title>A</title>" + inner) + Feeds.entry(2)))
    #expect(outcome?.identifiers == ["urn:p:1", "urn:p:2"] && outcome?.reports.first?.title == "A")
  }

  @Test func whatCameBeforeABreakIsGood() throws {
    let text = Feeds.rss(Feeds.item(1) + Feeds.item(2) + Feeds.item(3))
    let cut = String(text.prefix(upTo: try #require(text.range(of: "Paper 3")).lowerBound))
    let outcome = try #require(FeedReader.readEveryWay(cut))
    #expect(outcome.identifiers == ["p1", "p2"])
    #expect(outcome.fault?.kind == .cutShort)
    #expect(
      FeedReader.read(text.replacingOccurrences(of: "</channel></rss>", with: "")).fault?.kind == .cutShort)
  }

  @Test func whatStandsAroundIsNobodys() throws {
    let text = Feeds.rss(Feeds.item(1))
    for junk in ["\n\n  ", "\u{FEFF}\u{FEFF}", "<br />\n<b>Warning</b>: x in <b>y.php</b>\n", "<!-- c -->\n"]
    {
      let outcome = try #require(
        FeedReader.readEveryWay(junk + text + "\n<!-- cached --> <script>x</script>"))
      #expect(outcome.identifiers == ["p1"] && outcome.fault == nil, "\(junk)")
    }
  }

  // MARK: Charsets

  struct Encoded: Sendable, CustomTestStringConvertible {
    var name: String
    var declared: String?
    var contentType: String?
    /// "é’" in some charset.
    var bytes: [UInt8]
    var title = "é’"
    var testDescription: String { name }
  }

  static let utf8: [UInt8] = Array("é’".utf8)
  static let windows: [UInt8] = [0xE9, 0x92]

  static let encodings: [Encoded] = [
    Encoded(name: "UTF-8", declared: "utf-8", contentType: nil, bytes: utf8),
    Encoded(name: "nothing said", declared: nil, contentType: nil, bytes: utf8),
    Encoded(
      name: "text/xml without a charset is not us-ascii", declared: "utf-8", contentType: "text/xml",
      bytes: utf8),
    Encoded(
      name: "HTTP counts before the declaration", declared: "koi8-r",
      contentType: "text/xml; charset=\"windows-1252\"", bytes: windows),
    Encoded(
      name: "HTTP's default is wrong", declared: "utf-8", contentType: "text/xml; charset=ISO-8859-1",
      bytes: utf8),
    Encoded(
      name: "HTTP says UTF-8, it is not", declared: "windows-1252",
      contentType: "application/xml; charset=utf-8", bytes: windows),
    Encoded(
      name: "Windows that calls itself Latin-1", declared: "iso-8859-1", contentType: nil, bytes: windows),
    Encoded(name: "Windows that calls itself UTF-8", declared: "utf-8", contentType: nil, bytes: windows),
    Encoded(name: "Windows that says nothing", declared: nil, contentType: "text/xml", bytes: windows),
    Encoded(
      name: "Windows that calls itself us-ascii", declared: "us-ascii", contentType: nil, bytes: windows),
    Encoded(name: "UTF-8 that calls itself Latin-1", declared: "iso-8859-1", contentType: nil, bytes: utf8),
    Encoded(name: "a charset of no one", declared: "x-unheard-of", contentType: nil, bytes: windows),
    Encoded(name: "both in one", declared: "utf-8", contentType: nil, bytes: utf8 + windows, title: "é’é’"),
    Encoded(name: "KOI8-R", declared: "koi8-r", contentType: nil, bytes: [0xEC, 0xE5, 0xE4], title: "ЛЕД"),
    Encoded(
      name: "GB2312 that is GBK", declared: "gb2312", contentType: nil, bytes: [0xB1, 0xF9, 0x96, 0x7C],
      title: "冰東"),
    Encoded(name: "Shift_JIS", declared: "Shift_JIS", contentType: nil, bytes: [0x95, 0x58], title: "氷"),
  ]

  @Test(arguments: encodings) func charsets(_ encoded: Encoded) throws {
    let declaration = encoded.declared.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>\n" } ?? ""
    let text =
      declaration
      + "<rss version=\"2.0\"><channel><title>#</title><item><guid>1</guid><title>#</title></item>"
      + "<item><guid>2</guid><title><![CDATA[#]]></title></item><item><guid>3</guid><title>plain</title></item></channel></rss>"
    let document = text.utf8.flatMap { $0 == UInt8(ascii: "#") ? encoded.bytes : [$0] }
    let outcome = try #require(FeedReader.readEveryWay(document, contentType: encoded.contentType))
    #expect(outcome.reports.map(\.title) == [encoded.title, encoded.title, "plain"])
    #expect(outcome.facts.about.first?.value == encoded.title, "the feed's own title")
    #expect(outcome.fault == nil && outcome.rejects.isEmpty)
  }

  @Test(arguments: [true, false]) func wide(_ bigEndian: Bool) throws {
    let text = Feeds.rss(Feeds.item(1, "<title>é’ 😀</title>")).replacingOccurrences(
      of: "utf-8", with: "utf-16")
    var bytes: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for unit in text.utf16 {
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      bytes += bigEndian ? pair : pair.reversed()
    }
    let outcome = try #require(FeedReader.readEveryWay(bytes))
    #expect(outcome.reports.first?.title == "é’ 😀" && outcome.fault == nil)
    #expect(outcome.repairs == ["transcoded to UTF-8": 1])
  }
}
