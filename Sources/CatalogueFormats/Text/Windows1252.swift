/// Text that is partly or wholly in the charset that most single-byte files of the West are in.
enum Windows1252 {
  /// What is UTF-8 stays; every other byte is read as Windows-1252. (Files of both kinds, glued together, occur.)
  static func text(_ bytes: Bytes) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    var at = 0
    while at < bytes.count {
      let length = characterLength(bytes, at: at)
      if length > 0 {
        output.append(contentsOf: bytes[at..<at + length])
        at += length
      } else {
        WideDecoder.append(Mending.windows1252(bytes[at]), &output)
        at += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The length of the UTF-8 character at `at`; 0 if none begins there.
  private static func characterLength(_ bytes: Bytes, at: Int) -> Int {
    if bytes[at] < 0x80 { return 1 }
    let length = bytes[at] >= 0xF0 ? 4 : bytes[at] >= 0xE0 ? 3 : 2
    guard at + length <= bytes.count else { return 0 }
    let text = String(validating: bytes.part(at..<at + length), as: UTF8.self)
    return text?.unicodeScalars.count == 1 ? length : 0
  }
}
