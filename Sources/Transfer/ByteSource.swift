/// Bytes that are pulled, a chunk at a time. Used by one thread at a time.
protocol ByteSource: AnyObject {
  /// A chunk that is not empty, or nil at the end.
  func next() throws(TransferError) -> [UInt8]?
}

/// A body as it was sent.
final class AnswerSource: ByteSource {
  let limit: Int
  private let answer: any Answer
  private let address: String
  private var count = 0

  init(_ answer: any Answer, limit: Int, address: String) {
    self.answer = answer
    self.limit = limit
    self.address = address
  }

  func next() throws(TransferError) -> [UInt8]? {
    guard let bytes = try answer.next() else { return nil }
    count += bytes.count
    if count > limit { throw .tooLarge(address, limit: limit) }
    return bytes
  }
}

/// Chunks that were read ahead, then the rest.
final class PrefixedSource: ByteSource {
  private var prefix: [UInt8]
  private let rest: any ByteSource
  private let limit: Int
  private let address: String
  private var count = 0

  init(_ prefix: [UInt8], _ rest: any ByteSource, limit: Int, address: String) {
    self.prefix = prefix
    self.rest = rest
    self.limit = limit
    self.address = address
  }

  func next() throws(TransferError) -> [UInt8]? {
    var bytes = prefix
    prefix = []
    if bytes.isEmpty {
      guard let more = try rest.next() else { return nil }
      bytes = more
    }
    count += bytes.count
    if count > limit { throw .tooLarge(address, limit: limit) }
    return bytes
  }
}

/// For bodies that are compressed without a word.
enum Sniffing {
  /// Servers send stored `.gz` files, or compress behind their own back: a body that begins as gzip (RFC 1952, 2.3.1)
  /// is undone. No text format of a catalogue begins with these bytes.
  ///
  /// - Parameter rawLimit: How many bytes may come before it is undone.
  static func undoingUnannouncedGzip(
    _ source: any ByteSource, rawLimit: Int, limit: Int, address: String
  ) throws(TransferError) -> any ByteSource {
    let magic: [UInt8] = [0x1F, 0x8B, 8]
    var start: [UInt8] = []
    while start.count < magic.count, magic.starts(with: start), let more = try source.next() { start += more }
    let isGzip = start.starts(with: magic)
    let whole = PrefixedSource(start, source, limit: isGzip ? rawLimit : limit, address: address)
    guard isGzip else { return whole }
    return DecodingSource(whole, ZlibDecoder(.gzip), named: "gzip", limit: limit, address: address)
  }
}
