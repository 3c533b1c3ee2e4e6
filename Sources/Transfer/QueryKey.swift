/// A key that goes into the query, and stays out of everything that is told.
extension TransferSettings.Credentials {
  /// The query's parameter that holds the key, if it stands there.
  var parameter: String? { if case .query(let parameter, _) = self { parameter } else { nil } }
}

extension Secret {
  /// The address that curl gets.
  func url(_ address: WebAddress) -> String {
    guard case .query(let parameter, let value) = self else { return address.text }
    let separator = address.text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
    return "\(address.text)\(separator)\(percentEncoded(parameter))=\(percentEncoded(value))"
  }

  /// The key in every form in which it could come back.
  var hidden: [String] {
    switch self {
    case .header(_, let value), .query(_, let value), .bearer(let value): [value, percentEncoded(value)]
    default: []
    }
  }
}

extension WebAddress {
  /// The address without that parameter of its query, however it is encoded there.
  func without(_ parameter: String?) -> WebAddress {
    guard let parameter, let mark = text.firstIndex(of: "?") else { return self }
    let pairs = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    let kept = pairs.filter { percentDecoded($0.prefix { $0 != "=" }) != parameter }
    guard kept.count < pairs.count else { return self }
    var address = self
    address.text = text[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    return address
  }
}

/// RFC 3986, 2.1: everything but unreserved characters becomes `%XX`.
private func percentEncoded(_ text: String) -> String {
  var encoded = ""
  for byte in text.utf8 {
    let isPlain =
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "-._~".utf8.contains(byte)
    if isPlain {
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      let hex = String(byte, radix: 16, uppercase: true)
      encoded += byte < 16 ? "%0\(hex)" : "%\(hex)"
    }
  }
  return encoded
}

/// The text with `%XX` undone, as far as they are such.
private func percentDecoded(_ text: Substring) -> String {
  let bytes = Array(text.utf8)
  var decoded: [UInt8] = []
  var at = 0
  while at < bytes.count {
    if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
      let value = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
    {
      decoded.append(value)
      at += 3
    } else {
      decoded.append(bytes[at])
      at += 1
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}
