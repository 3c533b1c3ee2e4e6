/// Answers of every format, always the same bytes.
enum Samples {
  static var all: [Sample] {
    [
      Sample(format: "oai-pmh", name: "OAI-PMH, oai_dc", bytes: oai(10_000), scan: scanXML),
      Sample(format: "feed", name: "Atom", bytes: atom(10_000), scan: scanXML),
      Sample(format: "feed", name: "RSS 2.0, HTML inside", bytes: rss(10_000), scan: scanXML),
      Sample(format: "feed", name: "JSON Feed", bytes: jsonFeed(10_000), scan: scanJSON),
      Sample(format: "kbart", name: "KBART", bytes: kbart(50_000), scan: scanLines),
      Sample(format: "table", name: "CSV", bytes: csv(50_000), scan: scanLines),
      Sample(format: "ris", name: "RIS", bytes: ris(20_000), scan: scanLines),
      Sample(format: "bibtex", name: "BibTeX", bytes: bibTeX(20_000), scan: scanLines),
      Sample(format: "csl-json", name: "CSL-JSON", bytes: csl(20_000), scan: scanJSON),
      Sample(format: "crossref", name: "Crossref JSON", bytes: crossref(10_000), scan: scanJSON),
      landingPages("Landing pages, by shape", 1000, head: ""),
      landingPages("Landing pages, JSON-LD", 1000, head: jsonLD),
    ]
  }

  private static let words =
    "security policy energy regional cooperation migration climate trade defence water finance reform governance"
    .split(separator: " ").map(String.init)

