/// What an element's `class`, `id`, `rel` and `role` hint at; elements in it inherit it.
struct PageHints: OptionSet, Hashable {
  let rawValue: UInt16

  static let author = PageHints(rawValue: 1)
  static let subtitle = PageHints(rawValue: 2)
  static let label = PageHints(rawValue: 4)
  /// A report's summary, or the opening words of a chapter.
  static let abstract = PageHints(rawValue: 8)
  /// What the thing is called: "Research Report".
  static let type = PageHints(rawValue: 16)
  /// What belongs to the site, not to the report: menus, footers, what else one might read.
  static let chrome = PageHints(rawValue: 32)
}

/// What values of `class`, `id`, `rel` and `role` hint at. The pages of a site have few different ones, each many times.
struct PageHintTable {
  /// A value has one place, by its hash; of two that share it the later stays.
  private var known = [(hash: UInt64, hints: PageHints)](repeating: (0, []), count: 1024)

  mutating func hints(_ value: Bytes) -> PageHints {
    guard !value.isEmpty else { return [] }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a: two values that share one only share a hint.
    for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let place = Int(truncatingIfNeeded: (hash ^ hash >> 32) & 1023)
    if known[place].hash != hash { known[place] = (hash, Self.read(value)) }
    return known[place].hints
  }

  private static func read(_ value: Bytes) -> PageHints {
    var hints = PageHints()
    let lower = value.map(ASCII.lower)
    lower.withUnsafeBufferPointer { lower in
      for token in lower.split(whereSeparator: ASCII.isSpace).prefix(64) {
        let word = Bytes(rebasing: token.prefix(64))
        if let exact = words[String(decoding: word, as: UTF8.self)] {
          hints.formUnion(exact)
        } else if let (_, hint) = parts.first(where: {
          word.place(of: $0.part, from: 0, before: word.count) != nil
        }) {
          hints.formUnion(hint)
        }
      }
    }
    return hints
  }

  private static let words: [String: PageHints] = {
    var words: [String: PageHints] = [:]
    func add(_ hint: PageHints, _ list: String) {
      for word in list.split(separator: " ") { words[String(word)] = hint }
    }
    add(.label, "label field-label field__label meta-label key")
    add(
      .chrome,
      "nav navbar menu breadcrumb breadcrumbs footer sidebar related cookie banner navigation contentinfo "
        + "recommendations site-header social share toolbar")
    add(
      .type, "content-type contenttype publication-type document-type item-type report-type kicker eyebrow")
    return words
  }()

  /// The first that stands in a word counts.
  private static let parts: [(part: StaticString, hint: PageHints)] = [
    ("subtitle", .subtitle), ("sub-title", .subtitle), ("sub_title", .subtitle), ("author", .author),
    ("contrib", .author), ("byline", .author), ("editor", .author), ("creator", .author),
    ("abstract", .abstract), ("excerpt", .abstract), ("summary", .abstract),
  ]
}
