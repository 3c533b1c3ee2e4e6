import Catalogue
import Testing

@Suite("Identifiers have one normal form")
struct IdentifierTests {
  @Test(
    "DOI, in every form of text and URL",
    arguments: [
      ("10.1596/978-1-4648-1234-5", "10.1596/978-1-4648-1234-5"),
      ("doi:10.1596/ABC", "10.1596/abc"),
      ("DOI: 10.1596/ABC.", "10.1596/abc"),
      ("doi 10.1596/abc", "10.1596/abc"),
      ("info:doi/10.1596/abc", "10.1596/abc"),
      ("urn:doi:10.1596/abc", "10.1596/abc"),
      ("https://doi.org/10.1596/ABC", "10.1596/abc"),
      ("http://dx.doi.org/10.1596/abc", "10.1596/abc"),
      ("HTTPS://DX.DOI.ORG/10.1596/abc", "10.1596/abc"),
      ("https://www.doi.org/10.1596/abc", "10.1596/abc"),
      ("doi.org/10.1596/abc", "10.1596/abc"),
      ("dx.doi.org/10.1596/abc", "10.1596/abc"),
      ("https://doi.org/doi:10.1596/abc", "10.1596/abc"),
      ("https://doi.org/10.1596%2F978-1", "10.1596/978-1"),
      ("https://doi.org/10.1596/abc?utm_source=x", "10.1596/abc"),
      ("https://doi.org/10.1596/abc#page=2", "10.1596/abc"),
      ("https://doi-org.ezproxy.library.example.edu/10.1596/abc", "10.1596/abc"),
      ("http://dx.doi.org.proxy.example.edu/10.1596/abc", "10.1596/abc"),
      ("https://login.ezproxy.example.edu/login?url=https://doi.org/10.1596/abc", "10.1596/abc"),
      ("https://login.example.edu/login?url=https%3A%2F%2Fdoi.org%2F10.1596%2Fabc", "10.1596/abc"),
      ("https://hdl.handle.net/10.1596/31234", "10.1596/31234"),
      ("https://publisher.example/doi/abs/10.1080/123.456", "10.1080/123.456"),
      ("https://publisher.example/doi/10.1080/123.456/full", "10.1080/123.456"),
      (
        "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1",
        "10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1"
      ),
      ("10.1000/xyz(2007)", "10.1000/xyz(2007)"),
      ("(10.1000/xyz)", "10.1000/xyz"),
      ("<https://doi.org/10.1000/xyz>", "10.1000/xyz"),
      ("10.1000/xyz”.", "10.1000/xyz"),
      ("10.1000.10/123456", "10.1000.10/123456"),
      ("10.5555/größe", "10.5555/größe"),
    ])
  func doi(printed: String, value: String) {
    #expect(Identifier.recognise(printed) == Identifier(scheme: .doi, value: value))
    #expect(Identifier(scheme: .doi, normalising: printed)?.value == value)
  }

  @Test(
    "no DOI",
    arguments: [
      "10.1596/null", "https://doi.org/10.1596/abc/NULL", "10.1596/", "10.12/abc", "10.1234567890/x",
      "10.1596",
      "https://doi.org/", "https://notdoi.org/10.1596/abc", "https://doi.org.evil.example/10.1596/abc",
      "doi:", "10.x/y",
    ])
  func noDOI(printed: String) {
    #expect(Identifier.recognise(printed) == nil)
    #expect(Identifier(scheme: .doi, normalising: printed) == nil)
  }

