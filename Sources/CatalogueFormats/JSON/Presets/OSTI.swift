extension JSONPreset {
  /// The technical reports of the US Department of Energy.
  static let osti = JSONPreset(
    name: "osti", title: "a list of OSTI's records", signs: [#""osti_id""#],
    mapping: JSONMapping(
      url: "https://www.osti.gov/api/v1/records", paging: .page(parameter: "page", first: 1),
      size: .init(parameter: "rows", value: 400), totalHeader: "x-total-count",
      since: .init(.init(parameter: "entry_date_start"), date: .americanDay),
      query: .init(parameter: "q"), set: .init(parameter: "research_org"),
      parameters: [.init("product_type", "Technical Report"), .init("sort", "entry_date asc")],
      complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/osti_id"]),
        .title: FieldSource(["/title"]),
        .authors: FieldSource(["/authors"]),
        .date: FieldSource(["/publication_date"]),
        .publisher: FieldSource(["/publisher", "/research_orgs/0"]),
        .pages: FieldSource(["/format"]),
        .doi: FieldSource(["/doi"]),
        .isbn: FieldSource(["/isbn"]),
        .reportNumber: FieldSource(["/report_number"]),
        .identifiers: FieldSource(["/identifiers", "/other_identifiers"]),
        .abstract: FieldSource(["/description"]),
        .subjects: FieldSource(["/subjects"]),
        .languages: FieldSource(["/language"]),
        .landingPage: FieldSource(["/links/*[rel=citation]/href", "https://www.osti.gov/biblio/{/osti_id}"]),
        .fullText: FieldSource(["/links/*[rel=fulltext]/href"]),
        .types: FieldSource(["/product_type"]),
      ])))
}