  private static func sentence(_ seed: Int, _ count: Int) -> String {
    var state = UInt64(truncatingIfNeeded: seed &* 2_654_435_761 &+ 12345)
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int(state >> 33) % words.count]
    }.joined(separator: " ")
  }

  private static func oai(_ count: Int) -> [UInt8] {
    var text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
      + "<responseDate>2026-01-01T00:00:00Z</responseDate><request>http://x.example/oai</request><ListRecords>"
    for n in 0..<count {
      text +=
        "<record><header><identifier>oai:x.example:\(n)</identifier><datestamp>2025-01-01T00:00:00Z</datestamp>"
        + "<setSpec>a</setSpec></header><metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
        + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>\(sentence(n, 9)) &amp; more</dc:title>"
        + "<dc:creator>Haas, Marcel de</dc:creator><dc:creator>Roe, Ann (ed.)</dc:creator><dc:date>2007-11-01</dc:date>"
        + "<dc:publisher>Institute of \(sentence(n, 1))</dc:publisher><dc:type>Report</dc:type><dc:format>88 p.</dc:format>"
        + "<dc:identifier>https://doi.org/10.5555/x.\(n)</dc:identifier><dc:language>en</dc:language>"
        + "<dc:subject>\(sentence(n + 1, 2))</dc:subject><dc:description>\(sentence(n, 90)).</dc:description>"
        + "</oai_dc:dc></metadata></record>\n"
    }
    return Array((text + "</ListRecords></OAI-PMH>").utf8)
  }

  private static func atom(_ count: Int) -> [UInt8] {
    var text =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:x</id><title>F</title>"
    for n in 0..<count {
      text +=
        "<entry><id>urn:x:\(n)</id><title>\(sentence(n, 9)) &amp; more</title><updated>2026-01-01T00:00:00Z</updated>"
        + "<link href=\"https://x.example/p/\(n)\"/><author><name>Ann Roe</name></author>"
        + "<summary>\(sentence(n, 80)).</summary></entry>\n"
    }
    return Array((text + "</feed>").utf8)
  }

  private static func rss(_ count: Int) -> [UInt8] {
    var text =
      "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>F</title>"
    for n in 0..<count {
      text +=
        "<item><guid isPermaLink=\"false\">urn:x:\(n)</guid><title>\(sentence(n, 9)) &amp; more</title>"
        + "<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><link>https://x.example/p/\(n)</link><dc:creator>Ann Roe</dc:creator>"
        + "<description>&lt;p&gt;\(sentence(n, 40)).&lt;/p&gt;&lt;p&gt;\(sentence(n + 1, 40)) &amp;eacute;.&lt;/p&gt;</description></item>\n"
    }
    return Array((text + "</channel></rss>").utf8)
  }

  private static func jsonFeed(_ count: Int) -> [UInt8] {
    var text = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"F\", \"items\": [\n"
    for n in 0..<count {
      text +=
        "{\"id\": \"urn:x:\(n)\", \"url\": \"https://x.example/p/\(n)\", \"title\": \"\(sentence(n, 9)) & more\", "
        + "\"content_html\": \"<p>\(sentence(n, 80)).</p>\", \"date_published\": \"2026-01-01T00:00:00Z\", "
        + "\"authors\": [{\"name\": \"Ann Roe\"}], \"tags\": [\"\(sentence(n, 1))\"]}"
        + (n == count - 1 ? "\n" : ",\n")
    }
    return Array((text + "]}").utf8)
  }

  private static func kbart(_ count: Int) -> [UInt8] {
    var text =
      "publication_title\tprint_identifier\tonline_identifier\tdate_first_issue_online\tnum_first_vol_online\t"
      + "num_first_issue_online\tdate_last_issue_online\tnum_last_vol_online\tnum_last_issue_online\ttitle_url\tfirst_author\t"
      + "title_id\tembargo_info\tcoverage_depth\tnotes\tpublisher_name\tpublication_type\tdate_monograph_published_print\t"
      + "date_monograph_published_online\tmonograph_volume\tmonograph_edition\tfirst_editor\tparent_publication_title_id\t"
      + "preceding_publication_title_id\taccess_type\n"
    for n in 0..<count {
      text +=
        "\(sentence(n, 7))\t\t\t\t\t\t\t\t\thttps://x.example/stable/resrep\(n)\tHaas\tresrep\(n)\t\tfulltext\t\t"
        + "Institute of \(sentence(n, 1))\tmonograph\t\t2007-11-01\t\t\tRoe\t\t\tF\n"
    }
    return Array(text.utf8)
  }

  private static func csv(_ count: Int) -> [UInt8] {
    var text = "id,title,authors,date,doi,abstract\r\n"
    for n in 0..<count {
      text +=
        "\(n),\"\(sentence(n, 8)), \"\"and more\"\"\",\"Haas, Marcel de; Roe, Ann\",2007-11-01,10.5555/x.\(n),\(sentence(n, 40))\r\n"
    }
    return Array(text.utf8)
  }

  private static func ris(_ count: Int) -> [UInt8] {
    var text = ""
    for n in 0..<count {
      text +=
        "TY  - RPRT\r\nID  - \(n)\r\nTI  - \(sentence(n, 9)) & more\r\nAU  - Haas, Marcel de\r\nED  - Roe, Ann\r\n"
        + "PY  - 2007\r\nDA  - 2007/11/01/\r\nPB  - Institute of \(sentence(n, 1))\r\nSP  - 88\r\nM3  - Research Report\r\n"
        + "DO  - 10.5555/x.\(n)\r\nUR  - https://x.example/r/\(n)\r\nKW  - \(sentence(n + 1, 2))\r\nLA  - en\r\n"
        + "AB  - \(sentence(n, 60)).\r\nER  - \r\n\r\n"
    }
    return Array(text.utf8)
  }

  private static func bibTeX(_ count: Int) -> [UInt8] {
    var text = "@string{inst = {Institute of Tests}}\n\n"
    for n in 0..<count {
      text +=
        "@techreport{r\(n),\n  title = {\(sentence(n, 9)) \\& {M}ore},\n  author = {de Haas, Marcel and Ann Roe},\n"
        + "  institution = inst,\n  year = 2007,\n  month = nov,\n  type = {Research Report},\n  pagetotal = {88},\n"
        + "  doi = {10.5555/x.\(n)},\n  url = {https://x.example/r/\(n)},\n  keywords = {\(sentence(n + 1, 2))},\n"
        + "  langid = {english},\n  abstract = {\(sentence(n, 60)). Caf\\'e.},\n}\n\n"
    }
    return Array(text.utf8)
  }

  private static func csl(_ count: Int) -> [UInt8] {
    var text = "[\n"
    for n in 0..<count {
      text +=
        "{\"id\": \"\(n)\", \"type\": \"report\", \"title\": \"\(sentence(n, 9)) & more\", \"author\": [{\"family\": \"Haas\", "
        + "\"given\": \"Marcel\", \"non-dropping-particle\": \"de\"}], \"issued\": {\"date-parts\": [[2007, 11, 1]]}, "
        + "\"publisher\": \"Institute\", \"genre\": \"Research Report\", \"number-of-pages\": \"88\", \"DOI\": \"10.5555/x.\(n)\", "
        + "\"URL\": \"https://x.example/r/\(n)\", \"language\": \"en\", \"abstract\": \"\(sentence(n, 60)).\"}"
        + (n == count - 1 ? "\n" : ",\n")
    }
    return Array((text + "]").utf8)
  }

  private static func crossref(_ count: Int) -> [UInt8] {
    var text =
      "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"total-results\":\(count),\"items\":[\n"
    for n in 0..<count {
      text +=
        "{\"DOI\":\"10.5555/x.\(n)\",\"type\":\"report\",\"title\":[\"\(sentence(n, 9)) &amp; more\"],"
        + "\"author\":[{\"given\":\"Marcel\",\"family\":\"de Haas\",\"sequence\":\"first\",\"affiliation\":[]},"
        + "{\"given\":\"Ann\",\"family\":\"Roe\",\"sequence\":\"additional\",\"affiliation\":[{\"name\":\"Institute\"}]}],"
        + "\"issued\":{\"date-parts\":[[2007,11,1]]},\"publisher\":\"Institute\",\"URL\":\"https://doi.org/10.5555/x.\(n)\","
        + "\"abstract\":\"<jats:p>\(sentence(n, 60)).</jats:p>\",\"language\":\"en\",\"indexed\":{\"timestamp\":1700000000000}}"
        + (n == count - 1 ? "\n" : ",\n")
    }
    return Array((text + "]}}").utf8)
  }

  private static func landingPages(_ name: String, _ count: Int, head: String) -> Sample {
    let pages = (0..<count).map { landingPage($0, head: head) }
    return Sample(
      format: nil, name: name, bytes: Array(pages.joined()), pages: pages, scan: { _ in scanPages(pages) })
  }

  private static let jsonLD =
    "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Report\",\"name\":\"A report\","
    + "\"author\":[{\"@type\":\"Person\",\"name\":\"Marcel de Haas\"}],\"datePublished\":\"2007-11-01\",\"numberOfPages\":88}"
    + "</script><meta name=\"citation_title\" content=\"A report\"><meta name=\"DC.title\" content=\"A report\">"

  /// As publishers' systems make them: a menu, a report with fourteen chapters, what else there is to read, a footer.
  private static func landingPage(_ n: Int, head: String) -> [UInt8] {
    func menu(_ count: Int) -> String {
      (0..<count).map {
        "<li class=\"menu-item menu-item-\($0)\"><a class=\"link nav-link\" href=\"/m/\($0)\">\(sentence($0, 2))</a></li>\n"
      }.joined()
    }
    var text =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>\(sentence(n, 7)) | Institute</title>\(head)"
      + "<meta property=\"og:title\" content=\"\(sentence(n, 7))\"><script>var state = {\(sentence(n, 60))};</script></head>"
      + "<body class=\"page page-\(n)\"><nav class=\"site-nav\"><ul>\(menu(40))</ul></nav><main><p class=\"content-type\">Research "
      + "Report</p><h1>\(sentence(n, 7))</h1><div class=\"byline\">Marcel de Haas (Editor)</div><div>Copyright Date: Nov. 1, 2007"
      + "</div><div>Published by: <a href=\"/i\">Institute of \(sentence(n, 1))</a></div><div>Pages: 88</div>"
      + "<h2>Table of Contents</h2><ol>"
    for chapter in 0..<14 {
      text +=
        "<li class=\"toc-entry\"><div class=\"row\"><h3 class=\"title\"><a href=\"/c/\(chapter)\">\(sentence(n + chapter, 6))</a></h3>"
        + "<span class=\"pages\">(pp. \(chapter * 6 + 1)-\(chapter * 6 + 6))</span></div><p>\(sentence(n + chapter, 70)).</p></li>\n"
    }
    text +=
      "</ol></main><aside class=\"related\"><ul>\(menu(20))</ul></aside><footer><ul>\(menu(30))</ul></footer></body></html>"
    return Array(text.utf8)
  }
}
