extension CatalogueFormat {
  /// Every format that `format = "…"` can name.
  public static let registry: [CatalogueFormat] = [.oaiPMH, .feed]

  /// What `format = "…"` says where the format is to be found out from the answer.
  public static let automatic = "auto"

  /// The format of that name, or nil.
  public static func named(_ name: String) -> CatalogueFormat? { registry.first { $0.name == name } }
}

extension HarvestSettings {
  /// Whether the format is to be found out from the answer.
  public var isAutomatic: Bool { format == CatalogueFormat.automatic }
}

extension CatalogueFormat {
  /// OAI-PMH 2.0 with Dublin Core; by http, or from a file that holds an answer or a static repository.
  static let oaiPMH = CatalogueFormat(
    name: "oai-pmh",
    begin: { OAIHarvest($0, $1) },
    resume: { OAIHarvest($0, resuming: $1) },
    parser: { _ in OAIRecordParser() },
    recognise: { sample in
      switch sample.root?.split(separator: ":").last {
      case "OAI-PMH": "an OAI-PMH repository"
      case "Repository": "an OAI-PMH static repository"
      case "ListRecords": "a saved OAI-PMH answer"
      default: nil
      }
    })

  /// Atom 1.0 and 0.3, RSS 2.0 and its forebears, RSS 1.0; paged and archived feeds (RFC 5005).
  static let feed = CatalogueFormat(
    name: "feed",
    begin: { FeedHarvest($0, $1) },
    resume: { FeedHarvest($0, resuming: $1) },
    parser: { _ in FeedRecordParser() },
    recognise: { FeedHarvest.recognise($0) })
}
