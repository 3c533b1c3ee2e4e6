extension JSONPreset {
  /// OpenAlex's works, the reports among them. What changed is told to those who have a key for it; others read
  /// everything each time.
  static let openAlex = JSONPreset(
    name: "openalex", title: "OpenAlex's list of works", signs: [#""db_response_time_ms""#, #""per_page""#],
    mapping: JSONMapping(
      url: "https://api.openalex.org/works", items: "/results",
      paging: .cursor(parameter: "cursor", first: "*", next: ["/meta/next_cursor"]),
      size: .init(parameter: "per-page", value: 200), total: ["/meta/count"],
      since: .init(.init(parameter: "filter", value: "from_updated_date:{}", join: ","), date: .day),
      query: .init(parameter: "search"), set: .init(parameter: "filter", value: "{}", join: ","),
      parameters: [.init("filter", "type:report")], complete: true, key: .query("api_key"),
      fields: FieldMapping([
        .identifier: FieldSource(["/id"]),
        .title: FieldSource(["/title", "/display_name"]),
        .authors: FieldSource(
          ["/authorships"],
          parts: [
            .name: ["/raw_author_name", "/author/display_name"],
            .affiliation: ["/institutions/0/display_name", "/raw_affiliation_strings/0"],
          ]),
        .date: FieldSource(["/publication_date", "/publication_year"]),
        .publisher: FieldSource(["/primary_location/source/host_organization_name"]),
        .doi: FieldSource(["/doi"]),
        .abstract: FieldSource(["/abstract_inverted_index"]),
        .subjects: FieldSource(["/keywords/*/display_name", "/topics/*/display_name"]),
        .languages: FieldSource(["/language"]),
        .landingPage: FieldSource([
          "/primary_location/landing_page_url", "/best_oa_location/landing_page_url",
        ]),
        .fullText: FieldSource(["/best_oa_location/pdf_url", "/primary_location/pdf_url"]),
        .rights: FieldSource(["/best_oa_location/license", "/primary_location/license"]),
        .access: FieldSource(["/open_access/is_oa"]),
        .types: FieldSource(["/type"]),
      ])))
}