  @Test(
    "handle",
    arguments: [
      ("http://hdl.handle.net/10986/2112", "10986/2112"),
      ("https://hdl.handle.net/20.500.12345/99", "20.500.12345/99"),
      ("hdl:1721.1/33333", "1721.1/33333"), ("hdl.handle.net/10986/2112", "10986/2112"),
      ("info:hdl/10986/2112", "10986/2112"), ("http://host.example.org/handle/1234/56", "1234/56"),
      ("https://open.example.org/xmlui/handle/10986/2112?show=full", "10986/2112"),
      ("https://open.example.org/bitstream/handle/10986/2112/report.pdf", "10986/2112"),
      ("https://hdl-handle-net.ezproxy.example.edu/10986/2112", "10986/2112"),
      ("http://hdl.handle.net/loc.mbrs1/abc", "loc.mbrs1/abc"),
      ("http://hdl.handle.net/10986%2F2112", "10986/2112"),
    ])
  func handle(printed: String, value: String) {
    #expect(Identifier.recognise(printed) == Identifier(scheme: .handle, value: value))
  }

  @Test(
    "no handle",
    arguments: [
      "http://hdl.handle.net/", "http://hdl.handle.net/10986/", "https://host.example/handle/123456789/12",
      "http://host.example/handle/", "hdl:abc", "https://host.example/panhandle/12/34",
    ])
  func noHandle(printed: String) { #expect(Identifier.recognise(printed) == nil) }

  @Test("a handle without a label, where one is asked for")
  func bareHandle() {
    #expect(Identifier(scheme: .handle, normalising: "10986/2112")?.value == "10986/2112")
    #expect(Identifier(scheme: .handle, normalising: "10.1596/2112") == nil)
    #expect(Identifier.recognise("10986/2112") == nil)
  }

  @Test(
    "ARK",
    arguments: [
      ("ark:/12148/bpt6k-107371-t", "ark:12148/bpt6k107371t"),
      ("ark:12148/bpt6k107371t", "ark:12148/bpt6k107371t"),
      ("https://n2t.net/ark:/12148/bpt6k107371t", "ark:12148/bpt6k107371t"),
      ("https://gallica.example.fr/ark:/12148/bpt6k107371t?", "ark:12148/bpt6k107371t"),
      ("ark:/67531/metadc‐1234/m1", "ark:67531/metadc1234/m1"),
      ("info:ark/67531/metadc1234", "ark:67531/metadc1234"),
      ("ARK:/67531/Metadc1234/", "ark:67531/Metadc1234"),
    ])
  func ark(printed: String, value: String) {
    #expect(Identifier.recognise(printed) == Identifier(scheme: .ark, value: value))
  }

  @Test(
    "ISBN",
    arguments: [
      ("978-90-5031-118-2", "9789050311182"), ("978-90-5031-118-3", nil),
      ("ISBN 978-0-306-40615-7", "9780306406157"), ("9780306406157", "9780306406157"),
      ("ISBN-13: 978-0-306-40615-7", "9780306406157"), ("ISBN-10: 0-306-40615-2", "9780306406157"),
      ("0-306-40615-2", "9780306406157"), ("0306406152", nil), ("isbn0306406152", "9780306406157"),
      ("urn:isbn:0-8044-2957-X", "9780804429573"), ("URN:ISBN:978-0-306-40615-7", "9780306406157"),
      ("9780306406157 (pbk.)", "9780306406157"), ("978 0 306 40615 7", "9780306406157"),
      ("9780306406158", nil),
      ("978–0–306–40615–7", "9780306406157"), ("e-ISBN: 9780306406157", "9780306406157"),
      ("9790306406156", nil),
      ("ISBN", nil), ("1234567890123", nil), ("97803064061571", nil), ("ISBN 080442957x", "9780804429573"),
      ("ISBN 13: 9780306406157", "9780306406157"),
    ] as [(String, String?)])
  func isbn(printed: String, value: String?) {
    #expect(Identifier.recognise(printed) == value.map { Identifier(scheme: .isbn, value: $0) })
  }

  @Test("a bare ISBN-10, where one is asked for")
  func bareISBN() {
    #expect(Identifier(scheme: .isbn, normalising: "0306406152")?.value == "9780306406157")
    #expect(Identifier(scheme: .isbn, normalising: "0306406153") == nil)
  }

  @Test(
    "ISSN",
    arguments: [
      ("0317-8471", "0317-8471"), ("ISSN 0317-8471", "0317-8471"), ("urn:issn:2434-561X", "2434-561X"),
      ("eISSN: 2434-561x", "2434-561X"), ("ISSN 03178471", "0317-8471"), ("0317-8472", nil),
      ("03178471", nil),
      ("2006-2007", nil), ("https://portal.issn.org/resource/ISSN/0317-8471", "0317-8471"), ("ISSN", nil),
    ] as [(String, String?)])
  func issn(printed: String, value: String?) {
    #expect(Identifier.recognise(printed) == value.map { Identifier(scheme: .issn, value: $0) })
  }

  @Test(
    "RePEc",
    arguments: [
      ("RePEc:nbr:nberwo:12345", "repec:nbr:nberwo:12345"),
      ("repec:WBK:wbrwps:4300", "repec:wbk:wbrwps:4300"),
      ("https://ideas.repec.org/p/wbk/wbrwps/4300.html", "repec:wbk:wbrwps:4300"),
      ("https://econpapers.repec.org/RePEc:wbk:wbrwps:4300", "repec:wbk:wbrwps:4300"), ("RePEc:nbr", nil),
      ("RePEc:nbr:nber:1", nil),
    ] as [(String, String?)])
  func repec(printed: String, value: String?) {
    #expect(Identifier.recognise(printed) == value.map { Identifier(scheme: .repec, value: $0) })
  }

  @Test(
    "stable URLs",
    arguments: [
      ("http://jstor.org/stable/resrep05526", "https://www.jstor.org/stable/resrep05526"),
      ("https://www.jstor.org/stable/resrep05526?seq=1", "https://www.jstor.org/stable/resrep05526"),
      ("www.jstor.org/stable/10.2307/resrep05526.4", "https://www.jstor.org/stable/resrep05526.4"),
      ("https://www.jstor.org/stable/pdf/resrep05526.pdf", "https://www.jstor.org/stable/resrep05526"),
      (
        "https://www-jstor-org.ezproxy.example.edu/stable/resrep05526",
        "https://www.jstor.org/stable/resrep05526"
      ),
      ("http://PURL.fdlp.gov/GPO/gpo1234", "http://purl.fdlp.gov/GPO/gpo1234"),
      ("URN:NBN:de:101:1-2012", "urn:nbn:de:101:1-2012"),
      ("https://nbn-resolving.org/urn:nbn:de:101:1-2012", "urn:nbn:de:101:1-2012"),
    ])
  func stable(printed: String, value: String) {
    #expect(Identifier.recognise(printed) == Identifier(scheme: .stableURL, value: value))
  }

  @Test(
    "what is none of ours",
    arguments: [
      "", " ", "WPS1234", "https://example.org/report.pdf", "oai:example.org:1234", "http://", "https://",
      "urn:", "urn::x",
      "ark:", "ark:/", "2007-11-01", "A report on 10 things", "😀😀😀😀", "\u{202E}10.1596/abc",
      String(repeating: "1", count: 100_000),
      "https://example.org/" + String(repeating: "(", count: 5000), "%%%%%%", "https://doi.org/%",
      "10.1596/%00",
    ])
  func nothing(printed: String) {
    let found = Identifier.recognise(printed)
    #expect(found == nil || printed == "10.1596/%00")
    for scheme in Identifier.Scheme.allCases { _ = Identifier(scheme: scheme, normalising: printed) }
  }

  @Test(
    "letters, digits and signs as wide as East Asia's, and spaces around a DOI's slash",
    arguments: [
      ("ＤＯＩ：10.5555/Abc", "10.5555/abc"), ("DOI：１０.5555/abc", "10.5555/abc"),
      ("doi：10.5555/报告", "10.5555/报告"),
      ("10.5555 / x", "10.5555/x"), ("doi: 10.5555/ x", "10.5555/x"), ("10.55 / x", nil),
      ("ISBN ９７８－０－３０６－４０６１５－７", "9780306406157"), ("９７８０３０６４０６１５７", "9780306406157"),
      ("ISSN：0317－8471", "0317-8471"), ("ark:%2F12148%2Fb1", "ark:12148/b1"), ("１２３", nil),
      ("10.5555/Ａ", "10.5555/Ａ"),
    ] as [(String, String?)])
  func wide(printed: String, value: String?) {
    #expect(Identifier.recognise(printed)?.value == value)
  }

  @Test("a bare number in wide digits, where one is asked for")
  func wideNumbers() {
    #expect(Identifier(scheme: .isbn, normalising: "０３０６４０６１５２")?.value == "9780306406157")
    #expect(Identifier(scheme: .issn, normalising: "０３１７８４７１")?.value == "0317-8471")
    #expect(Identifier(scheme: .reportNumber, normalising: "ＴＲ１")?.value == "ＴＲ１")
  }

  @Test(
    "a DOI in a site's own address has no view of it behind it",
    arguments: ["", "/full", "/pdf", "/abstract", "/full#top", "/pdf?download=1"])
  func siteAddress(view: String) {
    let text = "See https://www.example.org/articles/10.5555/k517\(view) for more."
    #expect(Identifier.find(in: text).map(\.value) == ["10.5555/k517"])
    #expect(Identifier.find(in: "10.5555/k517/full").map(\.value) == ["10.5555/k517/full"])
  }

  @Test("normal forms are their own normal forms")
  func idempotent() {
    for text in [
      "10.1596/abc", "9780306406157", "0317-8471", "ark:12148/b1", "repec:nbr:nberwo:1", "urn:nbn:de:1",
      "https://www.jstor.org/stable/resrep05526",
    ] {
      #expect(Identifier.recognise(text)?.value == text)
    }
  }

  @Test("found within a citation")
  func inText() {
    let text = """
      Haas, M. de (ed.), The Shanghai Cooperation Organisation (The Hague 2007), doi: 10.1000/ABC, see also \
      (https://doi.org/10.1000/def), http://hdl.handle.net/10986/2112; ISBN 978-0-306-40615-7, ISSN 0317-8471, \
      <a href="https://www.jstor.org/stable/resrep05526">. RePEc:nbr:nberwo:12345. Again 10.1000/abc.
      """
    #expect(
      Identifier.find(in: text).map(\.value) == [
        "10.1000/abc", "10.1000/def", "10986/2112", "9780306406157", "0317-8471",
        "https://www.jstor.org/stable/resrep05526", "repec:nbr:nberwo:12345",
      ])
    #expect(Identifier.find(in: "") == [])
    #expect(Identifier.find(in: "version 110.1000/abc of ISBN and doi") == [])
    #expect(Identifier.find(in: String(repeating: "10.1000/", count: 50_000)).count <= 64)
  }

