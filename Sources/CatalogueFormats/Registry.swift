extension CatalogueFormat {
  /// Every format that `format = "…"` can name.
  public static let registry: [CatalogueFormat] = [.oaiPMH, .table, .kbart]

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

  /// Tables as programs and spreadsheets export them: CSV and TSV (RFC 4180), by http or from a file.
  static let table = CatalogueFormat(
    name: "table",
    begin: { settings, _ in TableHarvest(.mapped(settings.fields), settings) },
    resume: { TableHarvest(.mapped($0.fields), $0, resuming: $1) },
    parser: { TableRecordParser($0) })

  /// KBART Phase II (NISO RP-9-2014): lists of titles, as publishers and aggregators send them to libraries.
  static let kbart = CatalogueFormat(
    name: "kbart",
    begin: { settings, _ in TableHarvest(.kbart, settings) },
    resume: { TableHarvest(.kbart, $0, resuming: $1) },
    parser: { _ in KBARTRecordParser() })
}
