/// A JSON API that is known by name: a mapping of the same form as anybody's own.
public struct JSONPreset: Sendable {
  /// As `format = "…"` names it.
  public var name: String
  /// What people call it.
  public var title: String
  /// What stands in the beginning of its answers, white space left out, and in nobody else's.
  public var signs: [String]
  public var mapping: JSONMapping

  /// Every preset there is.
  public static let all: [JSONPreset] = [
    .crossref, .dataCite, .openAlex, .osti, .ntrs, .govUK, .govInfo, .dSpace, .wordPress, .drupal,
  ]

  public static func named(_ name: String) -> JSONPreset? { all.first { $0.name == name } }
}

extension CatalogueFormat {
  /// A JSON API by the mapping in the catalogue's file.
  static let json = json(named: "json") { _ in nil }

  /// The presets, each under its own name.
  static let jsonPresets = JSONPreset.all.map { preset in
    json(named: preset.name) { sample in
      guard sample.root == nil, let first = sample.line.utf8.first,
        first == JSONBytes.openBrace || first == JSONBytes.openBracket
      else { return nil }
      let start = String(decoding: sample.start.filter { !ASCII.isSpace($0) }, as: UTF8.self)
      return preset.signs.allSatisfy { start.contains($0) } ? preset.title : nil
    }
  }

  private static func json(
    named name: String, _ recognise: @escaping @Sendable (AnswerSample) -> String?
  ) -> CatalogueFormat {
    CatalogueFormat(
      name: name,
      begin: { JSONHarvest($0, $1) },
      resume: { JSONHarvest($0, resuming: $1) },
      parser: { JSONRecordParser($0) },
      recognise: recognise)
  }
}
