import Catalogue

/// A thing that schema.org's words describe, in JSON-LD or in microdata.
struct SchemaThing {
  /// Without the vocabulary's address: "Report".
  var types: [String] = []
  /// Its address (`@id`, `itemid`), as written.
  var id: String?
  var properties: [(name: String, value: SchemaValue)] = []

  /// The values of a property, in order.
  func values(_ name: String) -> [SchemaValue] {
    properties.compactMap { $0.name == name ? $0.value : nil }
  }

  /// The texts of a property; of a thing, its name.
  func texts(_ name: String) -> [String] { values(name).compactMap(\.text) }

  func text(_ name: String) -> String? { texts(name).first }

  func things(_ name: String) -> [SchemaThing] {
    values(name).compactMap { if case .thing(let thing) = $0 { thing } else { nil } }
  }

  func `is`(_ names: Set<String>) -> Bool { types.contains(where: names.contains) }

  /// A name of a vocabulary without the address or prefix before it: `http://schema.org/Report`, `schema:Report`.
  static func word(_ name: String) -> String {
    guard
      let mark = name.utf8.lastIndex(where: {
        $0 == ASCII.slash || $0 == ASCII.colon || $0 == UInt8(ascii: "#")
      })
    else { return name }
    return String(name[name.utf8.index(after: mark)...])
  }
}

indirect enum SchemaValue {
  case text(String)
  case thing(SchemaThing)

  /// The text; of a thing, its name.
  var text: String? {
    switch self {
    case .text(let text): text.isEmpty ? nil : text
    case .thing(let thing): thing.text("name") ?? thing.text("value")
    }
  }
}
