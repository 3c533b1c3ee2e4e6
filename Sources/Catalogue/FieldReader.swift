/// Reads the fields of an encoded report (see `Report.encoded`). Every byte may be hostile.
struct FieldReader {
  private let bytes: UnsafeRawBufferPointer
  /// Where `bytes` begins in the whole encoding, for errors.
  private let base: Int
  private var position = 0
  private var lastTag: UInt8 = 0

  init(_ bytes: UnsafeRawBufferPointer, base: Int = 0) {
    self.bytes = bytes
    self.base = base
  }

  /// A tag and its payload.
  struct Field {
    let tag: UInt8
    let payload: UnsafeRawBufferPointer
    /// The payload's place in the whole encoding.
    let offset: Int
    /// Whether the field before it had the same tag.
    let repeated: Bool
  }

  /// The next field, or nil at the end.
  @inline(__always)
  mutating func next() throws(ReportCodingError) -> Field? {
    guard position < bytes.count else { return nil }
    let tag = bytes[position]
    guard tag >= lastTag, tag != 0 else { throw .malformed(offset: base + position) }
    let repeated = tag == lastTag
    lastTag = tag
    position += 1
    let length = try varint()
    guard length <= UInt64(bytes.count - position) else { throw .cutShort(offset: base + position) }
    let start = position
    position += Int(length)
    return Field(
      tag: tag, payload: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), offset: base + start,
      repeated: repeated)
  }

  /// The next field with all behind it that have its tag: their bytes, which begin at `offset`; nil at the end.
  mutating func nextOfOneTag() throws(ReportCodingError)
    -> (tag: UInt8, bytes: UnsafeRawBufferPointer, offset: Int)?
  {
    let start = position
    guard let first = try next() else { return nil }
    while position < bytes.count, bytes[position] == first.tag { _ = try next() }
    return (first.tag, UnsafeRawBufferPointer(rebasing: bytes[start..<position]), base + start)
  }

  @inline(__always)
  private mutating func varint() throws(ReportCodingError) -> UInt64 {
    // Nearly all numbers are small, and nearly all texts short.
    guard position < bytes.count, bytes[position] < 0x80 else { return try longVarint() }
    position += 1
    return UInt64(bytes[position - 1])
  }

  private mutating func longVarint() throws(ReportCodingError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < bytes.count else { throw .cutShort(offset: base + position) }
      let byte = bytes[position]
      position += 1
      guard shift < 63 || byte <= 1 else { throw .malformed(offset: base + position - 1) }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        // A longer form of the same number would be a second encoding of one report.
        guard byte != 0 || shift == 0 else { throw .malformed(offset: base + position - 1) }
        return value
      }
      shift += 7
    }
  }

  /// A payload that is one number and nothing else.
  static func number(in field: Field) throws(ReportCodingError) -> Int {
    try once(field)
    var reader = FieldReader(field.payload, base: field.offset)
    let value = try reader.varint()
    guard reader.position == field.payload.count, let number = Int(exactly: Int64(bitPattern: value)) else {
      throw .malformed(offset: field.offset)
    }
    return number
  }

  /// A payload that is text; of a field that stands once.
  static func text(in field: Field) throws(ReportCodingError) -> String {
    try once(field)
    return try element(field)
  }

  /// A payload that is text; of a field that may be repeated.
  static func element(_ field: Field) throws(ReportCodingError) -> String {
    // Decoding mends wrong UTF-8, so right bytes are those that come back. (`String(validating:)` looks up generic
    // metadata at every call: three times the cost of a short text.)
    let payload = field.payload
    let text = String(decoding: payload.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
    guard text.withBytes({ UnsafeRawBufferPointer($0).isSame(as: payload) }) else {
      throw .notUTF8(offset: field.offset)
    }
    return text
  }

  static func once(_ field: Field) throws(ReportCodingError) {
    guard !field.repeated else { throw .malformed(offset: field.offset) }
  }

  /// A payload that is one of an enumeration's stored numbers.
  static func choice<Value: CaseIterable>(
    in field: Field, _ code: (Value) -> UInt8
  ) throws(ReportCodingError) -> Value {
    let number = try number(in: field)
    for value in Value.allCases where Int(code(value)) == number { return value }
    throw .malformed(offset: field.offset)
  }
}
