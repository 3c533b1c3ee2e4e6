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
}
