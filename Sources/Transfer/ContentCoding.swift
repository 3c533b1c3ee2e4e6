/// The content codings that are asked for and undone (RFC 9110, 8.4.1; RFC 7932; RFC 8878).
enum ContentCoding: String, CaseIterable {
  case gzip, deflate, br, zstd

  /// What is sent as `Accept-Encoding`.
  static let accepted = allCases.map(\.rawValue).joined(separator: ", ")

  func decoder() -> any ContentDecoder {
    switch self {
    case .gzip: ZlibDecoder(.gzip)
    case .deflate: ZlibDecoder(.deflate)
    case .br: BrotliDecoder()
    case .zstd: ZstdDecoder()
    }
  }

  /// The codings in the order in which they were applied.
  static func codings(of head: TransferResponse, _ address: String) throws(TransferError) -> [ContentCoding] {
    var codings: [ContentCoding] = []
    for header in head.headers where header.name == "content-encoding" {
      for part in header.value.lowercased().split(whereSeparator: { ", \t".contains($0) }) {
        switch part {
        // The last ones name no content coding; servers say them and mean that there is none.
        case "identity", "none", "utf-8", "utf8", "binary", "8bit", "7bit": continue
        case "x-gzip": codings.append(.gzip)
        default:
          guard let coding = ContentCoding(rawValue: String(part)), codings.count < 4 else {
            throw TransferError(
              .coding, address,
              "the answer is in a content coding that was not asked for: \(shownText(part))",
              "Tell who runs the host.", isTransient: false)
          }
          codings.append(coding)
        }
      }
    }
    return codings
  }
}

/// What one call of a decoder did.
enum DecodingStep {
  case went(consumed: Int, produced: Int)
  case broken
}

/// Undoes a coding, chunk by chunk; owns its C library's handle.
protocol ContentDecoder: AnyObject {
  /// Takes bytes from the front of `input` and fills the front of `output`. Where the coded bytes are over, takes what
  /// comes after them, and gives nothing for it.
  func decode(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> DecodingStep
  /// Whether the input may end here.
  var mayEnd: Bool { get }
}
