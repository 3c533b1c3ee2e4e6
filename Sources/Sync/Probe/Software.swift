import CatalogueFormats

/// The programs that sites of reports are made with, by what their pages hold, and where each has its OAI-PMH.
struct Software {
  var name: String
  /// What stands in a page of it, in lower case: in its bytes, or in the generator that it names.
  var signs: [String]
  /// Paths of its OAI-PMH, the likeliest first; from the site's root where they begin with a slash. `{journal}` is
  /// replaced by the part of the address that names one of several.
  var oai: [String]
  /// Its own JSON API, as the product reads it.
  var api: API?

  enum API: Hashable { case wordPress, drupal, dSpace7 }

  /// The first of which a page has a sign. What is told by surer signs stands first: many sites have a WordPress besides.
  static let all: [Software] = [
    Software(
      name: "DSpace",
      signs: ["<ds-app", "dspace-angular", "content=\"dspace 7", "content=\"dspace 8", "content=\"dspace 9"],
      oai: ["/server/oai/request", "/oai/request"], api: .dSpace7),
    Software(
      name: "DSpace", signs: ["content=\"dspace", "/xmlui/", "/jspui/", "/bitstream/handle/"],
      oai: ["/oai/request", "/server/oai/request", "/dspace-oai/request"]),
    Software(
      name: "EPrints", signs: ["content=\"eprints", "name=\"eprints.", "/id/eprint/", "eprints.org"],
      oai: ["/cgi/oai2"]),
    Software(
      name: "Open Journal Systems",
      signs: [
        "open journal systems", "open monograph press", "open preprint systems", "pkp-lib", "pkp.sfu.ca",
      ],
      oai: ["{journal}/oai", "/index.php/index/oai", "/oai"]),
    Software(
      name: "Janeway", signs: ["janeway", "/static/janeway"], oai: ["{first}/api/oai/", "/api/oai/"]),
    Software(
      name: "Invenio", signs: ["invenio", "inveniordm", "/oai2d"], oai: ["/oai2d"]),
    Software(
      name: "Islandora", signs: ["islandora"], oai: ["/oai/request", "/oai2"], api: .drupal),
    Software(
      name: "Digital Commons", signs: ["bepress", "digital commons", "digitalcommons"], oai: ["/do/oai/"]),
    Software(name: "Dataverse", signs: ["dataverse"], oai: ["/oai"]),
    Software(name: "CONTENTdm", signs: ["contentdm", "/digital/collection/"], oai: ["/oai/oai.php"]),
    Software(name: "OPUS", signs: ["opus4", "content=\"opus"], oai: ["/oai", "/opus4/oai"]),
    Software(name: "Omeka", signs: ["omeka"], oai: ["/oai-pmh-repository/request", "/oai"]),
    Software(name: "Pure", signs: ["elsevier pure", "pure portal", "/ws/oai"], oai: ["/ws/oai"]),
    Software(name: "WEKO", signs: ["weko"], oai: ["/oai"]),
    Software(name: "Samvera", signs: ["hyrax", "samvera"], oai: ["/catalog/oai"]),
    Software(name: "figshare", signs: ["figshare.com"], oai: ["https://api.figshare.com/v2/oai"]),
    Software(
      name: "Drupal", signs: ["content=\"drupal", "/sites/default/files/", "drupal-settings-json"],
      oai: ["/oai/request"], api: .drupal),
    Software(
      name: "WordPress", signs: ["api.w.org", "/wp-content/", "/wp-includes/", "content=\"wordpress"],
      oai: [],
      api: .wordPress),
  ]

  /// Where OAI-PMH is tried where nothing tells the program.
  static let commonPaths = ["/oai/request", "/server/oai/request", "/oai", "/cgi/oai2", "/oai2d"]

  /// The program of a page, by its source.
  static func of(_ page: [UInt8]) -> Software? {
    let marks = PageMarks(page)
    return all.first { $0.signs.contains(where: marks.hold) }
  }
}
