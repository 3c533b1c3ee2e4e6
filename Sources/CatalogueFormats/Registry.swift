extension CatalogueFormat {
  /// Every format that `format = "…"` can name. Where a format is to be found out from the answer, they are asked in
  /// this order.
  public static let registry: [CatalogueFormat] =
    [.oaiPMH, .feed, .ris, .bibTeX, .kbart, .table, .json, .sitemap, .listing, .page] + jsonPresets + [
      .cslJSON
    ]

  /// What `format = "…"` says where the format is to be found out from the answer.
  public static let automatic = "auto"

  /// The format of that name, or nil.
  public static func named(_ name: String) -> CatalogueFormat? { registry.first { $0.name == name } }
}

extension HarvestSettings {
  /// Whether the format is to be found out from the answer.
  public var isAutomatic: Bool { format == CatalogueFormat.automatic }
}
