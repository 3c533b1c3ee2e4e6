import CZlib

/// gzip (RFC 1952), also several members in a row and with rubbish behind; and `deflate`, which is zlib's form
/// (RFC 1950) by the standard, but bare deflate (RFC 1951) from some servers.
final class ZlibDecoder: ContentDecoder {
  enum Form { case gzip, deflate }

  private enum Place {
    case beforeStart
    case inside
    /// Behind a gzip member: another one may follow.
    case between
    case behindEnd
  }
  private let form: Form
  // Allocated, as zlib keeps the address.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isOpen = false
  private var place = Place.beforeStart
  /// The first of the two bytes that must be seen together, where the chunk ended between them.
  private var held: UInt8?

  init(_ form: Form) {
    self.form = form
    stream.initialize(to: z_stream())
    if form == .gzip { open(bits: MAX_WBITS + 16) }
  }

  deinit {
    if isOpen { inflateEnd(stream) }
    stream.deallocate()
  }

  var mayEnd: Bool { place == .between || place == .behindEnd }

  func decode(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    guard place == .beforeStart || place == .between, form == .deflate || place == .between else {
      if place == .behindEnd { return .went(consumed: input.count, produced: 0) }
      return inflateStep(input, output)
    }
    guard let first = held ?? input.first else { return .went(consumed: 0, produced: 0) }
    guard held != nil || input.count > 1 else {
      held = first
      return .went(consumed: 1, produced: 0)
    }
    guard held == nil || !input.isEmpty else { return .went(consumed: 0, produced: 0) }
    let second = held == nil ? input[1] : input[0]
    if place == .between {
      guard first == 0x1F, second == 0x8B else {
        place = .behindEnd
        return .went(consumed: input.count, produced: 0)
      }
      inflateReset(stream)
    } else {
      let isZlib = first & 0x0F == 8 && (Int(first) << 8 | Int(second)) % 31 == 0
      open(bits: isZlib ? MAX_WBITS : -MAX_WBITS)
    }
    place = .inside
    if held != nil {
      held = nil
      if case .broken = withUnsafeBytes(of: first, { inflateStep($0, output) }) { return .broken }
    }
    return inflateStep(input, output)
  }

  private func open(bits: Int32) {
    isOpen = inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    if form == .gzip { place = .inside }
  }

  private func inflateStep(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> DecodingStep {
    guard isOpen else { return .broken }
    // zlib refuses null pointers, also for nothing.
    var nothing: UInt8 = 0
    return withUnsafeMutablePointer(to: &nothing) { nothing in
      let start = input.baseAddress.map {
        UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
      }
      stream.pointee.next_in = start ?? nothing
      stream.pointee.avail_in = UInt32(clamping: input.count)
      stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(clamping: output.count)
      let given = (stream.pointee.avail_in, stream.pointee.avail_out)
      let result = inflate(stream, Z_NO_FLUSH)
      switch result {
      case Z_STREAM_END: place = form == .gzip ? .between : .behindEnd
      case Z_OK, Z_BUF_ERROR: break
      default: return .broken
      }
      return .went(
        consumed: Int(given.0 - stream.pointee.avail_in), produced: Int(given.1 - stream.pointee.avail_out))
    }
  }
}
