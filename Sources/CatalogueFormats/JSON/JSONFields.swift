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
    // In one order, so that equal items make equal reports; bodies follow the persons beside whom they are authors.
    let last: [ReportField] = [.editors, .contributors]
    sources = (ReportField.allCases.filter { !last.contains($0) } + last).compactMap { field in
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

  /// The same of an item that cannot be read, as far as it can still be found; nil where it stands in a list, and where
  /// the item may hold another's, too.
  func identifier(scanning bytes: Bytes) -> String? {
    for place in identifier {
      guard let pointer = place.pointer, let text = JSONTextScan.onlyText(at: pointer, in: bytes) else {
        continue
      }
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
          add(text, source.field, &builder)
        }
      } else {
        readContributors(source, item, &builder)
      }
    }
  }

  private func readContributors(_ source: Source, _ item: JSONValue, _ builder: inout ReportBuilder) {
    for place in source.places {
      let elements = place.values(in: item).flatMap { $0.kind == .array ? Array($0.children) : [$0] }
        .filter { $0.kind != .null }
      for element in elements.prefix(Self.valueLimit) {
        if element.kind != .object {
          if let text = element.text { add(text, source.field, &builder) }
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

  private func add(_ text: String, _ field: ReportField, _ builder: inout ReportBuilder) {
    switch field {
    case .landingPage, .fullText:
      builder.add(field, text.hasPrefix("/") ? WebAddress.resolve(text, against: base) ?? text : text)
    case .authors, .editors, .contributors:
      if let parts = JSONShapes.contributor(text) {
        builder.add(parts, to: field)
      } else {
        builder.add(field, text)
      }
    case .abstract: builder.add(field, JSONShapes.abstract(text))
    case .pages: builder.add(field, JSONShapes.extent(text))
    default: builder.add(field, text)
    }
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
