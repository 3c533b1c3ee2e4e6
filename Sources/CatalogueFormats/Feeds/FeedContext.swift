/// What an entry needs of its feed to be read alone (`RecordBytes.context`): its charset, the namespaces, where relative
/// addresses start from, the feed's language and authors. Written anew, well-formed and in ASCII, and without what
/// changes from poll to poll (dates), so that an entry that did not change has the same context.
struct FeedContext: Sendable {
  private var declarations: [(name: [UInt8], value: [UInt8])] = []
  /// What relative addresses in the entries start from.
  var base = ""
  var language: String?
  var authors: [String] = []

  /// What must stand behind an entry.
  static let closing = Array("</feed>".utf8)

  /// The authors that every entry inherits: no more than a context should carry.
  static func authors(_ all: [String]) -> [String] { all.prefix(20).filter { $0.utf8.count <= 500 } }

  /// Takes the namespaces of a start tag that encloses the entries; an inner tag's win.
  mutating func take(_ attributes: [(name: Bytes, value: Bytes)]) {
    for (name, value) in attributes {
      let isNamespace = name.has("xmlns:", at: 0) || (name.has("xmlns", at: 0) && name.count == 5)
      // What could break the tag that is written here breaks nothing.
      guard isNamespace, value.count < 1024, name.last != ASCII.colon, !(value.isEmpty && name.count > 5),
        !value.contains(where: { $0 == ASCII.ampersand || $0 < 0x20 || $0 >= 0x7F }),
        !name.contains(where: { $0 >= 0x80 }), declarations.count < 64
      else { continue }
      let written = Array(name)
      declarations.removeAll { $0.name == written }
      declarations.append((written, Array(value)))
    }
  }

  /// The namespace's name that a prefix (with its colon; empty: none) stands for.
  func namespace(of prefix: Bytes) -> [UInt8]? {
    let name = prefix.isEmpty ? Array("xmlns".utf8) : Array("xmlns:".utf8) + prefix.dropLast()
    return declarations.first { $0.name == name }?.value
  }

  /// The XML declaration of a charset; nothing for UTF-8.
  static func declaration(_ charset: String?) -> [UInt8] {
    charset.map { Array("<?xml version=\"1.0\" encoding=\"\($0)\"?>".utf8) } ?? []
  }

  /// Whether what could not be read with a declaration is better read as UTF-8, with Windows-1252 where it is none: the
  /// charset is one that nobody knows, or the bytes are such as Windows-1252 itself does not have.
  static func isNotToBeTrusted(_ context: [UInt8], after fault: XMLFault) -> Bool {
    fault.code == XMLFault.unsupportedEncoding || context.starts(with: declaration("windows-1252"))
  }

  /// As bytes that stand before an entry in the charset `charset`; nil: UTF-8.
  ///
  /// - Parameter isCut: Whether only the entry's beginning is kept.
  func bytes(charset: String?, isCut: Bool = false) -> [UInt8] {
    var text = Self.declaration(charset) + "<feed".utf8
    for (name, value) in declarations {
      let quote = UInt8(ascii: value.contains(UInt8(ascii: "\"")) ? "'" : "\"")
      text.append(0x20)
      text += name
      text += [UInt8(ascii: "="), quote]
      text += value
      text.append(quote)
    }
    if !base.isEmpty { text += " xml:base=\"\(Self.escaped(base))\"".utf8 }
    if let language { text += " xml:lang=\"\(Self.escaped(language))\"".utf8 }
    if isCut { text += " cut=\"1\"".utf8 }
    text.append(ASCII.greaterThan)
    for author in authors {
      text += "<author xmlns=\"\(FeedVocabulary.contextName)\">\(Self.escaped(author))</author>".utf8
    }
    return text
  }

  /// Everything but plain ASCII as references, so that it is the same in every charset.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&", "<", ">", "\"", "'": result += "&#\(scalar.value);"
      case _ where (0x20..<0x7F).contains(scalar.value): result.unicodeScalars.append(scalar)
      default: if CharacterReference.isAllowed(scalar.value) { result += "&#\(scalar.value);" }
      }
    }
    return result
  }
}
