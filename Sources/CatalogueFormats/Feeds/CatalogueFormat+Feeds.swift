extension CatalogueFormat {
  /// Atom 1.0 and 0.3, RSS 2.0 and its forebears, RSS 1.0; paged and archived feeds (RFC 5005).
  static let feed = CatalogueFormat(
    name: "feed",
    begin: { FeedHarvest($0, $1) },
    resume: { FeedHarvest($0, resuming: $1) },
    parser: { _ in FeedRecordParser() },
    recognise: { FeedHarvest.recognise($0) })
}
