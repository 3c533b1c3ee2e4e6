/// Undoes one content coding. However much the bytes behind it swell, one chunk is held at a time.
final class DecodingSource: ByteSource {
  private static let chunk = 128 << 10

  private let upstream: any ByteSource
  private let decoder: any ContentDecoder
  private let name: String
  private let limit: Int
  private let address: String
  private var input: [UInt8] = []
  private var offset = 0
  private var upstreamHasEnded = false
  private var sawInput = false
  private var count = 0

  init(
    _ upstream: any ByteSource, _ decoder: any ContentDecoder, named name: String, limit: Int, address: String
  ) {
    self.upstream = upstream
    self.decoder = decoder
    self.name = name
    self.limit = limit
    self.address = address
  }

  func next() throws(TransferError) -> [UInt8]? {
    while true {
      if offset == input.count, !upstreamHasEnded {
        try refill()
      }
      if upstreamHasEnded, !sawInput { return nil }
      var step = DecodingStep.broken
      let output = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
        step = input.withUnsafeBytes {
          decoder.decode(
            UnsafeRawBufferPointer(rebasing: $0[offset...]), UnsafeMutableRawBufferPointer(buffer))
        }
        if case .went(_, let produced) = step { count = produced }
      }
      guard case .went(let consumed, let produced) = step, consumed + produced > 0 || offset == input.count
      else {
        throw TransferError(
          .coding, address, "the answer's \(name) compression is broken",
          "Try again later; if it stays, tell who runs the host.", isTransient: true)
      }
      offset += consumed
      if produced > 0 {
        count += produced
        if count > limit { throw .tooLarge(address, limit: limit) }
        return output
      }
      if upstreamHasEnded, offset == input.count {
        if decoder.mayEnd { return nil }
        throw TransferError(
          .coding, address, "the answer ended in the middle of its \(name) compression", "Try again later.",
          isTransient: true)
      }
    }
  }

  private func refill() throws(TransferError) {
    offset = 0
    input = []
    if let more = try upstream.next() {
      input = more
      sawInput = true
    } else {
      upstreamHasEnded = true
    }
  }
}
