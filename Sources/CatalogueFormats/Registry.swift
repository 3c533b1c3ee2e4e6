extension CatalogueFormat {
  /// Every format that `format = "…"` can name.
  public static let registry: [CatalogueFormat] = []

  /// The format of that name, or nil.
  public static func named(_ name: String) -> CatalogueFormat? { registry.first { $0.name == name } }
}
