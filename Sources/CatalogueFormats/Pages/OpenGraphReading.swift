import Catalogue

/// Makes a report of what a page says of itself for search engines and social networks: Open Graph (ogp.me), the `meta`
/// names that HTML itself knows (4.2.5.1), `<title>` and the language of the whole. It holds for any page, and weighs
/// least.
enum OpenGraphReading {
  static func report(_ content: PageContent, repairs: inout [String: Int]) -> Report {
    var builder = ReportBuilder(.plain)
    let site = content.metas("og:site_name").first
    for name in ["og:title", "twitter:title"] {
      for text in content.metas(name) { builder.add(.title, title(text, site: site)) }
    }
    builder.add(.title, title(content.title, site: site))
    for name in ["og:description", "description", "twitter:description"] {
      for text in content.metas(name) { builder.add(.abstract, text) }
    }
    for name in ["author", "book:author", "article:author", "parsely-author"] {
      guard builder.report.contributors.isEmpty else { break }
      // Open Graph's are addresses of profiles.
      for text in content.metas(name) where !WebAddress.isWeb(text) {
        let parsed = Contributor.parse(PlainText.clean(text), role: .author)
        builder.report.contributors += parsed.filter { $0.name.printed != site }
      }
    }
    for name in ["book:release_date", "article:published_time", "date", "parsely-pub-date"] {
      for text in content.metas(name) where builder.report.published == nil { builder.add(.date, text) }
    }
    for text in content.metas("book:isbn") { builder.add(.isbn, text) }
    for text in content.metas("keywords") + content.metas("news_keywords") {
      for word in text.split(separator: ",").prefix(200) { builder.add(.subjects, String(word)) }
    }
    for name in ["book:tag", "article:tag"] {
      for text in content.metas(name) { builder.add(.subjects, text) }
    }
    for text in [content.language].compactMap({ $0 }) + content.metas("content-language")
      + content.metas("og:locale")
    where builder.report.languages.isEmpty {
      builder.add(.languages, text)
    }
    if let site { builder.add(.publisher, site) }
    return builder.reading(repairs: &repairs)
  }

  /// A page's title without the name of its site: "Report | Institute", "Institute - Report".
  static func title(_ text: String, site: String?) -> String {
    let text = PlainText.clean(text)
    for separator in [" | ", " – ", " — ", " - ", " · ", " :: ", " » "] {
      if let site, text.hasSuffix(separator + site) {
        return String(text.dropLast(separator.count + site.count))
      }
      if let site, text.hasPrefix(site + separator) {
        return String(text.dropFirst(separator.count + site.count))
      }
    }
    // A bar is used for nothing else.
    guard site == nil, let bar = text.utf8.lastIndex(of: UInt8(ascii: "|")), bar > text.startIndex else {
      return text
    }
    return PlainText.clean(String(text[..<bar]))
  }
}
