// The forms of single schemes. Each takes what follows label and resolver, and gives the normal form or nil.

extension Identifier {
  /// A DOI that opens `bytes` and runs to its end, or in a URL to its query.
  static func doi(_ bytes: Bytes, inURL: Bool) -> Identifier? {
    guard bytes.holds("10.") else { return nil }
    if let percent = bytes.place(ofByte: UInt8(ascii: "%")), percent + 2 < bytes.count {
      return percentDecoded(inURL ? untilQuery(bytes) : bytes).withUnsafeBufferPointer { plainDOI($0) }
    }
    return plainDOI(inURL ? untilQuery(bytes) : bytes)
  }

  private static func plainDOI(_ bytes: Bytes) -> Identifier? {
    guard let slash = registrant(bytes) else { return nil }
    var end = slash + 1
    while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x7F, bytes[end] != UInt8(ascii: "\"") {
      end += 1
    }
    let doi = withoutTrailingPunctuation(bytes.cut(0, end))
    guard doi.count > slash + 1, !doi.cut(slash, doi.count).equals("/null"),
      !(doi.count > 5 && doi.holds("/null", at: doi.count - 5))
    else { return nil }
    return Identifier(scheme: .doi, value: doi.lowercaseString)
  }

  /// The place of the slash behind "10." and a registrant's code: four to nine digits, perhaps with subdivisions.
  static func registrant(_ bytes: Bytes) -> Int? {
    guard bytes.holds("10.") else { return nil }
    var i = 3
    while i < bytes.count, ASCII.isDigit(bytes[i]) { i += 1 }
    guard i >= 7, i <= 12 else { return nil }
    while i < bytes.count, bytes[i] == UInt8(ascii: ".") || ASCII.isDigit(bytes[i]) { i += 1 }
    return i < bytes.count && bytes[i] == UInt8(ascii: "/") ? i : nil
  }

  /// A handle `prefix/suffix`; one below `10.` is a DOI.
  static func handle(_ bytes: Bytes) -> Identifier? {
    if bytes.place(ofByte: UInt8(ascii: "%")) != nil {
      return percentDecoded(untilQuery(bytes)).withUnsafeBufferPointer { handle(decoded: $0) }
    }
    return handle(decoded: untilQuery(bytes))
  }

  private static func handle(decoded bytes: Bytes) -> Identifier? {
    if bytes.holds("10."), let doi = plainDOI(bytes) { return doi }
    guard let slash = bytes.place(ofByte: UInt8(ascii: "/")), slash >= 2, isHandlePrefix(bytes.cut(0, slash))
    else { return nil }
    var end = slash + 1
    while end < bytes.count, bytes[end] > 0x20 { end += 1 }
    guard end == bytes.count else { return nil }
    let whole = withoutTrailingPunctuation(bytes.cut(0, end))
    guard whole.count > slash + 1 else { return nil }
    return Identifier(scheme: .handle, value: whole.string)
  }

  /// A naming authority: digits with dots ("10986", "20.500.12345"), or the old kind with letters ("1721.1", "loc.mbrs").
  static func isHandlePrefix(_ bytes: Bytes) -> Bool {
    guard bytes.count >= 2, bytes.count <= 40, !bytes.equals("123456789") else { return false }
    guard ASCII.isAlphanumeric(bytes[0]) else { return false }
    var digits = 0
    for byte in bytes {
      guard ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else {
        return false
      }
      if ASCII.isDigit(byte) { digits += 1 }
    }
    return digits > 0
  }

  /// `ark:/NAAN/name` or `ark:NAAN/name`.
  static func ark(_ bytes: Bytes) -> Identifier? {
    guard bytes.holds("ark:") else { return nil }
    return ark(name: bytes.from(bytes.holds("/", at: 4) ? 5 : 4))
  }

  static func ark(name bytes: Bytes) -> Identifier? {
    guard let slash = bytes.place(ofByte: UInt8(ascii: "/")), slash >= 5, slash <= 16 else { return nil }
    var value = Array("ark:".utf8)
    for byte in bytes.cut(0, slash) {
      guard ASCII.isAlphanumeric(byte) else { return nil }
      value.append(ASCII.lower(byte))
    }
    value.append(UInt8(ascii: "/"))
    let start = value.count
    var i = slash + 1
    while i < bytes.count {
      let byte = bytes[i]
      // Hyphens are without meaning (and made by typesetters); what follows '?' asks for metadata.
      let dash = bytes.dashLength(at: i)
      if dash > 0 {
        i += dash
        continue
      }
      guard byte > 0x20, byte != UInt8(ascii: "?"), byte != UInt8(ascii: "#") else { break }
      value.append(byte)
      i += 1
    }
    while let last = value.last, last == UInt8(ascii: "/") || isTrailingPunctuation(last) {
      value.removeLast()
    }
    guard value.count > start else { return nil }
    return Identifier(scheme: .ark, value: String(decoding: value, as: UTF8.self))
  }

