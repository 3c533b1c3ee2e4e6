/// Text whose charset nothing states, as it comes: UTF-16 becomes UTF-8, and a byte order mark is taken off. Other bytes
/// stay as they are: what of them is no UTF-8 is read as Windows-1252, value by value (`Windows1252.text`).
struct TextInput: Sendable {
  /// Known once enough bytes came.
  private(set) var charset: TextCharset?
  private var decoder: WideDecoder?
  private var pending: [UInt8] = []

  /// What of the text the last bytes brought.
  enum Piece {
    /// These bytes themselves.
    case same
    /// Others: none, or some that were waiting with them.
    case other([UInt8])

    /// Lends the piece, if there is any of it, to `body`; `bytes` are those that it was made of.
    func read(_ bytes: Bytes, _ body: (Bytes) throws(HarvestFault) -> Void) throws(HarvestFault) {
      switch self {
      case .same: try body(bytes)
      case .other(let text) where text.isEmpty: break
      case .other(let text):
        try text.withUnsafeBufferPointer { (text) throws(HarvestFault) in try body(text) }
      }
    }
  }

  mutating func take(_ bytes: Bytes) -> Piece {
    guard charset != nil else {
      pending.append(contentsOf: bytes)
      return .other(pending.count >= TextCharset.sample ? settle() : [])
    }
    guard decoder != nil else { return .same }
    var decoded: [UInt8] = []
    decoder?.decode(bytes, into: &decoded)
    return .other(decoded)
  }

  /// The text is over: what was still waiting.
  mutating func finish() -> Piece {
    var rest = charset == nil ? settle() : []
    decoder?.finish(into: &rest)
    return .other(rest)
  }

  private mutating func settle() -> [UInt8] {
    let (found, mark) = pending.withUnsafeBufferPointer { TextCharset.detect($0) }
    charset = found
    decoder = WideDecoder(found.charset)
    pending.removeFirst(mark)
    defer { pending = [] }
    guard decoder != nil else { return pending }
    var decoded: [UInt8] = []
    pending.withUnsafeBufferPointer { decoder?.decode($0, into: &decoded) }
    return decoded
  }
}
