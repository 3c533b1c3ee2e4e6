/// Feeds for tests.
enum Feeds {
  static func atom(_ entries: String, head: String = "<title>Polar papers</title>", attributes: String = "")
    -> String
  {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      + "xmlns:fh=\"http://purl.org/syndication/history/1.0\" \(attributes)>\(head)\n\(entries)\n</feed>\n"
  }

  static let modules =
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
    + "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:media=\"http://search.yahoo.com/mrss/\" "
    + "xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
    + "xmlns:prism=\"http://prismstandard.org/namespaces/basic/2.0/\" "
    + "xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" "
    + "xmlns:creativeCommons=\"http://backend.userland.com/creativeCommonsRssModule\" "
    + "xmlns:feedburner=\"http://rssnamespace.org/feedburner/ext/1.0\""

  static func rss(_ items: String, head: String = "<title>Polar papers</title>") -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \(modules)><channel>\(head)\n\(items)\n"
      + "</channel></rss>\n"
  }

  static func item(_ number: Int, _ fields: String? = nil) -> String {
    "<item><guid isPermaLink=\"false\">p\(number)</guid>\(fields ?? "<title>Paper \(number)</title>")</item>"
  }

  static func entry(_ number: Int, _ fields: String? = nil) -> String {
    "<entry><id>urn:p:\(number)</id>\(fields ?? "<title>Paper \(number)</title>")</entry>"
  }
}
