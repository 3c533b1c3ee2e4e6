/// A JSON API that is known by name: a mapping of the same form as anybody's own.
public struct JSONPreset: Sendable {
  /// As `format = "…"` names it.
  public var name: String
  public var mapping: JSONMapping

  /// Every preset there is.
  public static let all: [JSONPreset] = [
    .crossref, .dataCite, .openAlex, .osti, .ntrs, .govUK, .govInfo, .dSpace, .wordPress, .drupal,
  ]

  public static func named(_ name: String) -> JSONPreset? { all.first { $0.name == name } }
}

extension CatalogueFormat {
  /// A JSON API by the mapping in the catalogue's file.
  static let json = json(named: "json")

  /// The presets, each under its own name.
  static let jsonPresets = JSONPreset.all.map { json(named: $0.name) }

  private static func json(named name: String) -> CatalogueFormat {
    CatalogueFormat(
      name: name,
      begin: { JSONHarvest($0, $1) },
      resume: { JSONHarvest($0, resuming: $1) },
      parser: { JSONRecordParser($0) })
  }
}
