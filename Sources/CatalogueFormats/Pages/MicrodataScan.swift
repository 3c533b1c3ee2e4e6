import Catalogue

/// Gathers the things that microdata describes (HTML, 5) while a page is gone through.
struct MicrodataScan {
  /// What an element began, that stands so deep in others.
  private struct Opening {
    var depth: Int
    var properties: [String]
    /// Where the text begins that is the properties' value; nil where a thing is.
    var start: Int?
  }

  private var openings: [Opening] = []
  private var open: [SchemaThing] = []
  private var top: [SchemaThing] = []
  private var count = 0

  private static let depthLimit = 32
  private static let countLimit = 20_000
  /// What has an address for its value. (Of other properties on a link, what is printed is meant: authors' names.)
  private static let addresses: Set<String> = [
    "url", "sameAs", "license", "image", "contentUrl", "mainEntityOfPage", "logo", "thumbnailUrl",
  ]

  /// An element begins, `depth` deep in others; `place` is where its text does.
  mutating func start(_ tag: PageTag, _ values: borrowing PageAttributes, depth: Int, at place: Int) {
    let isThing = values.has(.itemScope)
    guard isThing || values.has(.itemProp), count < Self.countLimit else { return }
    count += 1
    let properties = (values.text(.itemProp) ?? "").split(separator: " ").map { SchemaThing.word(String($0)) }
    if isThing {
      guard open.count < Self.depthLimit else { return }
      var thing = SchemaThing()
      thing.types = (values.text(.itemType) ?? "").split(separator: " ").map { SchemaThing.word(String($0)) }
      thing.id = values.text(.itemID)
      open.append(thing)
      openings.append(Opening(depth: depth, properties: properties))
      return
    }
    guard !open.isEmpty, !properties.isEmpty else { return }
    let printed = tag == .time ? values.text(.datetime) : values.text(.src) ?? values.text(.value)
    if let value = values.text(.content) ?? printed {
      return add(properties, .text(value))
    }
    if let address = values.text(.href), tag == .link || properties.contains(where: Self.addresses.contains) {
      return add(properties, .text(address))
    }
    openings.append(Opening(depth: depth, properties: properties, start: place))
  }

  /// The element that is `depth` deep in others ends.
  mutating func end(depth: Int, text: [UInt8]) {
    guard openings.last?.depth == depth, let opening = openings.popLast() else { return }
    if let start = opening.start {
      let value = String(decoding: text[min(start, text.count)...], as: UTF8.self)
      add(opening.properties, .text(PlainText.cleanParagraphs(HTMLText.withoutC1(value))))
    } else if let thing = open.popLast() {
      if opening.properties.isEmpty || open.isEmpty {
        top.append(thing)
      } else {
        add(opening.properties, .thing(thing))
      }
    }
  }

  /// Things that are part of no other.
  func finished() -> [SchemaThing] { top }

  private mutating func add(_ properties: [String], _ value: SchemaValue) {
    guard let last = open.indices.last else { return }
    for name in properties.prefix(8) { open[last].properties.append((name, value)) }
  }
}
