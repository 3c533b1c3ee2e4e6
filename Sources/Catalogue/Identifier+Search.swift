extension Identifier {
  /// The identifiers that stand anywhere within a text, for example a citation: DOIs, handles, ARKs, RePEc handles,
  /// URNs and URLs that `recognise` knows, ISBNs and ISSNs with their labels. In their order, each once.
  ///
  /// At most the first 64 KB are looked at, and at most 64 are given.
  public static func find(in text: String) -> [Identifier] {
    text.withBytes { bytes in
      var found: [Identifier] = []
      let bytes = bytes.cut(0, min(bytes.count, 1 << 16))
      var i = 0
      while i < bytes.count, found.count < 64 {
        // A name begins where no letter or digit stands before it; most bytes are done with after this line.
        guard mayBegin(bytes[i]), i == 0 || !isWordByte(bytes[i - 1]) else {
          i += 1
          continue
        }
        if let (identifier, end) = identifier(in: bytes, at: i) {
          if !found.contains(identifier) { found.append(identifier) }
          i = max(end, i + 1)
        } else {
          i += 1
        }
      }
      return found
    }
  }

  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch ASCII.lower(byte) {
    case UInt8(ascii: "1"), UInt8(ascii: "h"), UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"),
      UInt8(ascii: "a"), UInt8(ascii: "r"), UInt8(ascii: "e"), UInt8(ascii: "p"), UInt8(ascii: "w"):
      true
    default: false
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { ASCII.isAlphanumeric(byte) || byte >= 0x80 }

  private static func identifier(in bytes: Bytes, at place: Int) -> (Identifier, end: Int)? {
    let isURL =
      bytes.holds("http://", at: place) || bytes.holds("https://", at: place)
      || bytes.holds("www.", at: place)
    let isName =
      isURL || bytes.holds("10.", at: place) || bytes.holds("doi", at: place) || bytes.holds("hdl", at: place)
      || bytes.holds("ark:", at: place) || bytes.holds("repec:", at: place) || bytes.holds("urn:", at: place)
      || bytes.holds("info:", at: place)
    if isName {
      var end = place
      // "doi: 10.…": the white space behind the label is the label's.
      if bytes.holds("doi:", at: place) || bytes.holds("doi ", at: place) {
        end = place + 4
        while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
      }
      let limit = min(bytes.count, place + 2048)
      while end < limit, bytes[end] > 0x20, bytes[end] != UInt8(ascii: "\""),
        bytes[end] != UInt8(ascii: "<"),
        bytes[end] != UInt8(ascii: ">")
      {
        end += 1
      }
      let name = bytes.cut(place, end)
      // In an address it may have the site's view of it behind it.
      let isInPath = place > 0 && bytes[place - 1] == UInt8(ascii: "/") && name.holds("10.")
      if let identifier = isInPath ? publisherDOI(name) : recognise(name) { return (identifier, end) }
      return nil
    }
    let label =
      bytes.holds("isbn", at: place) || bytes.holds("issn", at: place)
      || bytes.holds("eisbn", at: place) || bytes.holds("eissn", at: place) || bytes.holds("pissn", at: place)
    guard label, let identifier = recognise(bytes.cut(place, min(bytes.count, place + 40)).trimmed) else {
      return nil
    }
    return (identifier, place + 8)
  }
}
