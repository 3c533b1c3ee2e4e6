// Simple bodies behind the final signatures, replaced one by one.

extension Name {
  /// A printed name and its parts.
  public static func parse(_ printed: String) -> Name { Name(printed: printed) }
}

extension Contributor {
  /// The contributors that stand in one element.
  public static func parse(_ text: String, role: Role) -> [Contributor] {
    text.isEmpty ? [] : [Contributor(name: Name(printed: text), role: role)]
  }
}

/// The extent of a report as catalogues print it: "xii, 46 p.".
public enum Extent {
  /// The arabic count of pages, nil if the text has no form of an extent.
  public static func pages(in text: String) -> Int? { nil }
  /// Whether the text is nothing but an extent or format.
  public static func isExtent(_ text: String) -> Bool { false }
}

/// Language tags.
public enum LanguageTag {
  /// The BCP 47 tag of a code or name.
  public static func normalise(_ text: String) -> String? { text.isEmpty ? nil : text }
}