  /// `RePEc:aaa:ssssss:hhh`: an archive of three places, a series of six, and what the archive chose.
  static func repec(_ bytes: Bytes) -> Identifier? {
    var end = 0
    while end < bytes.count, bytes[end] > 0x20 { end += 1 }
    let handle = withoutTrailingPunctuation(bytes.cut(0, end))
    guard handle.count > 17, handle[9] == UInt8(ascii: ":"), handle[16] == UInt8(ascii: ":") else {
      return nil
    }
    for i in 6..<16 where i != 9 && !ASCII.isAlphanumeric(handle[i]) { return nil }
    return Identifier(scheme: .repec, value: handle.lowercaseString)
  }

  /// A URN (RFC 8141): of an ISBN, an ISSN, a DOI or a handle, or stable as it stands.
  static func urn(_ bytes: Bytes) -> Identifier? {
    if bytes.holds("urn:isbn:") {
      return ISBN.normalised(bytes.from(9)).map { .init(scheme: .isbn, value: $0) }
    }
    if bytes.holds("urn:issn:") {
      return ISSN.normalised(bytes.from(9)).map { .init(scheme: .issn, value: $0) }
    }
    if bytes.holds("urn:doi:") { return doi(bytes.from(8), inURL: true) }
    if bytes.holds("urn:hdl:") { return handle(bytes.from(8)) }
    guard let colon = bytes.place(ofByte: UInt8(ascii: ":"), from: 4), colon > 5, colon < 36 else {
      return nil
    }
    for byte in bytes.cut(4, colon) where !(ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "-")) {
      return nil
    }
    var end = colon + 1
    while end < bytes.count, bytes[end] > 0x20, bytes[end] != UInt8(ascii: "#"),
      bytes[end] != UInt8(ascii: "?")
    {
      end += 1
    }
    let whole = withoutTrailingPunctuation(bytes.cut(0, end))
    guard whole.count > colon + 1 else { return nil }
    return Identifier(
      scheme: .stableURL, value: whole.cut(0, colon).lowercaseString + whole.from(colon).string)
  }

  static func untilQuery(_ bytes: Bytes) -> Bytes {
    var end = 0
    while end < bytes.count, bytes[end] != UInt8(ascii: "?"), bytes[end] != UInt8(ascii: "#") { end += 1 }
    return bytes.cut(0, end)
  }

  /// Percent codes decoded once (RFC 3986, 2.1); what is none stays as it is.
  static func percentDecoded(_ bytes: Bytes) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "%"), i + 2 < bytes.count, let high = hex(bytes[i + 1]),
        let low = hex(bytes[i + 2])
      {
        result.append(high << 4 | low)
        i += 3
      } else {
        result.append(bytes[i])
        i += 1
      }
    }
    return result
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    if ASCII.isDigit(byte) { return byte - 0x30 }
    let letter = byte | 0x20
    return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : nil
  }

  /// A sentence's punctuation is none of an identifier's; nor is a bracket that opens outside it.
  static func withoutTrailingPunctuation(_ bytes: Bytes) -> Bytes {
    var end = bytes.count
    while end > 0 {
      let byte = bytes[end - 1]
      if isTrailingPunctuation(byte) || byte == UInt8(ascii: "/") {
        end -= 1
      } else if end >= 3, bytes[end - 3] == 0xE2, bytes[end - 2] == 0x80, byte >= 0x98, byte <= 0xA6 {
        end -= 3  // Typographic quotes and the ellipsis.
      } else if let opening = opening(of: byte), !balanced(bytes.cut(0, end), opening, byte) {
        end -= 1
      } else {
        break
      }
    }
    return bytes.cut(0, end)
  }

  private static func isTrailingPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
      UInt8(ascii: "?"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "*"), UInt8(ascii: "|"):
      true
    default: false
    }
  }

  private static func opening(of closing: UInt8) -> UInt8? {
    switch closing {
    case UInt8(ascii: ")"): UInt8(ascii: "(")
    case UInt8(ascii: "]"): UInt8(ascii: "[")
    case UInt8(ascii: "}"): UInt8(ascii: "{")
    case UInt8(ascii: ">"): UInt8(ascii: "<")
    default: nil
    }
  }

  private static func balanced(_ bytes: Bytes, _ opening: UInt8, _ closing: UInt8) -> Bool {
    var depth = 0
    for byte in bytes {
      if byte == opening { depth += 1 } else if byte == closing { depth -= 1 }
    }
    return depth >= 0
  }
}
