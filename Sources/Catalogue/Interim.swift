// Simple bodies behind the final signatures, replaced one by one.

extension Identifier {
  /// A printed text or URL as a normalised identifier.
  public static func recognise(_ text: String) -> Identifier? {
    let lower = text.lowercased()
    for prefix in [
      "https://doi.org/", "http://doi.org/", "http://dx.doi.org/", "https://dx.doi.org/", "doi:",
    ]
    where lower.hasPrefix(prefix) {
      return Identifier(scheme: .doi, value: String(lower.dropFirst(prefix.count)))
    }
    if lower.hasPrefix("10."), lower.contains("/") { return Identifier(scheme: .doi, value: lower) }
    return nil
  }

  /// The identifiers that stand anywhere within a text.
  public static func find(in text: String) -> [Identifier] { recognise(text).map { [$0] } ?? [] }

  /// A value whose scheme is known.
  public init?(scheme: Scheme, normalising text: String) {
    guard !text.isEmpty else { return nil }
    self.init(scheme: scheme, value: text)
  }
}

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

extension PartialDate {
  /// A printed date.
  public static func parse(_ printed: String) -> PartialDate? {
    Int(printed.prefix(4)).map { PartialDate(year: $0, printed: printed) }
  }

  /// The date of publication among several.
  public static func published(among printed: [String]) -> PartialDate? {
    printed.lazy.compactMap(parse).min { $0.sortKey < $1.sortKey }
  }

  /// `yyyymmdd`, with zeros for what is not known.
  public var sortKey: Int { year * 10_000 + (month ?? 0) * 100 + (day ?? 0) }
}

extension PageRange {
  /// Printed pages.
  public static func parse(_ printed: String) -> PageRange? { nil }
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

/// Text as the model keeps it.
public enum PlainText {
  /// One paragraph.
  public static func clean(_ text: String) -> String { text }
  /// Several paragraphs, with "\n\n" between them.
  public static func cleanParagraphs(_ text: String) -> String { text }
}

/// Keys for matching.
public enum Fold {
  /// The key under which titles match.
  public static func title(_ title: String, subtitle: String?) -> String {
    subtitle.map { "\(title) \($0)".lowercased() } ?? title.lowercased()
  }
  /// The key under which names and other texts match.
  public static func text(_ text: String) -> String { text.lowercased() }
}
