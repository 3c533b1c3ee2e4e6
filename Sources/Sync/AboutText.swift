import CatalogueFormats

/// What an upstream says of itself, as the store keeps it: one "name\u{1f}value" a line.
public enum AboutText {
  static func encode(_ facts: [AboutFact]) -> String {
    facts.map { clean($0.name) + "\u{1f}" + clean($0.value) }.joined(separator: "\n")
  }

  /// What `encode` made.
  public static func decode(_ text: String) -> [AboutFact] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\u{1f}", maxSplits: 1)
      return parts.count == 2 ? AboutFact(name: String(parts[0]), value: String(parts[1])) : nil
    }
  }

  private static func clean(_ text: String) -> String {
    String(decoding: text.utf8.filter { $0 >= 0x20 }, as: UTF8.self)
  }
}
