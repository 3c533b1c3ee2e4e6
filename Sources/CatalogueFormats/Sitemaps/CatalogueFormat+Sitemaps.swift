extension CatalogueFormat {
  /// Landing pages that a sitemap names (sitemaps.org), or a list of ResourceSync (NISO Z39.99).
  static let sitemap = pages("sitemap", .sitemap, recognise: { SitemapRecognition.words($0) })

  /// Landing pages that a listing page links to.
  static let listing = pages("listing", .listing)

  /// One landing page.
  static let page = pages("page", .page)

  private static func pages(
    _ name: String, _ source: SiteHarvest.Source,
    recognise: @escaping @Sendable (AnswerSample) -> String? = { _ in nil }
  ) -> CatalogueFormat {
    CatalogueFormat(
      name: name, version: SiteHarvest.version,
      begin: { SiteHarvest.begin(source, $0, $1) },
      resume: { SiteHarvest.resume(source, $0, $1) },
      parser: { _ in PageRecordParser() }, recognise: recognise)
  }
}

/// How an answer is known for a sitemap.
enum SitemapRecognition {
  static func words(_ sample: AnswerSample) -> String? {
    switch sample.root?.split(separator: ":").last {
    case "urlset": "a sitemap"
    case "sitemapindex": "a sitemap index"
    default: nil
    }
  }
}
