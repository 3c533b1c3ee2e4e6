import CZstd

/// What is kept of a revision, as one compressed blob: the canonical report, and the bytes that the upstream sent with
/// the context that they need. The three repeat each other, so that they compress best together.
public struct Body: Sendable {
  /// The report in its canonical encoding; empty for a tombstone.
  public var report: [UInt8]
  public var context: [UInt8]
  public var raw: [UInt8]

  public init(report: [UInt8], context: [UInt8], raw: [UInt8]) {
    self.report = report
    self.context = context
    self.raw = raw
  }
}

/// Compresses bodies with one dictionary; owns its zstd context. Used by one thread at a time.
///
/// The layout before compression: the lengths of report and context, 4 bytes each, little-endian; report; context; raw.
public final class BodyWriter {
  private let context: OpaquePointer
  private let dictionary: OpaquePointer?
  /// The dictionary's number in the store, 0 for none.
  public let dictionaryNumber: Int64
  private var plain: [UInt8] = []
  private var compressed: [UInt8] = []
  private static let level: Int32 = 1

  /// Without a dictionary where `dictionary` is nil.
  public init?(dictionary: (number: Int64, bytes: [UInt8])?) {
    guard let context = ZSTD_createCCtx() else { return nil }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1)
    ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0)
    // Four bytes, so that a byte that flipped on the disk is an error and never another title.
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level)
    if let dictionary {
      self.dictionary = dictionary.bytes.withUnsafeBytes {
        ZSTD_createCDict($0.baseAddress, $0.count, Self.level)
      }
      dictionaryNumber = dictionary.number
      ZSTD_CCtx_refCDict(context, self.dictionary)
    } else {
      self.dictionary = nil
      dictionaryNumber = 0
    }
  }

  deinit {
    ZSTD_freeCCtx(context)
    ZSTD_freeCDict(dictionary)
  }

  /// Appends the compressed body to `output`, whose bytes in `report` are the report's encoding (none for a tombstone).
  public func append(
    reportIn report: Range<Int>, context upstream: [UInt8], raw: [UInt8], to output: inout [UInt8]
  ) {
    plain.removeAll(keepingCapacity: true)
    Body.join(report: output[report], context: upstream, raw: raw, into: &plain)
    let bound = ZSTD_compressBound(plain.count)
    if compressed.count < bound { compressed = [UInt8](repeating: 0, count: bound * 2) }
    let written = compressed.withUnsafeMutableBytes { target in
      plain.withUnsafeBytes { source in
        ZSTD_compress2(context, target.baseAddress, target.count, source.baseAddress, source.count)
      }
    }
    // With a buffer of `compressBound` bytes, compression fails only for want of memory.
    precondition(ZSTD_isError(written) == 0, "zstd could not compress a record: out of memory")
    compressed.withUnsafeBytes { output.append(contentsOf: $0[..<written]) }
  }

  /// Makes a dictionary of 16 KB from bodies of one catalogue; nil where they are too few or too short.
  public static func train(_ samples: [Body]) -> [UInt8]? {
    var joined: [UInt8] = []
    var sizes: [Int] = []
    for sample in samples {
      let before = joined.count
      Body.join(report: sample.report, context: sample.context, raw: sample.raw, into: &joined)
      sizes.append(joined.count - before)
    }
    var dictionary = [UInt8](repeating: 0, count: 16 << 10)
    let size = dictionary.withUnsafeMutableBytes { target in
      joined.withUnsafeBytes { source in
        ZDICT_trainFromBuffer(
          target.baseAddress, target.count, source.baseAddress, sizes, UInt32(sizes.count))
      }
    }
    guard ZDICT_isError(size) == 0 else { return nil }
    dictionary.removeLast(dictionary.count - size)
    return dictionary
  }
}

extension Body {
  static func join(report: some Collection<UInt8>, context: [UInt8], raw: [UInt8], into joined: inout [UInt8])
  {
    for count in [UInt32(report.count), UInt32(context.count)] {
      withUnsafeBytes(of: count.littleEndian) { joined.append(contentsOf: $0) }
    }
    joined.append(contentsOf: report)
    joined.append(contentsOf: context)
    joined.append(contentsOf: raw)
  }
}

/// Undoes what `BodyWriter` did; owns its zstd context and the dictionaries seen so far.
public final class BodyReader {
  private let context = ZSTD_createDCtx()
  private var dictionaries: [Int64: OpaquePointer] = [:]
  private var plain: [UInt8] = []
  /// A record is limited to 16 MiB and its report cannot be much larger: anything beyond is damage.
  private static let limit = 64 << 20

  deinit {
    forget()
    ZSTD_freeDCtx(context)
  }

  func forget() {
    for dictionary in dictionaries.values { ZSTD_freeDDict(dictionary) }
    dictionaries.removeAll()
  }

  func forget(where isMeant: (Int64) -> Bool) {
    for (number, dictionary) in dictionaries where isMeant(number) {
      ZSTD_freeDDict(dictionary)
      dictionaries[number] = nil
    }
  }

  func has(_ number: Int64) -> Bool { number == 0 || dictionaries[number] != nil }

  func add(_ number: Int64, _ bytes: [UInt8]) {
    guard dictionaries[number] == nil else { return }
    dictionaries[number] = bytes.withUnsafeBytes { ZSTD_createDDict($0.baseAddress, $0.count) }
  }

  /// Lends report, context and raw bytes; throws `.damaged` for what is no body.
  func read<T>(
    _ compressed: UnsafeRawBufferPointer, dictionary: Int64,
    _ body: (
      _ report: UnsafeRawBufferPointer, _ context: UnsafeRawBufferPointer, _ raw: UnsafeRawBufferPointer
    )
      throws(StorageError) -> T
  ) throws(StorageError) -> T {
    let damaged = StorageError(.damaged, "reading a kept record: its bytes are damaged; run a full refresh")
    let size = ZSTD_getFrameContentSize(compressed.baseAddress, compressed.count)
    guard size >= 8, size <= UInt64(Self.limit) else { throw damaged }
    if plain.count < Int(size) { plain.append(contentsOf: repeatElement(0, count: Int(size) - plain.count)) }
    let written = plain.withUnsafeMutableBytes { target in
      dictionaries[dictionary].map {
        ZSTD_decompress_usingDDict(
          context, target.baseAddress, Int(size), compressed.baseAddress, compressed.count, $0)
      }
        ?? ZSTD_decompressDCtx(
          context, target.baseAddress, Int(size), compressed.baseAddress, compressed.count)
    }
    guard ZSTD_isError(written) == 0, written == Int(size) else { throw damaged }
    return try plain.lend { (bytes) throws(StorageError) in
      let report = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)))
      let context = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
      guard report <= written - 8, context <= written - 8 - report else { throw damaged }
      let cut = { (from: Int, to: Int) in UnsafeRawBufferPointer(rebasing: bytes[from..<to]) }
      return try body(
        cut(8, 8 + report), cut(8 + report, 8 + report + context), cut(8 + report + context, written))
    }
  }
}
