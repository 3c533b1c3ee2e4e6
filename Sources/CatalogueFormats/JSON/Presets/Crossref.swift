extension JSONPreset {
  /// Crossref's works, the reports among them. Cursors live for a few minutes; the list's last page has a cursor, too.
  static let crossref = JSONPreset(
    name: "crossref", title: "Crossref's list of works", signs: [#""message-type":"work-list""#],
    mapping: JSONMapping(
      url: "https://api.crossref.org/works", items: "/message/items",
      paging: .cursor(parameter: "cursor", first: "*", next: ["/message/next-cursor"]),
      size: .init(parameter: "rows", value: 500), total: ["/message/total-results"],
      since: .init(.init(parameter: "filter", value: "from-index-date:{}", join: ","), date: .day),
      query: .init(parameter: "query"), set: .init(parameter: "filter", value: "{}", join: ","),
      parameters: [.init("filter", "type:report")], complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/DOI"]),
        .title: FieldSource(["/title/0"]),
        .subtitle: FieldSource(["/subtitle/0"]),
        .authors: FieldSource(["/author/*[name=]"], parts: people),
        .corporateAuthors: FieldSource(["/author/*[name!=]/name"]),
        .editors: FieldSource(["/editor"], parts: people),
        .date: FieldSource([
          "/issued/date-parts/0", "/published/date-parts/0", "/published-online/date-parts/0",
          "/posted/date-parts/0",
        ]),
        .publisher: FieldSource(["/institution/0/name", "/publisher"]),
        .doi: FieldSource(["/DOI"]),
        .isbn: FieldSource(["/ISBN"]),
        .issn: FieldSource(["/ISSN"]),
        .reportNumber: FieldSource(["/report-number"]),
        .abstract: FieldSource(["/abstract"]),
        .subjects: FieldSource(["/subject"]),
        .languages: FieldSource(["/language"]),
        .series: FieldSource(["/container-title/0"]),
        .landingPage: FieldSource(["/resource/primary/URL", "/URL"]),
        .fullText: FieldSource(["/link/*[content-type=application~1pdf]/URL"]),
        .rights: FieldSource(["/license/*/URL"]),
        .types: FieldSource(["/type"]),
      ])))

  private static let people: [FieldSource.NamePart: [String]] = [
    .family: ["/family"], .given: ["/given"], .suffix: ["/suffix"], .name: ["/name"],
    .affiliation: ["/affiliation/0/name"],
  ]
}
