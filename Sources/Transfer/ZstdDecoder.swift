import CZstd

/// Zstandard (RFC 8878), also several frames in a row and with rubbish behind.
final class ZstdDecoder: ContentDecoder {
  private let stream = ZSTD_createDStream()
  /// How many bytes came since a frame ended; nil in the first frame.
  private var sinceFrame: Int?
  private var isOver = false

  init() {
    // 8 MiB: the largest window that a content coding may ask for (RFC 9659, 3).
    _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 23)
  }

  deinit { ZSTD_freeDStream(stream) }

  var mayEnd: Bool { isOver || isBetweenFrames }

  /// Fewer bytes than a frame's magic number came since the last frame.
  private var isBetweenFrames: Bool { sinceFrame.map { $0 < 4 } ?? false }

  func decode(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    guard !isOver, !(isBetweenFrames && input.isEmpty) else {
      return .went(consumed: input.count, produced: 0)
    }
    var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    let result = ZSTD_decompressStream(stream, &to, &from)
    if ZSTD_isError(result) != 0 {
      // Between frames, what is no frame is rubbish that somebody added.
      guard isBetweenFrames else { return .broken }
      isOver = true
      return .went(consumed: input.count, produced: 0)
    }
    sinceFrame = result == 0 ? 0 : sinceFrame.map { $0 + from.pos }
    return .went(consumed: from.pos, produced: to.pos)
  }
}
