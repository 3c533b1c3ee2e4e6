import Catalogue

/// Gathers the things that microdata describes (HTML, 5) while a page is gone through.
struct MicrodataScan {
  /// What an element began.
  enum Opening {
    case none
    /// A thing, and the properties that it is the value of.
    case thing(properties: [String])
    /// Properties whose value is the element's text, from this place on.
    case text(properties: [String], start: Int)
  }

  private var open: [SchemaThing] = []
  private var top: [SchemaThing] = []
  private var count = 0

  private static let depthLimit = 32
  private static let countLimit = 20_000
  /// What has an address for its value. (Of other properties on a link, what is printed is meant: authors' names.)
  private static let addresses: Set<String> = [
    "url", "sameAs", "license", "image", "contentUrl", "mainEntityOfPage", "logo", "thumbnailUrl",
  ]

  mutating func start(_ tag: PageTag, _ values: borrowing PageAttributes, at place: Int) -> Opening {
    let isThing = values.has(.itemScope)
    guard isThing || values.has(.itemProp), count < Self.countLimit else { return .none }
    count += 1
    let properties = (values.text(.itemProp) ?? "").split(separator: " ").map { SchemaThing.word(String($0)) }
    if isThing {
      guard open.count < Self.depthLimit else { return .none }
      var thing = SchemaThing()
      thing.types = (values.text(.itemType) ?? "").split(separator: " ").map { SchemaThing.word(String($0)) }
      thing.id = values.text(.itemID)
      open.append(thing)
      return .thing(properties: properties)
    }
    guard !open.isEmpty, !properties.isEmpty else { return .none }
    let printed = tag == .time ? values.text(.datetime) : values.text(.src) ?? values.text(.value)
    if let value = values.text(.content) ?? printed {
      add(properties, .text(value))
      return .none
    }
    if let address = values.text(.href), tag == .link || properties.contains(where: Self.addresses.contains) {
      add(properties, .text(address))
      return .none
    }
    return .text(properties: properties, start: place)
  }

  mutating func end(_ opening: Opening, text: [UInt8]) {
    switch opening {
    case .none: break
    case .text(let properties, let start):
      let value = String(decoding: text[min(start, text.count)...], as: UTF8.self)
      add(properties, .text(PlainText.cleanParagraphs(HTMLText.withoutC1(value))))
    case .thing(let properties):
      guard let thing = open.popLast() else { return }
      if properties.isEmpty || open.isEmpty { top.append(thing) } else { add(properties, .thing(thing)) }
    }
  }

  /// Things that are part of no other.
  func finished() -> [SchemaThing] { top }

  private mutating func add(_ properties: [String], _ value: SchemaValue) {
    guard let last = open.indices.last else { return }
    for name in properties.prefix(8) { open[last].properties.append((name, value)) }
  }
}
