import CXML

/// Reads whole XML documents with libxml2 into a flat list of events. Owns the C reader; not shared between threads.
final class XMLReader {
  /// A name of a reader whose hash of names grew past this is forgotten with the reader.
  private static let nameLimit = 4096

  private var handle: OpaquePointer?
  /// Grows by one whenever the addresses of interned names changed.
  private(set) var generation = 0

  init() { handle = cxml_create() }

  deinit { cxml_destroy(handle) }

  /// Reads a document. Returns nil if it is well-formed, else why not, in libxml2's words. Its events stand in
  /// `events` until the next call.
  func read(_ document: Bytes, recover: Bool = false) -> XMLFault? {
    if let old = handle, cxml_names(old) > Self.nameLimit {
      cxml_destroy(old)
      handle = cxml_create()
      generation += 1
    }
    guard let handle else { return XMLFault(code: 2, message: "no memory") }
    let code = cxml_parse(handle, document.baseAddress, document.count, recover ? 1 : 0)
    guard code != 0 else { return nil }
    let words = String(cString: cxml_error(handle))
    return XMLFault(code: Int(code), message: Printable.line(words.isEmpty ? "not well-formed" : words))
  }

  var events: UnsafeBufferPointer<CXMLEvent> {
    guard let handle else { return UnsafeBufferPointer(start: nil, count: 0) }
    var count = 0
    let first = cxml_events(handle, &count)
    return UnsafeBufferPointer(start: first, count: count)
  }

  /// The text of a text or attribute event of the last document.
  func text(_ event: CXMLEvent) -> Bytes {
    guard event.length > 0, let handle, let base = cxml_text(handle) else {
      return Bytes(start: nil, count: 0)
    }
    return Bytes(start: base + Int(event.offset), count: Int(event.length))
  }

  /// The address that `name` has in every event of this generation.
  func intern(_ name: String) -> UnsafePointer<CChar>? { handle.flatMap { cxml_intern($0, name) } }
}

/// Why a document is not well-formed.
struct XMLFault {
  /// libxml2's `xmlParserErrors`.
  var code: Int
  var message: String

  static let unsupportedEncoding = 32
}
