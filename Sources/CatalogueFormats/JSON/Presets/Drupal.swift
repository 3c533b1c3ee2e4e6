extension JSONPreset {
  /// A Drupal site by JSON:API; the address names the resource (`…/jsonapi/node/publication`). Fields are named by each
  /// site: those that every site has are read, and `[fields]` adds its own.
  static let drupal = JSONPreset(
    name: "drupal", title: "a list of Drupal's JSON:API", signs: [#""jsonapi":{"#, #""type":"node--"#],
    mapping: JSONMapping(
      items: "/data", paging: .link(next: ["/links/next/href", "/links/next"]),
      size: .init(parameter: "page[limit]", value: 50), total: ["/meta/count"],
      since: .init(
        .init(parameter: "filter[since][condition][value]"), date: .epoch,
        with: [
          .init("filter[since][condition][path]", "changed"),
          .init("filter[since][condition][operator]", ">="),
        ]),
      parameters: [.init("sort", "drupal_internal__nid")], complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/id"]),
        .title: FieldSource(["/attributes/title"]),
        .date: FieldSource([
          "/attributes/field_publication_date", "/attributes/field_date", "/attributes/created",
        ]),
        .abstract: FieldSource([
          "/attributes/field_abstract/processed", "/attributes/body/summary", "/attributes/body/processed",
          "/attributes/body/value",
        ]),
        .languages: FieldSource(["/attributes/langcode"]),
        .landingPage: FieldSource(["/attributes/path/alias", "/links/self/href"]),
        .types: FieldSource(["/type"]),
      ])))
}
