extension JSONPreset {
  /// The items of a DSpace 7 repository, by its REST API (HAL). `set` is a community's or a collection's UUID.
  static let dSpace = JSONPreset(
    name: "dspace7", title: "an answer of DSpace's discovery",
    signs: [#""searchResult""#, #""indexableObject""#],
    mapping: JSONMapping(
      path: "/server/api/discover/search/objects", items: "/_embedded/searchResult/_embedded/objects",
      paging: .link(next: ["/_embedded/searchResult/_links/next/href"]),
      size: .init(parameter: "size", value: 100),
      total: ["/_embedded/searchResult/page/totalElements"],
      since: .init(.init(parameter: "query", value: "lastModified:[{} TO *]", join: " AND "), date: .second),
      query: .init(parameter: "query"), set: .init(parameter: "scope"),
      parameters: [.init("dsoType", "item"), .init("sort", "dc.date.accessioned,ASC")], complete: true,
      fields: FieldMapping([
        .identifier: item("/handle", "/uuid"),
        .deleted: item("/withdrawn"),
        .title: metadata("dc.title"),
        .subtitle: metadata("dc.title.alternative"),
        .authors: metadata("dc.contributor.author", "dc.creator"),
        .editors: metadata("dc.contributor.editor"),
        .corporateAuthors: metadata("dc.contributor.corporate"),
        .date: metadata("dc.date.issued", "dcterms.issued"),
        .publisher: metadata("dc.publisher"),
        .pages: metadata("dc.format.extent", "dc.description.pages"),
        .doi: metadata("dc.identifier.doi"),
        .isbn: metadata("dc.identifier.isbn"),
        .issn: metadata("dc.identifier.issn"),
        .handle: item("/handle"),
        .reportNumber: metadata("dc.identifier.govdoc", "dc.identifier.reportnumber"),
        .identifiers: metadata("dc.identifier.uri", "dc.identifier"),
        .abstract: metadata("dc.description.abstract", "dc.description"),
        .subjects: metadata("dc.subject"),
        .languages: metadata("dc.language.iso", "dc.language"),
        .series: metadata("dc.relation.ispartofseries"),
        .rights: metadata("dc.rights", "dc.rights.uri"),
        .types: metadata("dc.type"),
      ])))

  private static func item(_ pointers: String...) -> FieldSource {
    FieldSource(pointers.map { "/_embedded/indexableObject\($0)" })
  }

  private static func metadata(_ names: String...) -> FieldSource {
    FieldSource(names.map { "/_embedded/indexableObject/metadata/\($0)/*/value" })
  }
}
