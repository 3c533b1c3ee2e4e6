import Catalogue

/// What a list of references calls a record that has no name of its own there.
enum ReferenceName {
  /// By its DOI; else by what tells one reference from another: type, title, year and first name. A record whose title is
  /// corrected is another one then, and the one before is gone: the list gives nothing better.
  static func of(doi: String?, type: String, title: String, year: String, name: String) -> String? {
    if let doi, let found = Identifier(scheme: .doi, normalising: doi) { return found.value }
    let key = Fold.title(title)
    guard !key.isEmpty else { return nil }
    return ContentHash.text([type.lowercased(), key, PlainText.clean(year), Fold.text(name)])
  }
}
