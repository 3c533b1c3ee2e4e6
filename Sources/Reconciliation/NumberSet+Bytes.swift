extension NumberSet {
  /// The set as bytes: the gaps between its numbers. Dense sets take one byte a number.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(count)
    var last: RecordNumber = 0
    for number in self {
      Varint.append(UInt64(number - last), to: &out)
      last = number
    }
    return out
  }

  /// nil where the bytes are none that `bytes` gave.
  public init?(bytes: some Sequence<UInt8>) {
    self.init()
    var reader = Varint.Reader(bytes)
    var last: RecordNumber = 0
    while let gap = reader.next() {
      guard gap <= UInt64(Self.highest - last) else { return nil }
      last += RecordNumber(gap)
      guard insert(last) else { return nil }
    }
    guard reader.isWhole else { return nil }
  }
}

/// Unsigned numbers of variable length, seven bits a byte, the low ones first (LEB128).
enum Varint {
  static func append(_ value: UInt64, to out: inout [UInt8]) {
    var value = value
    while value >= 0x80 {
      out.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    out.append(UInt8(value))
  }

  struct Reader<Bytes: Sequence<UInt8>>: IteratorProtocol {
    private var bytes: Bytes.Iterator
    /// Whether everything read so far was a number.
    private(set) var isWhole = true

    init(_ bytes: Bytes) { self.bytes = bytes.makeIterator() }

    /// nil at the end, and from the first byte on that is part of no number.
    mutating func next() -> UInt64? {
      guard isWhole, var byte = bytes.next() else { return nil }
      var value = UInt64(byte & 0x7f)
      var shift: UInt64 = 7
      while byte & 0x80 != 0 {
        guard shift < 56, let more = bytes.next() else {
          isWhole = false
          return nil
        }
        byte = more
        value |= UInt64(byte & 0x7f) << shift
        shift += 7
      }
      return value
    }
  }
}
