extension JSONPreset {
  /// NASA's Technical Reports Server. It counts no further than 10,000: narrow it by query or set.
  static let ntrs = JSONPreset(
    name: "ntrs", title: "a list of NASA's Technical Reports Server", signs: [#""stiType""#],
    mapping: JSONMapping(
      url: "https://ntrs.nasa.gov/api/citations/search", items: "/results",
      paging: .offset(parameter: "page.from", first: 0), size: .init(parameter: "page.size", value: 100),
      total: ["/stats/total"],
      since: .init(.init(parameter: "modified.gte"), date: .day), query: .init(parameter: "q"),
      set: .init(parameter: "center"), complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/id"]),
        .title: FieldSource(["/title"]),
        .authors: FieldSource(
          ["/authorAffiliations"],
          parts: [.name: ["/meta/author/name"], .affiliation: ["/meta/organization/name"]]),
        .date: FieldSource(["/publications/0/publicationDate", "/distributionDate"]),
        .publisher: FieldSource(["/publications/0/publisher", "/center/name"]),
        .doi: FieldSource(["/publications/*/doi"]),
        .isbn: FieldSource(["/publications/*/isbn"]),
        .reportNumber: FieldSource(["/otherReportNumbers"]),
        .abstract: FieldSource(["/abstract"]),
        .subjects: FieldSource(["/keywords", "/subjectCategories"]),
        .landingPage: FieldSource(["https://ntrs.nasa.gov/citations/{/id}"]),
        .fullText: FieldSource(["/downloads/*/links/pdf", "/downloads/*/links/original"]),
        .rights: FieldSource(["/copyright/determinationType"]),
        .types: FieldSource(["/stiTypeDetails", "/stiType"]),
      ])))
}
