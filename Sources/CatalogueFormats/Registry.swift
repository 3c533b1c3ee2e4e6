extension CatalogueFormat {
  /// Every format that `format = "…"` can name.
  public static let registry: [CatalogueFormat] = [.oaiPMH, .json] + jsonPresets

  /// The format of that name, or nil.
  public static func named(_ name: String) -> CatalogueFormat? { registry.first { $0.name == name } }
}

extension CatalogueFormat {
  /// OAI-PMH 2.0 with Dublin Core; by http, or from a file that holds an answer or a static repository.
  static let oaiPMH = CatalogueFormat(
    name: "oai-pmh",
    begin: { OAIHarvest($0, $1) },
    resume: { OAIHarvest($0, resuming: $1) },
    parser: { _ in OAIRecordParser() })
}
