extension CatalogueFormat {
  /// Atom 1.0 and 0.3, RSS 2.0 and its forebears, RSS 1.0; paged and archived feeds (RFC 5005).
  static let feed = CatalogueFormat(
    name: "feed",
    begin: { settings, scope in
      if settings.crawl.follow { return SiteHarvest.begin(.feed, settings, scope) }
      return FeedHarvest(settings, scope)
    },
    resume: { settings, checkpoint in
      if settings.crawl.follow { return SiteHarvest.resume(.feed, settings, checkpoint) }
      return FeedHarvest(settings, resuming: checkpoint)
    },
    parser: { settings in
      if settings.crawl.follow { return PageRecordParser() }
      return FeedRecordParser()
    },
    recognise: { FeedHarvest.recognise($0) })
}