  @Test("resolvers' addresses")
  func urls() {
    #expect(Identifier(scheme: .doi, value: "10.1000/a<b>#c").url == "https://doi.org/10.1000/a%3Cb%3E%23c")
    #expect(Identifier(scheme: .handle, value: "10986/2112").url == "https://hdl.handle.net/10986/2112")
    #expect(Identifier(scheme: .ark, value: "ark:12148/b1").url == "https://n2t.net/ark:12148/b1")
    #expect(Identifier(scheme: .stableURL, value: "urn:nbn:de:1").url == nil)
    #expect(Identifier(scheme: .upstream, value: "http://x").url == nil)
  }

  @Test("schemes have names and strengths")
  func schemes() {
    #expect(
      Identifier.Scheme.allCases.map(\.name) == [
        "doi", "isbn", "issn", "handle", "ark", "repec", "report-number", "stable-url", "upstream",
      ])
    for scheme in Identifier.Scheme.allCases { #expect(Identifier.Scheme(name: scheme.name) == scheme) }
    #expect(Identifier.Scheme.allCases.filter(\.isStrong) == [.doi, .handle, .ark, .repec])
    #expect(Identifier.Scheme.isbn.isStrongWithTitle && !Identifier.Scheme.issn.isStrongWithTitle)
  }
}
