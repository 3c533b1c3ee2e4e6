/// The beginning of an answer, by which formats know their own (`format = "auto"`).
public struct AnswerSample: Sendable {
  /// The media type without its parameters, in lower case; empty where none was sent.
  public let mediaType: String
  /// The first bytes, as UTF-8 as far as their byte order mark or their zeros tell; at most `limit`.
  public let start: [UInt8]
  /// The document's first element, as written; nil where it is not XML.
  public let root: Substring?
  /// The first line that is not blank.
  public let line: Substring

  /// So many bytes are enough for every format's sign.
  public static let limit = 4096

  public init(contentType: String?, bytes: [UInt8]) {
    mediaType = String((contentType ?? "").prefix { $0 != ";" }).filter { $0 != " " }.lowercased()
    var text = Array(bytes.prefix(Self.limit))
    if text.starts(with: [0xef, 0xbb, 0xbf]) { text.removeFirst(3) }
    // UTF-16 and UTF-32: what tells formats apart is ASCII.
    if text.starts(with: [0xff, 0xfe]) || text.starts(with: [0xfe, 0xff]) || text.prefix(4).contains(0) {
      text.removeAll { $0 == 0 || $0 == 0xff || $0 == 0xfe }
    }
    start = text
    let string = Substring(String(decoding: text, as: UTF8.self))
    root = Self.root(of: string)
    let rest = string.drop { $0.isWhitespace }
    line = rest.prefix { !$0.isNewline }
  }

  /// The name in the first start tag, past the declaration, comments and document type.
  private static func root(of text: Substring) -> Substring? {
    var rest = text
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard rest.first == "<" else { return nil }
      let end: String
      if rest.hasPrefix("<?") {
        end = "?>"
      } else if rest.hasPrefix("<!--") {
        end = "-->"
      } else if rest.hasPrefix("<!") {
        end = ">"
      } else {
        let name = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        return name.isEmpty ? nil : name
      }
      guard let close = rest.firstRange(of: end) else { return nil }
      rest = rest[close.upperBound...]
    }
  }
}

extension Substring {
  /// Where `text` first stands.
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
      formIndex(after: &at)
    }
    return nil
  }
}

/// Which format an answer is in.
public struct FormatGuess: Hashable, Sendable {
  /// A name in the registry.
  public var format: String
  /// For people: "an Atom feed".
  public var words: String

  public init(format: String, words: String) {
    self.format = format
    self.words = words
  }

  /// What `format = "auto"` takes an answer for; nil where no format knows it.
  public init?(_ sample: AnswerSample) {
    for format in CatalogueFormat.registry {
      if let words = format.recognise(sample) {
        self.init(format: format.name, words: words)
        return
      }
    }
    return nil
  }

  /// What an answer is that no format knows, where it clearly is no catalogue's: an error, a web page, a file for other
  /// programs. Nil where it may be a catalogue's all the same.
  public static func refusal(status: Int, _ start: [UInt8]) -> HarvestFault? {
    guard status == 200 else { return HTTPRefusal.fault(status) }
    return start.withUnsafeBufferPointer { Stranger.kind(of: $0, wanted: "catalogue") }
  }
}
