import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Texts of feeds become plain, their entities decoded once") struct FeedTextTests {
  @Test(arguments: [
    // RSS never says whether it is HTML.
    ("AT&amp;T", "AT&T"), ("AT&amp;amp;T", "AT&T"), ("AT&amp;amp;amp;T", "AT&amp;T"), ("a &lt; b", "a < b"),
    ("5 &lt; 6 &amp; 7 &gt; 6", "5 < 6 & 7 > 6"), ("&lt;b&gt;Ice&lt;/b&gt;", "Ice"),
    ("<b>Ice</b> age", "Ice age"),
    ("<![CDATA[<i>Ice</i> &eacute;t&eacute;]]>", "Ice été"), ("The &lt;blink&gt; tag", "The <blink> tag"),
    ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One Two"), ("One&lt;br&gt;Two", "One Two"),
    ("Caf&#233;s", "Cafés"), ("Caf&amp;#233;s", "Cafés"), ("don&#146;t", "don’t"),
    ("don&amp;#146;t", "don’t"),
    ("x&lt;script&gt;alert(1)&lt;/script&gt;y", "xy"), ("List&lt;String&gt;", "List<String>"),
    ("&lt;a title='a > b'&gt;Ice&lt;/a&gt;", "Ice"), ("A&amp;nbsp;B", "A B"), ("\n  Ice\n  age  ", "Ice age"),
    ("A&lt;!-- no --&gt;B&amp;amp;", "AB&"), ("Q&amp;A", "Q&A"), ("", ""),
  ]) func titlesOfRSS(_ markup: String, _ wanted: String) {
    let outcome = FeedReader.readEveryWay(
      Feeds.rss(Feeds.item(1, "<title>\(markup)</title><pubDate>2007</pubDate>")))
    #expect(outcome?.reports.first?.title == wanted && outcome?.repairs == [:])
  }

  static let titlesOfAtomCases: [(String, String)] = [
    ("<title>Q&amp;amp;A &lt;b&gt;</title>", "Q&amp;A <b>"),
    ("<title type=\"text\">&lt;b&gt;x&lt;/b&gt;</title>", "<b>x</b>"),
    ("<title type=\"html\">Q&amp;amp;A &lt;b&gt;x&lt;/b&gt;</title>", "Q&A x"),
    (
      "<title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">Q&amp;amp;A<br/><b>x</b></div></title>",
      "Q&amp;A x"
    ),
    ("<title type=\"html\">x &lt;unknown&gt;y&lt;/unknown&gt;</title>", "x y"),
    ("<title mode=\"base64\">SWNlICZhbXA7IHNub3c=</title>", "Ice & snow"),
  ]

  @Test(arguments: titlesOfAtomCases) func titlesOfAtom(_ markup: String, _ wanted: String) {
    let outcome = FeedReader.readEveryWay(Feeds.atom(Feeds.entry(1, markup)))
    #expect(outcome?.reports.first?.title == wanted)
  }

  @Test func paragraphs() {
    let text =
      "<p>One.</p>\n<p>Two<br/>lines</p><ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table>"
    #expect(FeedText.html(text) == "One.\n\nTwo lines\n\na b\n\nc d")
    #expect(FeedText.html("<style>p{}</style>A<script>b") == "Ab", "what is never closed hides nothing")
    #expect(FeedText.html("<a href=\"x>y\">A</a><img alt='<br>'>B") == "AB")
    #expect(FeedText.html("a<b") == "a<b" && FeedText.html("a <") == "a <" && FeedText.html("&amp") == "&amp")
  }

  @Test func summariesBeforeContents() {
    func abstract(_ fields: String) -> String? {
      FeedReader.read(Feeds.rss(Feeds.item(1, fields))).reports.first?.abstract
    }
    let long = "A text of more than forty bytes, which says something."
    #expect(
      abstract("<content:encoded>\(long) And more.</content:encoded><description>\(long)</description>")
        == long)
    #expect(
      abstract("<description>Read more</description><content:encoded>\(long)</content:encoded>") == long)
    #expect(abstract("<description>Short</description>") == "Short")
    #expect(abstract("<title>A</title>") == nil)
  }

  @Test(
    arguments: [
      ("Thu, 01 Jan 2004 19:48:21 GMT", 2004_01_01), ("01 Jan 04 19:48 GMT", 2004_01_01),
      ("1 Jan 99", 1999_01_01),
      ("Mon, 01 Jan 2004 19:48:21", 2004_01_01), ("Thu, 01 Jan 2004 19:48:21 +0100", 2004_01_01),
      ("2003-12-31T10:14:55Z", 2003_12_31), ("2003-12-31T10:14:55.123-08:00", 2003_12_31),
      ("2003-12", 2003_12_00),
      ("2003", 2003_00_00), ("2003-12-31 10:14:55", 2003_12_31), ("20031231", 2003_12_31),
      ("Thu Jan  1 19:48:21 2004", 2004_01_01), ("31 décembre 2003", 2003_12_31),
      ("31. Dez. 2003", 2003_12_31),
      ("December 31, 2003", 2003_12_31), ("31 Dec 103 00:00:00 GMT", 2003_12_31), ("31-Dec-03", 2003_12_31),
      ("Thu, 32 Jan 2004 19:48:21 GMT", 2004_01_00), ("soon", nil), ("", nil), ("0000-00-00", nil),
    ] as [(String, Int?)]) func dates(_ printed: String, _ wanted: Int?)
  {
    #expect(FeedDate.parse(printed)?.sortKey == wanted)
  }

  static let publicationBeforeChangeCases: [(String, Int)] = [
    ("<pubDate>2008</pubDate><dcterms:issued>2007</dcterms:issued>", 2007),
    ("<atom:updated>2009-01-01</atom:updated><pubDate>2008</pubDate>", 2008),
    ("<atom:updated>2009-01-01</atom:updated><dcterms:created>2006</dcterms:created>", 2006),
    ("<atom:updated>2009-01-01</atom:updated>", 2009),
    ("<pubDate>never</pubDate><dc:date>2005</dc:date>", 2005),
  ]

  @Test(arguments: publicationBeforeChangeCases) func publicationBeforeChange(_ fields: String, _ year: Int) {
    #expect(FeedReader.read(Feeds.rss(Feeds.item(1, fields))).reports.first?.published?.year == year)
  }

  static let personsCases: [(String, String)] = [
    ("Ann Lee (ann@example.org)", "Ann Lee"), ("ann@example.org (Ann Lee)", "Ann Lee"),
    ("Ann Lee <ann@example.org>", "Ann Lee"),
    ("Ann Lee", "Ann Lee"), ("ann@example.org", ""), ("Ann Lee, ann@example.org", "Ann Lee"),
    ("Lee @ work", "Lee @ work"),
  ]

  @Test(arguments: personsCases) func persons(_ printed: String, _ wanted: String) {
    #expect(FeedPerson.name(printed) == wanted)
  }

  /// RFC 3986, 5.4, with the base http://a/b/c/d;p?q.
  @Test(
    arguments: [
      ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
      ("//g", "http://g"),
      ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
      ("g#s", "http://a/b/c/g#s"),
      (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
      ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
      ("../../g", "http://a/g"),
      ("../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
      ("g.", "http://a/b/c/g."),
      ("./../g", "http://a/b/g"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
      ("g?y/../x", "http://a/b/c/g?y/../x"),
      (" /a b.pdf\n", "http://a/a%20b.pdf"), ("https://x.example/", "https://x.example/"),
      ("javascript:alert(1)", nil),
      ("mailto:a@b", nil), ("http:", nil), ("file:///etc/passwd", nil), ("http://", nil),
    ] as [(String, String?)]) func references(_ reference: String, _ wanted: String?)
  {
    #expect(WebAddress.resolve(reference, against: "http://a/b/c/d;p?q") == wanted)
  }
}
