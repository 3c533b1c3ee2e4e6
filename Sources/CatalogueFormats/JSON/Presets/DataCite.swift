extension JSONPreset {
  /// DataCite's DOIs of reports (JSON:API).
  static let dataCite = JSONPreset(
    name: "datacite", title: "DataCite's list of DOIs", signs: [#""type":"dois""#],
    mapping: JSONMapping(
      url: "https://api.datacite.org/dois", items: "/data",
      paging: .link(next: ["/links/next"]), size: .init(parameter: "page[size]", value: 500),
      total: ["/meta/total"],
      since: .init(.init(parameter: "query", value: "updated:[{} TO *]", join: " AND "), date: .second),
      query: .init(parameter: "query"), set: .init(parameter: "client-id"),
      parameters: [.init("resource-type-id", "report"), .init("page[cursor]", "1")], complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/id"]),
        .title: FieldSource(["/attributes/titles/*[titleType=]/title", "/attributes/titles/0/title"]),
        .subtitle: FieldSource(["/attributes/titles/*[titleType=Subtitle]/title"]),
        .authors: FieldSource(["/attributes/creators/*[nameType!=Organizational]"], parts: people()),
        .corporateAuthors: FieldSource(["/attributes/creators/*[nameType=Organizational]/name"]),
        .contributors: FieldSource(["/attributes/contributors"], parts: people(role: ["/contributorType"])),
        .date: FieldSource(["/attributes/dates/*[dateType=Issued]/date", "/attributes/publicationYear"]),
        .publisher: FieldSource(["/attributes/publisher/name", "/attributes/publisher"]),
        .pages: FieldSource(["/attributes/sizes/0"]),
        .doi: FieldSource(["/attributes/doi", "/id"]),
        .identifiers: FieldSource(["/attributes/alternateIdentifiers/*/alternateIdentifier"]),
        .abstract: FieldSource(["/attributes/descriptions/*[descriptionType=Abstract]/description"]),
        .subjects: FieldSource(["/attributes/subjects/*/subject"]),
        .languages: FieldSource(["/attributes/language"]),
        .series: FieldSource(["/attributes/container/title"]),
        .landingPage: FieldSource(["/attributes/url"]),
        .fullText: FieldSource(["/attributes/contentUrl"]),
        .rights: FieldSource(["/attributes/rightsList/*/rights"]),
        .types: FieldSource(["/attributes/types/resourceType", "/attributes/types/resourceTypeGeneral"]),
      ])))

  private static func people(role: [String]? = nil) -> [FieldSource.NamePart: [String]] {
    var parts: [FieldSource.NamePart: [String]] = [
      .family: ["/familyName"], .given: ["/givenName"], .name: ["/name"],
      .affiliation: ["/affiliation/0/name", "/affiliation/0"],
    ]
    parts[.role] = role
    return parts
  }
}
