extension CatalogueFormat {
  /// Tables as programs and spreadsheets export them: CSV and TSV (RFC 4180), by http or from a file.
  static let table = CatalogueFormat(
    name: "table",
    begin: { settings, _ in TableHarvest(settings) },
    resume: { TableHarvest($0, resuming: $1) },
    parser: { TableRecordParser($0) })
}
