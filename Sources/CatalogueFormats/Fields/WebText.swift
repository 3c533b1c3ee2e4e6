import Catalogue

/// Addresses in the values of a record.
enum WebText {
  /// Whether the text is one address, without blanks.
  static func isAddress(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      (bytes.has("http://", at: 0) || bytes.has("https://", at: 0)) && !bytes.contains { $0 <= 0x20 }
        && bytes.count > 10 && bytes.count <= 2048
    }
  }

  /// Addresses that stand among words, without the punctuation that follows them.
  static func addresses(in text: String) -> [String] {
    guard text.utf8.count <= 4096, text.utf8.contains(ASCII.colon) else { return [] }
    return text.utf8.split { $0 <= 0x20 || $0 == ASCII.lessThan || $0 == ASCII.greaterThan }.compactMap {
      word in
      var word = word
      while let last = word.last, ".,;)]\"'".utf8.contains(last) { word.removeLast() }
      while let first = word.first, "([\"'".utf8.contains(first) { word.removeFirst() }
      let address = String(Substring(word))
      return isAddress(address) ? address : nil
    }
  }

  /// Whether the address only leads on to what the identifier in it names.
  static func isResolver(_ url: String) -> Bool {
    var url = url
    return url.withUTF8 { url in
      let host = url.has("https", at: 0) ? 8 : 7
      return resolvers.contains { url.has($0, at: host) }
    }
  }

  private static let resolvers: [StaticString] = [
    "doi.org/", "dx.doi.org/", "www.doi.org/", "hdl.handle.net/", "n2t.net/", "portal.issn.org/",
  ]

  /// Whether the address is that of a file which may be the report itself.
  static func isFile(_ url: String) -> Bool {
    var copy = url
    return copy.withUTF8 { bytes in
      let end = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.count
      let isFile = fileEndings.contains { ending in
        end > ending.count
          && zip(ending, bytes[(end - ending.count)..<end]).allSatisfy { $0 == ASCII.lower($1) }
      }
      if isFile { return true }
      var at = 0
      while let slash = bytes.place(of: ASCII.slash, from: at), slash < end {
        if bytes.has("/bitstream/", at: slash) { return true }
        at = slash + 1
      }
      return false
    }
  }

  private static let fileEndings: [[UInt8]] = [".pdf", ".epub", ".doc", ".docx", ".ps"].map { Array($0.utf8) }
}
