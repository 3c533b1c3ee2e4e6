import CBrotli

/// brotli (RFC 7932).
final class BrotliDecoder: ContentDecoder {
  private let state = BrotliDecoderCreateInstance(nil, nil, nil)
  private var isOver = false

  deinit { BrotliDecoderDestroyInstance(state) }

  var mayEnd: Bool { isOver }

  func decode(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    guard !isOver else { return .went(consumed: input.count, produced: 0) }
    var availableIn = input.count
    var availableOut = output.count
    var nextIn = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var nextOut = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    switch BrotliDecoderDecompressStream(state, &availableIn, &nextIn, &availableOut, &nextOut, nil) {
    case BROTLI_DECODER_RESULT_ERROR: return .broken
    case BROTLI_DECODER_RESULT_SUCCESS: isOver = true
    default: break
    }
    return .went(consumed: input.count - availableIn, produced: output.count - availableOut)
  }
}
