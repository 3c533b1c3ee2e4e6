/// The vocabularies that feeds are written in.
enum FeedVocabulary {
  /// Atom's and RSS's own, of any version, and what has no namespace.
  case core
  case dublinCore, content, media, itunes, prism, licence, history, syndication, feedburner, rdf, xhtml,
    tombstones
  /// What our own context says of the feed.
  case context
  case other

  /// Our own namespace.
  static let contextName = "urn:catalogued:feed"

  /// By a namespace's name: only what tells it from the others is compared, since versions and slashes differ.
  init(namespace: String) {
    let name = Array(namespace.lowercased().utf8)
    self = name.withUnsafeBufferPointer { name in
      Self.marks.first { name.place(of: $0.mark, from: 0, before: name.count) != nil }?.vocabulary ?? .other
    }
  }

  /// By the prefix that everybody uses, where it was never declared.
  init(prefix: String) {
    switch prefix {
    case "dc", "dcterms", "dct": self = .dublinCore
    case "content": self = .content
    case "media": self = .media
    case "itunes": self = .itunes
    case "prism": self = .prism
    case "creativeCommons", "cc": self = .licence
    case "fh": self = .history
    case "sy": self = .syndication
    case "feedburner": self = .feedburner
    case "rdf": self = .rdf
    case "xhtml": self = .xhtml
    case "at": self = .tombstones
    case "atom", "atom10", "a10", "rss": self = .core
    default: self = .other
    }
  }

  /// The first that fits counts.
  private static let marks: [(mark: StaticString, vocabulary: FeedVocabulary)] = [
    ("purl.org/dc/", .dublinCore), ("prismstandard", .prism), ("/mrss", .media), ("itunes", .itunes),
    ("rss/1.0/modules/content", .content), ("rss/1.0/modules/syndication", .syndication),
    ("creativecommons", .licence), ("web.resource.org/cc", .licence), ("syndication/history", .history),
    ("feedburner", .feedburner), ("1999/xhtml", .xhtml), ("rdf-syntax", .rdf),
    ("atompub/tombstones", .tombstones),
    ("urn:catalogued:feed", .context), ("w3.org/2005/atom", .core), ("purl.org/atom", .core),
    ("/modules/", .other), ("rss", .core), ("netscape", .core),
  ]
}

/// The local names that mean something to us, in whatever vocabulary.
enum FeedTag: String {
  // Atom and RSS
  case title, link, id, guid, author, contributor, name, email, uri, url, category, summary, subtitle,
    tagline, info
  case description, content, rights, copyright, published, updated, issued, modified, created, pubDate,
    lastBuildDate
  case source, enclosure, generator, language, managingEditor, webMaster, channel, image, fullitem, body, div
  case ttl, skipHours, skipDays, hour, day, updatePeriod, updateFrequency, complete, archive, origLink
  case feed, entry, item, rss
  case rdf = "RDF"
  case deletedEntry = "deleted-entry"
  // Dublin Core besides
  case creator, subject, publisher, date, type, format, identifier, relation, coverage, abstract, alternative,
    extent
  case isPartOf, bibliographicCitation, accessRights, license, tableOfContents, dateSubmitted, available
  // content, media, itunes, prism
  case encoded, group, keywords, credit, doi, issn, isbn, number, volume, publicationName, publicationDate,
    coverDate
  case eIssn, pageCount, genre, aggregationType, licence, text
  case other
}
