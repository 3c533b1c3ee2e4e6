extension JSONPreset {
  /// The posts of a WordPress site, by its REST API; the address may name another type of posts
  /// (`…/wp-json/wp/v2/report`). `set` is a category's number.
  static let wordPress = JSONPreset(
    name: "wordpress", title: "a list of WordPress's posts", signs: [#""rendered""#, #""slug""#],
    mapping: JSONMapping(
      path: "/wp-json/wp/v2/posts", paging: .page(parameter: "page", first: 1),
      size: .init(parameter: "per_page", value: 100), totalHeader: "x-wp-total", pastEnd: 400,
      since: .init(.init(parameter: "modified_after"), date: .second), query: .init(parameter: "search"),
      set: .init(parameter: "categories"),
      parameters: [.init("_embed", "author,wp:term"), .init("orderby", "id"), .init("order", "asc")],
      complete: true,
      fields: FieldMapping([
        .identifier: FieldSource(["/id"]),
        .title: FieldSource(["/title/rendered"]),
        .authors: FieldSource(["/_embedded/author/*/name"]),
        .date: FieldSource(["/date"]),
        .abstract: FieldSource(["/excerpt/rendered", "/content/rendered"]),
        .subjects: FieldSource(["/_embedded/wp:term/*/*/name"]),
        .landingPage: FieldSource(["/link"]),
        .types: FieldSource(["/type"]),
      ])))
}
