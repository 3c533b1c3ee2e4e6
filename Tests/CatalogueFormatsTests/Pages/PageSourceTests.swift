import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("Each way in which a page describes itself") struct PageSourceTests {
  @Test func highwire() throws {
    let page = try Page(
      Page.head(
        """
        <meta name="citation_title" content="Water &amp; war: a survey">
        <meta name="citation_author" content="van der Putten, Frans-Paul">
        <meta name="citation_author_institution" content="Clingendael Institute">
        <meta name="citation_author" content="Ann Roe">
        <meta name="citation_editor" content="Haas, Marcel de">
        <meta name="citation_publication_date" content="2007/11/01">
        <meta name="citation_technical_report_institution" content="Clingendael Institute">
        <meta name="citation_technical_report_number" content="CP-12">
        <meta name="citation_isbn" content="978-90-5031-118-2">
        <meta name="citation_doi" content="doi:10.1234/ABC.5">
        <meta name="citation_pdf_url" content="/files/5.pdf">
        <meta name="citation_keywords" content="water; war, cold">
        <meta name="citation_language" content="en">
        """)
    ).page()
    let report = page.report
    #expect(report.title == "Water & war: a survey")
    #expect(report.contributors.map(\.name.family) == ["Putten", "Roe", "Haas"])
    #expect(report.contributors.map(\.name.particle) == ["van der", nil, "de"])
    #expect(report.contributors.map(\.role) == [.author, .author, .editor])
    #expect(report.contributors.map(\.affiliation) == ["Clingendael Institute", nil, nil])
    #expect(report.published?.iso == "2007-11-01")
    #expect(report.publisher == "Clingendael Institute")
    #expect(
      report.identifiers.map(\.value).sorted() == ["10.1234/abc.5", "9789050311182", "CP-12"].sorted())
    #expect(report.subjects == ["water", "war, cold"])
    #expect(report.languages == ["en"])
    #expect(
      report.links == [
        Link(kind: .landingPage, url: "https://institute.example/publications/1"),
        Link(kind: .fullText, url: "https://institute.example/files/5.pdf"),
      ])
    #expect(page.sources(of: "title") == [.highwire])
  }

  @Test("“Et al.” is nobody") func others() throws {
    let page = try Page(
      Page.head(
        "<meta name=citation_title content=A><meta name=citation_author content='Roe, Ann'>"
          + "<meta name=citation_author content='Doe, Cy et al.'><meta name=citation_author content='et al.'>"
      ))
    #expect(try page.report().contributors.map(\.name.printed) == ["Roe, Ann", "Doe, Cy"])
    #expect(page.repairs["“et al.” behind names left out"] == 2)
  }

  @Test("Another site's address, which a copied template names, is not the page's") func foreignCanonical()
    throws
  {
    func links(_ canonical: String) throws -> [String] {
      try Page(
        Page.head(
          "<link rel=canonical href='\(canonical)'><meta name=citation_title content=A><meta name=citation_date content=2020>"
        ), url: "https://www.institute.example/r/1"
      ).report().links.map(\.url)
    }
    #expect(try links("http://other.example/c") == ["https://www.institute.example/r/1"])
    #expect(try links("https://institute.example/r/one") == ["https://institute.example/r/one"])
  }

  @Test("A canonical address is read as <base> has it, as every link is") func relativeCanonical() throws {
    let links = try Page(
      Page.head(
        "<base href='/en/'><link rel=canonical href='r/one'><meta name=citation_title content=A>"
          + "<meta name=citation_date content=2020>"), url: "https://institute.example/r/1"
    ).report().links.map(\.url)
    #expect(links == ["https://institute.example/en/r/one"])
  }

  @Test("Dublin Core, with repositories' qualifiers") func dublinCore() throws {
    let report = try Page(
      Page.head(
        """
        <meta name="DC.title" content="Rivers">
        <meta name="DC.creator" content="Roe, Ann">
        <meta name="DC.contributor.editor" content="Doe, Cy">
        <meta name="DCTERMS.dateAccepted" content="2001-01-01">
        <meta name="DC.date.accessioned" content="2000-01-01">
        <meta name="DCTERMS.issued" content="2011-03">
        <meta name="DC.identifier" content="https://hdl.handle.net/20.500.12345/7">
        <meta name="DC.type" content="Report">
        <meta name="DCTERMS.abstract" content="What four rivers carry.">
        <meta name="DC.format.extent" content="46 p.">
        """)
    ).report()
    #expect(report.title == "Rivers")
    #expect(report.contributors.map { "\($0.name.family ?? "") \($0.role)" } == ["Roe author", "Doe editor"])
    #expect(report.published?.iso == "2011-03")
    #expect(report.pageCount == 46)
    #expect(report.abstract == "What four rivers carry.")
    #expect(report.identifiers == [Identifier(scheme: .handle, value: "20.500.12345/7")])
  }

  private static let jsonLD = """
    <script type="application/ld+json">
    {"@context": "https://schema.org", "@graph": [
      {"@type": "WebSite", "@id": "https://institute.example/#site", "name": "Institute"},
      {"@type": ["Report", "CreativeWork"], "@id": "https://doi.org/10.5555/r.1", "name": "Tides &amp; tariffs",
       "alternativeHeadline": "What a strait costs", "author": [{"@id": "#roe"}, {"@type": "Organization", "name": "Harbour Board"}],
       "editor": {"@type": "Person", "familyName": "Haas", "givenName": "Marcel de"},
       "datePublished": "2024-05-06T10:00:00+02:00", "publisher": {"@type": "Organization", "name": "Institute"},
       "numberOfPages": 64, "isbn": "9789050311182", "inLanguage": {"@type": "Language", "alternateName": "fr"},
       "keywords": "ports, tariffs", "isAccessibleForFree": "http://schema.org/True",
       "isPartOf": {"@type": "BookSeries", "name": "Harbour Papers", "position": 4},
       "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": "10.5555/R.1"},
       "encoding": {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": "/get/1"},
       "hasPart": [
         {"@type": "Chapter", "position": 2, "name": "2. The quay", "pagination": "13-22", "author": {"@type": "Person", "name": "Cy Doe"}},
         {"@type": "Chapter", "position": 1, "name": "Preface", "pageStart": "ix", "pageEnd": "xii", "abstract": "Why ports."}]},
      {"@type": "Person", "@id": "#roe", "name": "Ann Roe", "affiliation": {"name": "Institute"}}
    ]}
    </script>
    """

  @Test("JSON-LD: a graph with references, chapters in an order of their own") func jsonLD() throws {
    let page = try Page(Page.head(Self.jsonLD)).page()
    let report = page.report
    #expect(report.title == "Tides & tariffs")
    #expect(report.subtitle == "What a strait costs")
    #expect(report.contributors.map(\.name.printed) == ["Ann Roe", "Harbour Board", "Haas, Marcel de"])
    #expect(report.contributors.map(\.kind) == [.person, .corporate, .person])
    #expect(report.contributors[0].affiliation == "Institute")
    #expect(report.contributors[2].name.particle == "de")
    #expect(report.published?.iso == "2024-05-06")
    #expect(report.pageCount == 64)
    #expect(report.languages == ["fr"])
    #expect(report.access == .open)
    #expect(report.series == [Series(title: "Harbour Papers", number: "4")])
    #expect(report.subjects == ["ports", "tariffs"])
    #expect(report.types == ["Report"])
    #expect(report.identifiers.map(\.value) == ["9789050311182", "10.5555/r.1"])
    #expect(report.links.contains(Link(kind: .fullText, url: "https://institute.example/get/1")))
    #expect(report.sections.map(\.title) == ["Preface", "The quay"])
    #expect(report.sections.map(\.label) == [nil, "2."])
    #expect(report.sections.map { $0.pages?.printed } == ["ix-xii", "13-22"])
    #expect(report.sections[0].excerpt == "Why ports.")
    #expect(report.sections[1].contributors.map(\.name.printed) == ["Cy Doe"])
    #expect(page.sources(of: "sections") == [.jsonLD])
  }

  @Test func microdata() throws {
    let report = try Page(
      Page.head(
        "",
        body: """
          <div itemscope itemtype="https://schema.org/Book">
            <h1 itemprop="name">Dry lands</h1>
            <p>By <a itemprop="author" href="/people/okafor">Chidi Okafor</a>, for <span itemprop="publisher" itemscope
              itemtype="https://schema.org/Organization"><span itemprop="name">Drylands Centre</span></span></p>
            <time itemprop="datePublished" datetime="2019-02">February 2019</time>
            <meta itemprop="numberOfPages" content="120"><link itemprop="license" href="https://creativecommons.org/licenses/by/4.0/">
            <ol><li itemprop="hasPart" itemscope itemtype="https://schema.org/Chapter"><b itemprop="name">Wells</b>
              <span itemprop="pagination">S. 31–40</span></li></ol>
          </div>
          """)
    ).page()
    #expect(report.report.title == "Dry lands")
    #expect(report.report.contributors.map(\.name.printed) == ["Chidi Okafor"])
    #expect(report.report.publisher == "Drylands Centre")
    #expect(report.report.published?.iso == "2019-02")
    #expect(report.report.pageCount == 120)
    #expect(report.report.access == .open)
    #expect(report.report.sections.map(\.title) == ["Wells"])
    #expect(report.report.sections.first?.pages?.spans.first?.first.number == 31)
    #expect(report.sources(of: "contributors") == [.microdata])
  }

  @Test func coins() throws {
    let report = try Page(
      Page.head(
        "",
        body: """
          <span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&amp;rft.genre=report&amp;rft.btitle=Cod+%26+krill&amp;rft.aulast=Sz%C3%BCcs&amp;rft.aufirst=Ad%C3%A9l&amp;rft.au=Ad%C3%A9l+Sz%C3%BCcs&amp;rft.au=Bo+Lee&amp;rft.date=1998&amp;rft.pub=Polar+Press&amp;rft_id=info%3Adoi%2F10.5555%2Fk"></span>
          """)
    ).report()
    #expect(report.title == "Cod & krill")
    #expect(report.contributors.map(\.name.family) == ["Szücs", "Lee"])
    #expect(report.published?.year == 1998)
    #expect(report.publisher == "Polar Press")
    #expect(report.identifiers == [Identifier(scheme: .doi, value: "10.5555/k")])
  }

  @Test("Of sources that differ, the more trusted counts; what only one says is taken from it") func order()
    throws
  {
    let page = try Page(
      Page.head(
        """
        <meta name="citation_title" content="Of Highwire"><meta name="DC.title" content="Of Dublin Core">
        <meta property="og:title" content="Of Open Graph"><meta property="og:description" content="A summary that Open Graph carries, cut sh...">
        <meta name="DC.date" content="2001"><meta property="article:published_time" content="2020-01-01T00:00:00Z">
        <meta name="DC.description" content="A summary that Open Graph carries, cut short by nobody.">
        <meta property="og:site_name" content="Institute">
        """)
    ).page()
    #expect(page.report.title == "Of Highwire")
    #expect(page.report.published?.year == 2001)
    #expect(page.report.publisher == "Institute")
    #expect(page.report.abstract == "A summary that Open Graph carries, cut short by nobody.")
    #expect(page.sources(of: "title") == [.highwire])
    #expect(page.sources(of: "published") == [.dublinCore])
    #expect(page.sources(of: "publisher") == [.openGraph])
    #expect(page.sources(of: "abstract") == [.dublinCore])
  }

  @Test("The sources can be asked of the kept bytes again") func sourcesOfBytes() throws {
    let html = Array(Page.head(Self.jsonLD).utf8)
    let context = LandingPageContext(
      identifier: "https://institute.example/1", url: "https://institute.example/1")
    let sources = try #require(LandingPage.sources(of: html, context: context.bytes))
    #expect(sources == (try Page(html, url: context.url).page().sources))
    var repairs: [String: Int] = [:]
    let statement = try LandingPageParser().parse(html, context: context.bytes, repairs: &repairs)
    #expect(statement.identifier == "https://institute.example/1")
    #expect(LandingPage.sources(of: html, context: Array("x".utf8)) == nil)
  }

  @Test(
    "chapters that only say what they are parts of are its contents; a part that is the whole again is not")
  func isPartOf() throws {
    let page = try Page(
      """
      <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "Report", "@id": "#r", "name": "Harbours", "author": {"@type": "Person", "name": "Bo Roe"},
         "datePublished": "2019-05-01"},
        {"@type": "Chapter", "@id": "#c1", "name": "Preface", "isPartOf": {"@id": "#r"}, "pagination": "ix-xii"},
        {"@type": "Chapter", "@id": "#c2", "name": "The quay", "isPartOf": "#r"}]}</script>
      """)
    #expect(try page.report().sections.map(\.title) == ["Preface", "The quay"])
    let again = try Page(
      """
      <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Report", "@id": "#r",
        "name": "Harbours", "author": {"@type": "Person", "name": "Bo Roe"}, "datePublished": "2019-05-01",
        "hasPart": [{"@id": "#r"}, {"@type": "Chapter", "@id": "#c1", "name": "Preface", "hasPart": {"@id": "#r"}}]}
      </script>
      """)
    #expect(try again.report().sections.map(\.title) == ["Preface"])
  }
}
