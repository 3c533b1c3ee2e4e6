extension JSONPreset {
  /// Research and statistics in GOV.UK's search. Parameters that it does not know are errors to it.
  static let govUK = JSONPreset(
    name: "gov-uk", title: "an answer of GOV.UK's search", signs: [#""es_score""#],
    mapping: JSONMapping(
      url: "https://www.gov.uk/api/search.json", items: "/results",
      paging: .offset(parameter: "start", first: 0), size: .init(parameter: "count", value: 500),
      total: ["/total"],
      since: .init(.init(parameter: "filter_public_timestamp", value: "from:{}"), date: .day),
      query: .init(parameter: "q"), set: .init(parameter: "filter_organisations"),
      parameters: [
        .init("filter_content_purpose_supergroup", "research_and_statistics"),
        .init("order", "public_timestamp"),
        .init("fields", "content_id"), .init("fields", "title"), .init("fields", "link"),
        .init("fields", "description"), .init("fields", "public_timestamp"), .init("fields", "organisations"),
        .init("fields", "content_store_document_type"),
      ], complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/content_id", "/link"]),
        .title: FieldSource(["/title"]),
        .corporateAuthors: FieldSource(["/organisations/*/title"]),
        .date: FieldSource(["/public_timestamp"]),
        .publisher: FieldSource(["/organisations/0/title"]),
        .abstract: FieldSource(["/description"]),
        .landingPage: FieldSource(["/link"]),
        .types: FieldSource(["/content_store_document_type", "/format"]),
      ])))
}
