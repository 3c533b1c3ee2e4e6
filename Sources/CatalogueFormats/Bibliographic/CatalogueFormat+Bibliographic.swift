extension CatalogueFormat {
  /// RIS, as reference managers exchange it: by http or from a file.
  static let ris = CatalogueFormat(
    name: "ris",
    begin: { settings, _ in DocumentHarvest(settings, accept: risTypes) { RISSplitter() } },
    resume: { DocumentHarvest($0, accept: risTypes, resuming: $1) { RISSplitter() } },
    parser: { _ in RISRecordParser() },
    recognise: ReferenceRecognition.ris)

  /// BibTeX and BibLaTeX, by http or from a file.
  static let bibTeX = CatalogueFormat(
    name: "bibtex",
    begin: { settings, _ in DocumentHarvest(settings, accept: bibTeXTypes) { BibTeXSplitter() } },
    resume: { DocumentHarvest($0, accept: bibTeXTypes, resuming: $1) { BibTeXSplitter() } },
    parser: { _ in BibTeXRecordParser() },
    recognise: ReferenceRecognition.bibTeX)

  /// CSL-JSON, the input of citation processors: by http or from a file.
  static let cslJSON = CatalogueFormat(
    name: "csl-json",
    begin: { settings, _ in CSLHarvest(settings) },
    resume: { CSLHarvest($0, resuming: $1) },
    parser: { _ in CSLRecordParser() },
    recognise: ReferenceRecognition.cslJSON)

  private static let risTypes = "application/x-research-info-systems, text/plain;q=0.9, */*;q=0.1"
  private static let bibTeXTypes = "application/x-bibtex, text/x-bibtex, text/plain;q=0.9, */*;q=0.1"
}
