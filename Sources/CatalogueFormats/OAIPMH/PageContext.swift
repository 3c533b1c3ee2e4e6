/// What must stand before a record for it to be read alone (`RecordBytes.context`): a charset, and the root's
/// namespaces. It is written anew, well-formed, from what the page says, and leaves out whatever may differ between the
/// pages of a list or means nothing to a record (schema locations), so that it is nearly always the same bytes.
struct PageContext: Sendable {
  private var declarations: [(name: [UInt8], value: [UInt8])] = []
  private(set) var bytes: [UInt8] = []
  var charset: Charset? { didSet { write() } }

  /// What must stand behind a record.
  static let closing = Array("</OAI-PMH>".utf8)

  init() { write() }

  /// Takes the namespaces of a start tag that encloses the records; an inner tag's win.
  mutating func take(_ attributes: [(name: Bytes, value: Bytes)]) {
    for (name, value) in attributes {
      let isNamespace = name.has("xmlns:", at: 0) || (name.has("xmlns", at: 0) && name.count == 5)
      guard isNamespace || (name.has("xml:lang", at: 0) && name.count == 8) else { continue }
      // What could break the tag that is written here breaks nothing.
      guard value.count < 1024, !value.contains(where: { $0 == ASCII.ampersand || $0 < 0x20 || $0 >= 0x7F }),
        !name.contains(where: { $0 >= 0x80 }), name.last != ASCII.colon,
        !(value.isEmpty && name.count > 5), declarations.count < 64
      else { continue }
      let written = Array(name)
      declarations.removeAll { $0.name == written }
      declarations.append((written, Array(value)))
    }
    write()
  }

  private mutating func write() {
    var text: [UInt8] = []
    if case .named(let name) = charset { text += "<?xml version=\"1.0\" encoding=\"\(name)\"?>".utf8 }
    text += "<OAI-PMH".utf8
    for (name, value) in declarations {
      let quote = UInt8(ascii: value.contains(UInt8(ascii: "\"")) ? "'" : "\"")
      text.append(UInt8(ascii: " "))
      text += name
      text += [UInt8(ascii: "="), quote]
      text += value
      text.append(quote)
    }
    text.append(ASCII.greaterThan)
    bytes = text
  }

  /// The context's charset declaration taken off, for charsets that libxml2 does not know.
  static func withoutDeclaration(_ context: [UInt8]) -> [UInt8] {
    guard context.starts(with: "<?xml".utf8), let root = context.firstIndex(of: ASCII.greaterThan) else {
      return context
    }
    return Array(context[(root + 1)...])
  }
}
