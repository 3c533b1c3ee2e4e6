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

  /// What the last document said, valid until the next is read.
  var events: XMLEvents {
    guard let handle else { return XMLEvents(list: UnsafeBufferPointer(start: nil, count: 0), base: nil) }
    var count = 0
    let first = cxml_events(handle, &count)
    return XMLEvents(list: UnsafeBufferPointer(start: first, count: count), base: cxml_text(handle))
  }
}

/// Why a document is not well-formed.
struct XMLFault {
  /// libxml2's `xmlParserErrors`.
  var code: Int
  var message: String

  static let unsupportedEncoding = 32
}

/// The events of one document.
struct XMLEvents {
  let list: UnsafeBufferPointer<CXMLEvent>
  let base: UnsafePointer<UInt8>?

  /// The text of a text or attribute event.
  func text(_ event: CXMLEvent) -> Bytes {
    guard event.length > 0, let base else { return Bytes(start: nil, count: 0) }
    return Bytes(start: base + Int(event.offset), count: Int(event.length))
  }
}

/// What interned names mean to a caller, by their addresses. Faster than a dictionary: a name has one place, and of two
/// that share it the later stays.
struct NameTable<Value> {
  private var slots = [(name: UnsafePointer<CChar>, value: Value)?](repeating: nil, count: 256)

  mutating func removeAll() {
    for slot in slots.indices { slots[slot] = nil }
  }

  /// The value of `name`, worked out once from its text.
  mutating func value(of name: UnsafePointer<CChar>, _ meaning: (String) -> Value) -> Value {
    let address = UInt(bitPattern: name)
    let slot = Int(truncatingIfNeeded: (address ^ address >> 8) & 255)
    if let known = slots[slot], known.name == name { return known.value }
    let value = meaning(String(cString: name))
    slots[slot] = (name, value)
    return value
  }
}
