extension JSONPreset {
  /// A collection of the US Government Publishing Office; `set` names it (`GOVPUB`, `CRPT`, `GAOREPORTS`). It wants a
  /// key, and gives few fields: a package's title, date and class.
  static let govInfo = JSONPreset(
    name: "govinfo", title: "a collection of govinfo", signs: [#""packageId""#, #""packageLink""#],
    mapping: JSONMapping(
      url: "https://api.govinfo.gov/collections/{set}/{since}", items: "/packages",
      paging: .link(next: ["/nextPage"]), size: .init(parameter: "pageSize", value: 1000), total: ["/count"],
      since: .init(.init(parameter: ""), date: .second, beginning: "1900-01-01T00:00:00Z"),
      parameters: [.init("offsetMark", "*")], complete: true, key: .header("X-Api-Key"),
      fields: FieldMapping([
        .identifier: FieldSource(["/packageId"]),
        .title: FieldSource(["/title"]),
        .date: FieldSource(["/dateIssued"]),
        .publisher: FieldSource(["/publisher"]),
        .landingPage: FieldSource(["https://www.govinfo.gov/app/details/{/packageId}"]),
        .types: FieldSource(["/docClass"]),
      ])))
}
