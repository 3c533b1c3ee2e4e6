import Catalogue

/// A mapping of fields, its places read once, as the parser and the harvest use it.
struct JSONFields: Sendable {
  private struct Source {
    var field: ReportField
    var places: [JSONPlace]
    var parts: [(part: FieldSource.NamePart, places: [JSONPlace])]
  }

  private let sources: [Source]
  private let identifier: [JSONPlace]
  /// What relative addresses start from.
  private let base: String

  /// An item's texts are at most so many a field: an item is no list of its own.
  private static let valueLimit = 10_000

  init(_ mapping: FieldMapping, base: String) {
    // In the order of the fields, so that equal items make equal reports.
    sources = ReportField.allCases.compactMap { field in
      mapping[field].map { source in
        Source(
          field: field, places: source.alternatives.compactMap(JSONPlace.init),
          parts: FieldSource.NamePart.allCases.compactMap { part in
            source.parts[part].map { (part, $0.compactMap(JSONPlace.init)) }
          })
      }
    }
    identifier = mapping[.identifier]?.alternatives.compactMap(JSONPlace.init) ?? []
    self.base = base
  }

  /// The item's identifier, as the parser will give it; nil where it has none.
  func identifier(of item: JSONValue) -> String? {
    for text in Self.texts(identifier, of: .identifier, in: item) {
      let clean = PlainText.clean(text)
      if !clean.isEmpty { return clean }
    }
    return nil
  }

  /// Gives everything that the item holds to a builder.
  func read(_ item: JSONValue, into builder: inout ReportBuilder) {
    for source in sources {
      if source.parts.isEmpty {
        for text in Self.texts(source.places, of: source.field, in: item) {
          builder.add(source.field, whole(text, source.field))
        }
      } else {
        readContributors(source, item, &builder)
      }
    }
  }

  private func readContributors(_ source: Source, _ item: JSONValue, _ builder: inout ReportBuilder) {
    for place in source.places {
      let elements = place.values(in: item).flatMap { $0.kind == .array ? Array($0.children) : [$0] }
      for element in elements.prefix(Self.valueLimit) {
        if element.kind != .object {
          if let text = element.text { builder.add(source.field, text) }
          continue
        }
        var parts = ContributorParts()
        for (part, places) in source.parts {
          parts[part] = Self.texts(places, of: source.field, in: element).first
        }
        builder.add(parts, to: source.field)
      }
      if !elements.isEmpty { return }
    }
  }

  /// Addresses are made whole; other texts stay as they are.
  private func whole(_ text: String, _ field: ReportField) -> String {
    guard field == .landingPage || field == .fullText, text.hasPrefix("/") else { return text }
    return WebAddress.resolve(text, against: base) ?? text
  }

  /// The texts of the first place that holds any.
  private static func texts(_ places: [JSONPlace], of field: ReportField, in item: JSONValue) -> [String] {
    for place in places {
      if let filled = place.filled(from: item) { return [filled] }
      var texts: [String] = []
      for value in place.values(in: item) { add(value, field, &texts) }
      if !texts.isEmpty { return texts }
    }
    return []
  }

  private static func add(_ value: JSONValue, _ field: ReportField, _ texts: inout [String]) {
    guard texts.count < valueLimit else { return }
    switch value.kind {
    case .string, .number, .boolean:
      if let text = value.text, !PlainText.clean(text).isEmpty { texts.append(text) }
    case .null: break
    case .array:
      if field == .date, let date = JSONShapes.date(value) {
        texts.append(date)
      } else {
        for child in value.children where child.kind != .object { add(child, field, &texts) }
      }
    case .object:
      if field == .abstract, let text = JSONShapes.invertedText(value) { texts.append(text) }
    }
  }
}

/// Values that are written as lists or objects of numbers, and are texts.
enum JSONShapes {
  /// A date as its parts (CSL-JSON's and Crossref's `date-parts`): `[2007, 11, 1]`.
  static func date(_ list: JSONValue) -> String? {
    let parts = list.children.filter { $0.kind == .number }.compactMap { $0.text.flatMap { Int($0) } }
    guard (1...3).contains(parts.count), parts.count == list.count,
      parts.allSatisfy({ (0..<10_000).contains($0) })
    else { return nil }
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
  }

  /// A text as an object of its words, each with the list of its places from 0 (OpenAlex's `abstract_inverted_index`).
  static func invertedText(_ index: JSONValue) -> String? {
    var words: [(place: Int, word: String)] = []
    for entry in index.children {
      guard entry.kind == .array else { return nil }
      let word = String(decoding: entry.key, as: UTF8.self)
      for place in entry.children {
        guard place.kind == .number, let number = place.text.flatMap({ Int($0) }), number >= 0 else {
          return nil
        }
        words.append((number, word))
      }
    }
    guard !words.isEmpty else { return nil }
    return words.sorted { $0.place < $1.place }.map(\.word).joined(separator: " ")
  }
}
