/// The first 16 bytes of a SHA-256: tells whether an upstream sent the same bytes again.
public struct RawHash: Hashable, Sendable {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// From at least 16 bytes; zero where there are fewer.
  public init(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 16 else {
      self.init(high: 0, low: 0)
      return
    }
    self.init(
      high: bytes.loadUnaligned(as: UInt64.self), low: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    )
  }

  func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws(StorageError) -> T) throws(StorageError) -> T {
    let both = (high, low)
    return try withUnsafeBytes(of: both) { (bytes) throws(StorageError) in try body(bytes) }
  }

  /// The sixteen bytes.
  public var bytes: [UInt8] {
    let both = (high, low)
    return withUnsafeBytes(of: both) { [UInt8]($0) }
  }
}
