extension CatalogueFormat {
  /// Tables as programs and spreadsheets export them: CSV and TSV (RFC 4180), by http or from a file.
  static let table = CatalogueFormat(
    name: "table",
    begin: { settings, _ in TableHarvest(.mapped(settings.fields), settings) },
    resume: { TableHarvest(.mapped($0.fields), $0, resuming: $1) },
    parser: { TableRecordParser($0) },
    recognise: { TableRecognition.table($0) })

  /// KBART Phase II (NISO RP-9-2014): lists of titles, as publishers and aggregators send them to libraries.
  static let kbart = CatalogueFormat(
    name: "kbart",
    begin: { settings, _ in TableHarvest(.kbart, settings) },
    resume: { TableHarvest(.kbart, $0, resuming: $1) },
    parser: { _ in KBARTRecordParser() },
    recognise: { TableRecognition.kbart($0) })
}
