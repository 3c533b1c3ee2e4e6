extension HarvestSettings {
  /// The way to the list and the fields that hold: the catalogue's own, over the preset that its format names.
  var mapping: JSONMapping {
    var mapping = list ?? JSONPreset.named(format)?.mapping ?? JSONMapping()
    mapping.fields.sources.merge(fields.sources) { $1 }
    return mapping
  }

  /// Where the API is known to want a key.
  public var keyPlace: JSONMapping.KeyPlace? { list?.key ?? JSONPreset.named(format)?.mapping.key }

  /// Notes where a key goes, so that it is taken out of what the upstream sends.
  public mutating func setKeyPlace(_ place: JSONMapping.KeyPlace) {
    guard keyPlace != place, let mapping = list ?? JSONPreset.named(format)?.mapping else { return }
    list = mapping
    list?.key = place
  }
}
