import Catalogue

// The JSON of `Report: Codable`, its keys sorted, byte for byte. Written by hand, because an export of a whole library is to
// go as fast as the store is read.

extension [UInt8] {
  mutating func json(_ report: Report) {
    var json = JSONObject(&self)
    json.text("abstract", report.abstract, &self)
    json.text("access", report.access?.rawValue, &self)
    json.list("contributors", report.contributors, &self) { $1.json($0) }
    json.list("identifiers", report.identifiers, &self) { identifier, bytes in
      var json = JSONObject(&bytes)
      json.text("scheme", identifier.scheme.name, &bytes)
      json.text("value", identifier.value, &bytes)
      json.end(&bytes)
    }
    json.list("languages", report.languages, &self) { $1.json($0) }
    json.list("links", report.links, &self) { link, bytes in
      var json = JSONObject(&bytes)
      json.text("kind", link.kind.rawValue, &bytes)
      json.text("url", link.url, &bytes)
      json.end(&bytes)
    }
    json.number("page_count", report.pageCount, &self)
    if let date = report.published {
      json.member("published", &self)
      self.json(date)
    }
    json.text("publisher", report.publisher, &self)
    json.list("rights", report.rights, &self) { $1.json($0) }
    json.list("sections", report.sections, &self) { $1.json($0) }
    json.list("series", report.series, &self) { series, bytes in
      var json = JSONObject(&bytes)
      json.text("number", series.number, &bytes)
      json.text("title", series.title, &bytes)
      json.end(&bytes)
    }
    json.list("subjects", report.subjects, &self) { $1.json($0) }
    json.text("subtitle", report.subtitle, &self)
    json.text("title", report.title.isEmpty ? nil : report.title, &self)
    json.list("types", report.types, &self) { $1.json($0) }
    json.end(&self)
  }

  private mutating func json(_ date: PartialDate) {
    var json = JSONObject(&self)
    json.number("day", date.day, &self)
    json.number("month", date.month, &self)
    json.text("printed", date.printed, &self)
    json.number("year", date.year, &self)
    json.end(&self)
  }

  private mutating func json(_ contributor: Contributor) {
    var json = JSONObject(&self)
    json.text("affiliation", contributor.affiliation, &self)
    json.text("kind", contributor.kind == .unknown ? nil : contributor.kind.rawValue, &self)
    json.member("name", &self)
    let name = contributor.name
    var parts = JSONObject(&self)
    parts.text("family", name.family, &self)
    parts.text("given", name.given, &self)
    parts.text("particle", name.particle, &self)
    parts.text("printed", name.printed, &self)
    parts.text("suffix", name.suffix, &self)
    parts.end(&self)
    json.text("role", contributor.role.rawValue, &self)
    json.end(&self)
  }

  private mutating func json(_ section: Section) {
    var json = JSONObject(&self)
    json.list("contributors", section.contributors, &self) { $1.json($0) }
    json.text("excerpt", section.excerpt, &self)
    json.text("label", section.label, &self)
    if let pages = section.pages {
      json.member("pages", &self)
      self.json(pages)
    }
    json.text("title", section.title.isEmpty ? nil : section.title, &self)
    json.end(&self)
  }

  private mutating func json(_ pages: PageRange) {
    var json = JSONObject(&self)
    json.text("printed", pages.printed, &self)
    // Never left out, unlike other lists; and never empty.
    json.list("spans", pages.spans, &self) { span, bytes in
      var json = JSONObject(&bytes)
      json.member("first", &bytes)
      bytes.json(span.first)
      switch span.end {
      case .single: break
      case .page(let last):
        json.member("last", &bytes)
        bytes.json(last)
      case .open:
        json.member("open", &bytes)
        bytes.add("true")
      }
      json.end(&bytes)
    }
    json.end(&self)
  }

  private mutating func json(_ page: PageRange.Page) {
    var json = JSONObject(&self)
    json.member("bracketed", &self)
    add(page.bracketed ? "true" : "false")
    json.text("label", page.label, &self)
    json.number("number", page.number, &self)
    json.text("numbering", page.numbering.rawValue, &self)
    json.end(&self)
  }
}
