extension Identifier {
  /// What a printed text or URL identifies, in its scheme's normal form; nil where it has none of the known forms.
  ///
  /// Knows DOIs in every form of URL, proxies' too; handles and DSpace's addresses; ARKs; RePEc handles; ISBNs and
  /// ISSNs whose check digit is right; JSTOR's stable URLs, PURLs and URNs. A bare number is an ISBN only with
  /// thirteen digits from 978 or 979, or in the hyphened form of ten. Refused are DOIs that end in `/null`, and
  /// handles below 123456789, the prefix of every DSpace that was never configured.
  public static func recognise(_ text: String) -> Identifier? {
    text.withBytes { recognise($0.trimmed) }
  }

  /// Takes a value whose scheme is known, and so needs no label: "12345679" is an ISSN where one is asked for.
  /// Nil where the value is none of the scheme.
  public init?(scheme: Scheme, normalising text: String) {
    let found = text.withBytes { bytes -> Identifier? in
      let bytes = bytes.trimmed
      guard bytes.count <= 4096 || scheme == .reportNumber || scheme == .upstream else { return nil }
      if let narrow = Self.narrowed(bytes), scheme == .isbn || scheme == .issn || scheme == .handle {
        return Identifier(scheme: scheme, normalising: String(decoding: narrow, as: UTF8.self))
      }
      switch scheme {
      case .isbn:
        return ISBN.normalised(Self.afterLabel("isbn", in: bytes) ?? bytes).map {
          .init(scheme: .isbn, value: $0)
        }
      case .issn:
        return ISSN.normalised(Self.afterLabel("issn", in: bytes) ?? bytes).map {
          .init(scheme: .issn, value: $0)
        }
      case .handle: return Self.handle(bytes) ?? Self.recognise(bytes)
      case .stableURL: return Self.recognise(bytes) ?? Self.address(bytes)
      case .doi, .ark, .repec: return Self.recognise(bytes)
      case .reportNumber, .upstream:
        let value = PlainText.clean(text)
        return value.isEmpty ? nil : Identifier(scheme: scheme, value: value)
      }
    }
    guard let found, found.scheme == scheme else { return nil }
    self = found
  }

  static func recognise(_ bytes: Bytes) -> Identifier? {
    guard bytes.count >= 5, bytes.count <= 4096 else { return nil }
    switch ASCII.lower(bytes[0]) {
    case UInt8(ascii: "1"):
      if bytes.holds("10."), let doi = doi(bytes, inURL: false) { return doi }
    case UInt8(ascii: "h"):
      if bytes.holds("http://") { return inURL(bytes, start: 7) }
      if bytes.holds("https://") { return inURL(bytes, start: 8) }
      if bytes.holds("hdl:") { return handle(bytes.from(4)) }
      if bytes.holds("handle:") { return handle(bytes.from(7).trimmed) }
      if bytes.holds("hdl.handle.net/") { return handle(bytes.from(15)) }
    case UInt8(ascii: "d"):
      if bytes.holds("doi:") || bytes.holds("doi ") || bytes.holds("doi=") {
        return doi(bytes.from(4).trimmed, inURL: false) ?? recognise(bytes.from(4).trimmed)
      }
      if bytes.holds("doi.org/") || bytes.holds("dx.doi.org/") { return inURL(bytes, start: 0) }
    case UInt8(ascii: "w"):
      if bytes.holds("www.") { return inURL(bytes, start: 0) }
    case UInt8(ascii: "i"):
      if bytes.holds("info:doi/") { return doi(bytes.from(9), inURL: true) }
      if bytes.holds("info:hdl/") { return handle(bytes.from(9)) }
      if bytes.holds("info:ark/") { return ark(name: bytes.from(9)) }
    case UInt8(ascii: "u"):
      if bytes.holds("urn:") { return urn(bytes) }
    case UInt8(ascii: "a"):
      if bytes.holds("ark:%2f") { return percentDecoded(bytes).withUnsafeBufferPointer { ark($0) } }
      if bytes.holds("ark:") { return ark(bytes) }
    case UInt8(ascii: "r"):
      if bytes.holds("repec:") { return repec(bytes) }
    case UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "["):
      return recognise(bytes.from(1))
    default: break
    }
    return number(bytes) ?? retyped(bytes).flatMap { $0.withUnsafeBufferPointer { recognise($0) } }
  }

  /// What was meant by letters, digits and signs as wide as East Asia's ("ＤＯＩ：１０.…"), and by a DOI with spaces around
  /// its slash ("10.5555 / x"); nil where there is nothing of either.
  private static func retyped(_ bytes: Bytes) -> [UInt8]? {
    if let narrow = narrowed(bytes) { return narrow }
    guard bytes.holds("10."), let slash = bytes.place(ofByte: UInt8(ascii: "/")) else { return nil }
    let (before, behind) = (bytes.cut(0, slash).trimmed, bytes.from(slash + 1).trimmed)
    guard before.count + behind.count + 1 < bytes.count, before.place(ofByte: UInt8(ascii: " ")) == nil else {
      return nil
    }
    return Array(before) + [UInt8(ascii: "/")] + Array(behind)
  }

  /// A text's ASCII in place of its wide forms (U+FF01 to U+FF5E); nil where there are none.
  static func narrowed(_ bytes: Bytes) -> [UInt8]? {
    guard bytes.contains(0xEF) else { return nil }
    let text = bytes.string
    let narrow = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          0xFF01...0xFF5E ~= $0.value ? Unicode.Scalar(UInt8($0.value - 0xFEE0)) : $0
        }))
    return narrow == text ? nil : Array(narrow.utf8)
  }

  /// ISBN and ISSN, with and without a label.
  private static func number(_ bytes: Bytes) -> Identifier? {
    guard bytes.count <= 64 else { return nil }
    if let rest = afterLabel("isbn", in: bytes) {
      return ISBN.normalised(rest).map { Identifier(scheme: .isbn, value: $0) }
    }
    if let rest = afterLabel("issn", in: bytes) {
      return ISSN.normalised(rest).map { Identifier(scheme: .issn, value: $0) }
    }
    guard ASCII.isDigit(bytes[0]) else { return nil }
    if let value = ISSN.normalised(bytes), bytes.count == 9 { return Identifier(scheme: .issn, value: value) }
    if let value = ISBN.unlabelled(bytes) { return Identifier(scheme: .isbn, value: value) }
    return nil
  }

  /// What follows a label such as "ISBN-13:", "e-ISSN", "ISSN (print)", "urn:isbn:".
  private static func afterLabel(_ label: StaticString, in bytes: Bytes) -> Bytes? {
    guard bytes.count > 4, let place = bytes.cut(0, min(bytes.count, 24)).place(of: label) else { return nil }
    for i in 0..<place where ASCII.isDigit(bytes[i]) { return nil }
    var i = place + 4
    // ISBN-10 and ISBN-13 are labels; the digits behind the hyphen are none of the number's.
    if bytes.holds("-10", at: i) || bytes.holds("-13", at: i) || bytes.holds(" 13:", at: i)
      || bytes.holds(" 10:", at: i)
    {
      i += 3
    }
    while i < bytes.count, !ASCII.isDigit(bytes[i]) { i += 1 }
    return bytes.from(i)
  }
}
