import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Every kind of feed says the same of the same report") struct FeedShapesTests {
  static let atom1 = Feeds.atom(
    """
    <entry><id>urn:p:1</id><title type="html">Ice &amp;amp; water</title><published>2007-11-01T10:00:00Z</published>
    <updated>2009-01-01T00:00:00Z</updated><link href="/p/1"/><author><name>Haas, Marcel de</name></author>
    <summary>What the ice does, and what is to be done about it in time.</summary><category term="ice"/></entry>
    """)
  static let atom03 = """
    <feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Polar papers</title><entry><id>urn:p:1</id>
    <title mode="escaped" type="text/html">Ice &amp;amp; water</title><issued>2007-11-01T10:00:00Z</issued>
    <link rel="alternate" type="text/html" href="http://feeds.example/p/1"/>
    <author><name>Haas, Marcel de</name></author><dc:subject xmlns:dc="http://purl.org/dc/elements/1.1/">ice</dc:subject>
    <summary>What the ice does, and what is to be done about it in time.</summary></entry></feed>
    """
  static let rss2 = Feeds.rss(
    """
    <item><guid isPermaLink="false">urn:p:1</guid><title>Ice &amp;amp; water</title><link>http://feeds.example/p/1</link>
    <pubDate>Wed, 01 Nov 07 10:00:00 GMT</pubDate><author>haas@example.org (Haas, Marcel de)</author>
    <description><![CDATA[<p>What the ice does, and what is to be done about it in <b>time</b>.</p>]]></description>
    <category>ice</category></item>
    """)
  static let rss091 = """
    <!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
    <rss version="0.91"><channel><title>Polar papers</title><item><title>Ice &#38; water</title>
    <link>http://feeds.example/p/1</link><description>What the ice does, and what is to be done about it in time.</description>
    </item></channel></rss>
    """
  static let rss1 = """
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" \(Feeds.modules)>
    <channel rdf:about="http://feeds.example/"><title>Polar papers</title><link>http://feeds.example/</link>
    <items><rdf:Seq><rdf:li rdf:resource="urn:p:1"/></rdf:Seq></items></channel>
    <item rdf:about="urn:p:1"><title>Ice &amp; water</title><link>http://feeds.example/p/1</link>
    <dc:creator>Haas, Marcel de</dc:creator><dc:date>2007-11-01</dc:date><dc:subject>ice</dc:subject>
    <description>What the ice does, and what is to be done about it in time.</description></item></rdf:RDF>
    """
  static let json = """
    {"version": "https://jsonfeed.org/version/1.1", "title": "Polar papers", "items": [{"id": "urn:p:1",
    "title": "Ice & water", "url": "/p/1", "date_published": "2007-11-01T10:00:00Z", "tags": ["ice"],
    "authors": [{"name": "Haas, Marcel de"}],
    "content_html": "<p>What the ice does, and what is to be done about it in <b>time</b>.</p>"}]}
    """

  static let isReadCases: [(String, String)] = [
    ("Atom 1.0", atom1), ("Atom 0.3", atom03), ("RSS 2.0", rss2), ("RSS 0.91", rss091), ("RSS 1.0", rss1),
    ("JSON Feed 1.1", json),
  ]

  @Test(arguments: isReadCases) func isRead(_ kind: String, _ text: String) throws {
    let outcome = try #require(FeedReader.readEveryWay(text), "chunks of other sizes give other statements")
    #expect(outcome.fault == nil && outcome.rejects.isEmpty && outcome.repairs.isEmpty)
    #expect(outcome.facts.about.first { $0.name == "Kind" }?.value == kind)
    #expect(outcome.facts.about.first { $0.name == "Title" }?.value == "Polar papers")
    #expect(outcome.identifiers == [kind == "RSS 0.91" ? "http://feeds.example/p/1" : "urn:p:1"])
    let report = try #require(outcome.reports.first)
    #expect(report.title == "Ice & water")
    #expect(report.abstract == "What the ice does, and what is to be done about it in time.")
    #expect(report.links == [Link(kind: .landingPage, url: "http://feeds.example/p/1")])
    guard kind != "RSS 0.91" else { return }
    #expect(report.contributors.map(\.name.family) == ["Haas"])
    #expect(report.published.map { [$0.year, $0.month, $0.day] } == [2007, 11, 1])
    #expect(report.subjects == ["ice"])
    #expect(outcome.statements[0].datestamp == nil, "what a feed says of changes is only content")
  }

  @Test func modules() throws {
    let outcome = try #require(
      FeedReader.readEveryWay(
        Feeds.rss(
          """
          <item><guid>http://feeds.example/p/1</guid><title>A</title><dc:identifier>10.1234/ABC</dc:identifier>
          <prism:doi>10.1234/abc</prism:doi><prism:isbn>978-90-5031-120-1</prism:isbn><prism:issn>1234-5679</prism:issn>
          <prism:publicationName>Polar Papers</prism:publicationName><prism:number>7</prism:number>
          <prism:publicationDate>2007-11</prism:publicationDate><pubDate>Thu, 03 Jan 2008 00:00:00 GMT</pubDate>
          <dc:publisher>Polar Institute</dc:publisher><dc:language>de</dc:language><dc:creator>Roe, Ann</dc:creator>
          <dc:contributor>Doe, Cy (ed.)</dc:contributor><dc:type>Report</dc:type>
          <creativeCommons:license>http://creativecommons.org/licenses/by/4.0/</creativeCommons:license>
          <feedburner:origLink>http://true.example/p/1</feedburner:origLink><link>http://proxy.example/x</link>
          <enclosure url="/f/1" type="application/pdf" length="9"/><media:content url="http://feeds.example/a.mp3" type="audio/mpeg"/>
          <media:keywords>ice, snow</media:keywords><content:encoded><![CDATA[<p>One.</p><ul><li>Two</li><li>Three</li></ul>]]></content:encoded>
          </item>
          """)))
    let report = try #require(outcome.reports.first)
    #expect(outcome.identifiers == ["http://feeds.example/p/1"])
    #expect(report.identifiers.contains(Identifier(scheme: .doi, value: "10.1234/abc")))
    #expect(report.identifiers.filter { $0.scheme == .doi }.count == 1)
    #expect(report.identifiers.contains(Identifier(scheme: .issn, value: "1234-5679")))
    #expect(report.series == [Series(title: "Polar Papers", number: "7")])
    #expect(report.published?.sortKey == 2007_11_00)
    #expect(report.publisher == "Polar Institute" && report.languages == ["de"] && report.types == ["Report"])
    #expect(report.contributors.map(\.role) == [.author, .editor])
    #expect(report.rights == ["http://creativecommons.org/licenses/by/4.0/"] && report.access == .open)
    #expect(
      report.links == [
        Link(kind: .landingPage, url: "http://true.example/p/1"),
        Link(kind: .landingPage, url: "http://proxy.example/x"),
        Link(kind: .fullText, url: "http://feeds.example/f/1"),
        Link(kind: .related, url: "http://feeds.example/a.mp3"),
      ])
    #expect(report.subjects == ["ice", "snow"])
    #expect(report.abstract?.split(whereSeparator: \.isWhitespace) == ["One.", "Two", "Three"])
  }

  @Test func whatAnEntryInherits() throws {
    let head = "<title>F</title><author><name>Ann Roe</name></author><author><name>Cy Doe</name></author>"
    let outcome = FeedReader.read(
      Feeds.atom(
        "<entry><id>1</id><title>A</title><link href=\"a\"/></entry>"
          + "<entry xml:lang=\"fr\" xml:base=\"sub/\"><id>2</id><title>B</title><author><name>Bo Li</name></author>"
          + "<link href=\"b\"/></entry>"
          + "<entry><id>3</id><title xml:lang=\"\">C</title><source><author><name>Jo Poe</name></author></source></entry>",
        head: head, attributes: "xml:lang=\"de\" xml:base=\"http://other.example/x/\""))
    #expect(
      outcome.reports.map { $0.contributors.map(\.name.printed) } == [
        ["Ann Roe", "Cy Doe"], ["Bo Li"], ["Jo Poe"],
      ])
    #expect(outcome.reports.map(\.languages) == [["de"], ["fr"], []])
    #expect(
      outcome.reports.map { $0.links.map(\.url) } == [
        ["http://other.example/x/a"], ["http://other.example/x/sub/b"], [],
      ])
    #expect(Set(outcome.contexts).count == 1)
  }

  @Test func deletedEntries() {
    let at = "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\""
    let outcome = FeedReader.readEveryWay(
      Feeds.atom(
        Feeds.entry(1) + "<at:deleted-entry ref=\"urn:p:2\" when=\"2020-01-01T00:00:00Z\"/>"
          + "<at:deleted-entry ref=\" urn:p:3 \" when=\"2020-01-01T00:00:00Z\"><at:comment>gone</at:comment></at:deleted-entry>"
          + "<at:deleted-entry when=\"x\"/>",
        attributes: at))
    #expect(outcome?.identifiers == ["urn:p:1", "urn:p:2", "urn:p:3"])
    #expect(outcome?.statements.dropFirst().allSatisfy { $0.state == .deleted } == true)
    #expect(outcome?.rejects.map(\.reason) == ["the deleted entry does not say which it is"])
  }

  static let identityCases: [(String, String)] = [
    ("<guid>g</guid><link>http://x.example/1</link><title>A</title>", "g"),
    ("<guid> a\n b </guid><title>A</title>", "a b"),
    ("<guid></guid><link>http://x.example/1</link><title>A</title>", "http://x.example/1"),
    ("<atom:id>i</atom:id><title>A</title>", "i"), ("<link>http://x.example/1</link>", "http://x.example/1"),
    ("<guid><![CDATA[c]]></guid><title>A</title>", "c"), ("<guid>a&amp;b</guid><title>A</title>", "a&b"),
    ("<guid>é</guid><title>A</title>", "é"),
  ]

  @Test(arguments: identityCases) func identity(_ fields: String, _ wanted: String) {
    #expect(FeedReader.readEveryWay(Feeds.rss("<item>\(fields)</item>"))?.identifiers == [wanted])
  }

  @Test func identityOfContent() {
    let items =
      "<item><title>A</title></item><item><title>B</title></item><item><title> A </title></item><item/>"
    let outcome = FeedReader.read(Feeds.rss(items))
    #expect(Set(outcome.identifiers).count == 2 && outcome.identifiers.count == 3)
    #expect(outcome.identifiers.allSatisfy { $0.hasPrefix("content:") && $0.utf8.count == 40 })
    #expect(outcome.rejects.map(\.reason) == ["the entry says nothing"])
  }

  static let identifiersInAddressesCases: [(String, Identifier)] = [
    ("https://doi.org/10.1234/x", Identifier(scheme: .doi, value: "10.1234/x")),
    ("http://hdl.handle.net/10986/1", Identifier(scheme: .handle, value: "10986/1")),
    (
      "https://www.jstor.org/stable/resrep05373",
      Identifier(scheme: .stableURL, value: "https://www.jstor.org/stable/resrep05373")
    ),
  ]

  @Test(arguments: identifiersInAddressesCases) func identifiersInAddresses(
    _ url: String, _ wanted: Identifier
  ) {
    for fields in ["<link>\(url)</link>", "<guid>\(url)</guid>", "<guid isPermaLink=\"false\">\(url)</guid>"]
    {
      let outcome = FeedReader.read(Feeds.rss("<item><title>A</title>\(fields)</item>"))
      #expect(outcome.reports.first?.identifiers == [wanted], "\(fields)")
    }
    let atom = FeedReader.read(Feeds.atom("<entry><id>\(url)</id><title>A</title></entry>"))
    #expect(atom.reports.first?.identifiers == [wanted])
  }
}
