import CJSON

/// A value of a document, lent until the document reads another.
struct JSONValue {
  enum Kind: Int32 { case null, boolean, number, string, array, object }

  private let values: UnsafeBufferPointer<CJSONValue>
  private let index: Int

  init(_ values: UnsafeBufferPointer<CJSONValue>, at index: Int) {
    self.values = values
    self.index = index
  }

  var kind: Kind { Kind(rawValue: values[index].kind) ?? .null }

  /// How many values a container holds directly.
  var count: Int { Int(values[index].count) }

  /// Of a value in an object: its key.
  var key: Bytes {
    let value = values[index]
    guard value.key_length > 0, let start = value.key else { return Bytes(start: nil, count: 0) }
    return start.withMemoryRebound(to: UInt8.self, capacity: Int(value.key_length)) {
      Bytes(start: $0, count: Int(value.key_length))
    }
  }

  /// A string's text; a number, a boolean or null as printed. Empty for containers.
  var bytes: Bytes {
    let value = values[index]
    guard value.text_length > 0, let start = value.text else { return Bytes(start: nil, count: 0) }
    return start.withMemoryRebound(to: UInt8.self, capacity: Int(value.text_length)) {
      Bytes(start: $0, count: Int(value.text_length))
    }
  }

  /// The text of a string, a number or a boolean; nil for null and for containers.
  var text: String? {
    switch kind {
    case .string, .number, .boolean: String(decoding: bytes, as: UTF8.self)
    case .null, .array, .object: nil
    }
  }

  /// What stands directly in a container, in order.
  var children: Children {
    Children(values: values, place: index + 1, end: Int(values[index].end))
  }

  struct Children: Sequence, IteratorProtocol {
    fileprivate let values: UnsafeBufferPointer<CJSONValue>
    fileprivate var place: Int
    fileprivate let end: Int

    mutating func next() -> JSONValue? {
      guard place < end else { return nil }
      let child = JSONValue(values, at: place)
      place = Int(values[place].end)
      return child
    }
  }

  /// The value of an object's key; of several, the last.
  subscript(key: [UInt8]) -> JSONValue? {
    guard kind == .object else { return nil }
    var found: JSONValue?
    for child in children where child.key.equals(key) { found = child }
    return found
  }

  /// The value at a list's place, from 0.
  subscript(place: Int) -> JSONValue? {
    guard kind == .array, place < count else { return nil }
    var left = place
    for child in children {
      if left == 0 { return child }
      left -= 1
    }
    return nil
  }
}

extension Bytes {
  /// Whether these are the same bytes; none equal none.
  func equals(_ other: [UInt8]) -> Bool { count == other.count && (count == 0 || has(other, at: 0)) }
}
