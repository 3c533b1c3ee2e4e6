extension CatalogueFormat {
  /// Tables as programs and spreadsheets export them: CSV and TSV (RFC 4180), by http or from a file.
  static let table = CatalogueFormat(
    name: "table",
    begin: { settings, _ in DocumentHarvest(.mapped(settings.fields), settings) },
    resume: { DocumentHarvest(.mapped($0.fields), $0, resuming: $1) },
    parser: { TableRecordParser($0) },
    recognise: { TableRecognition.table($0) })

  /// KBART Phase II (NISO RP-9-2014): lists of titles, as publishers and aggregators send them to libraries.
  static let kbart = CatalogueFormat(
    name: "kbart",
    begin: { settings, _ in DocumentHarvest(.kbart, settings) },
    resume: { DocumentHarvest(.kbart, $0, resuming: $1) },
    parser: { _ in KBARTRecordParser() },
    recognise: { TableRecognition.kbart($0) })
}

extension DocumentHarvest<TableSplitter> {
  private static var accept: String {
    "text/tab-separated-values, text/csv, text/plain;q=0.9, */*;q=0.1"
  }

  init(_ kind: TableKind, _ settings: HarvestSettings) {
    self.init(settings, accept: Self.accept) { TableSplitter(kind, separator: settings.separator) }
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ kind: TableKind, _ settings: HarvestSettings, resuming checkpoint: String) {
    self.init(settings, accept: Self.accept, resuming: checkpoint) {
      TableSplitter(kind, separator: settings.separator)
    }
  }
}
