/// References to addresses, made whole (RFC 3986, 5).
enum WebAddress {
  /// What `reference` means in a document at `base`; nil where that is no `http` or `https` address. Blanks, which no
  /// address may hold, are encoded; line breaks are the markup's and go.
  static func resolve(_ reference: String, against base: String) -> String? {
    if isWeb(reference), !reference.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) { return reference }
    let reference = cleaned(reference)
    let address = String(
      decoding: reference.withUnsafeBufferPointer { joined($0, Array(base.utf8)) }, as: UTF8.self)
    return isWeb(address) ? address : nil
  }

  /// A base for the references below it: `reference` itself where it is whole, else what it means at `base`.
  static func base(_ reference: String, within base: String) -> String {
    resolve(reference, against: base) ?? base
  }

  /// The address as far as it decides what relative references mean: without query and fragment.
  static func stem(_ address: String) -> String {
    let end = address.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    return end.map { String(address[..<$0]) } ?? address
  }

  /// Whether the text is an `http` or `https` address with a host, of at most 2048 bytes.
  static func isWeb(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      guard let start = ["http://", "https://"].first(where: { begins(bytes, with: $0) })?.utf8CodeUnitCount,
        start < bytes.count, bytes.count <= 2048
      else { return false }
      return !"/?#".utf8.contains(bytes[start])
    }
  }

  private static func begins(_ bytes: Bytes, with scheme: StaticString) -> Bool {
    let length = scheme.utf8CodeUnitCount
    guard bytes.count >= length else { return false }
    for at in 0..<length where ASCII.lower(bytes[at]) != scheme.utf8Start[at] { return false }
    return true
  }

  private static func cleaned(_ text: String) -> [UInt8] {
    let bytes = text.utf8.filter { $0 >= 0x20 && $0 != 0x7F }
    guard let first = bytes.firstIndex(where: { $0 != 0x20 }),
      let last = bytes.lastIndex(where: { $0 != 0x20 })
    else { return [] }
    var result: [UInt8] = []
    for byte in bytes[first...last] {
      if byte == 0x20 { result += "%20".utf8 } else { result.append(byte) }
    }
    return result
  }

  /// The parts of an address (appendix B). Scheme, authority, query and fragment with their marks; empty where there
  /// are none.
  private struct Parts {
    var scheme: Bytes
    var authority: Bytes
    var path: Bytes
    var query: Bytes
    var fragment: Bytes

    init(_ text: Bytes) {
      let hash = text.place(of: UInt8(ascii: "#"), from: 0) ?? text.count
      fragment = text.part(hash..<text.count)
      let rest = text.part(0..<hash)
      let mark = rest.place(of: UInt8(ascii: "?"), from: 0) ?? hash
      query = rest.part(mark..<hash)
      let start = Self.schemeEnd(rest.part(0..<mark))
      scheme = rest.part(0..<start)
      var pathStart = start
      if rest.part(0..<mark).has("//", at: start) {
        pathStart = rest.part(0..<mark).place(of: ASCII.slash, from: start + 2) ?? mark
      }
      authority = rest.part(start..<pathStart)
      path = rest.part(pathStart..<mark)
    }

    /// Behind the scheme's colon (3.1); 0 where there is none.
    private static func schemeEnd(_ text: Bytes) -> Int {
      guard let first = text.first, ASCII.isLetter(first), let colon = text.place(of: ASCII.colon, from: 0)
      else {
        return 0
      }
      let isName = text.part(0..<colon).allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || "+-.".utf8.contains($0)
      }
      return isName ? colon + 1 : 0
    }
  }

  /// RFC 3986, 5.2.2.
  private static func joined(_ reference: Bytes, _ base: [UInt8]) -> [UInt8] {
    base.withUnsafeBufferPointer { base in
      let r = Parts(reference)
      let b = Parts(base)
      if !r.scheme.isEmpty || b.scheme.isEmpty { return Array(reference) }
      var result = Array(b.scheme)
      if !r.authority.isEmpty {
        return result + r.authority + withoutDots(Array(r.path)) + r.query + r.fragment
      }
      result += b.authority
      if r.path.isEmpty {
        return result + b.path + (r.query.isEmpty ? b.query : r.query) + r.fragment
      }
      if r.path[0] == ASCII.slash { return result + withoutDots(Array(r.path)) + r.query + r.fragment }
      let slash = b.path.lastIndex(of: ASCII.slash)
      let merged = (slash.map { Array(b.path.part(0..<$0 + 1)) } ?? [ASCII.slash]) + r.path
      return result + withoutDots(merged) + r.query + r.fragment
    }
  }

  /// RFC 3986, 5.2.4.
  private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
    guard path.contains(UInt8(ascii: ".")) else { return path }
    var kept: [ArraySlice<UInt8>] = []
    let parts = path.split(separator: ASCII.slash, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      let isUp = part.elementsEqual("..".utf8)
      guard isUp || part.elementsEqual(".".utf8) else {
        kept.append(part)
        continue
      }
      if isUp, kept.count > 1 { kept.removeLast() }
      if index == parts.count - 1 { kept.append([]) }
    }
    return Array(kept.joined(separator: [ASCII.slash]))
  }
}
