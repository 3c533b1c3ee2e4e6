import Catalogue

/// Makes identifiers, links and series of what stands in `dc:identifier`, `dc:relation` and `dc:source`.
enum IdentifierReading {
  /// A value of `dc:identifier`: an identifier, an address, a citation that holds one, or the body's own number.
  static func read(_ text: String, into report: inout Report) {
    if let identifier = Identifier.recognise(text) {
      add(identifier, to: &report)
      if identifier.scheme == .stableURL, isWeb(text) { addLink(text, to: &report) }
      return
    }
    if isWeb(text) { return addLink(text, to: &report) }
    guard text.utf8.count <= 60 else {
      for identifier in Identifier.find(in: text) { add(identifier, to: &report) }
      return
    }
    let hasDigit = text.utf8.contains { ASCII.isDigit($0) }
    let hasLetter = text.utf8.contains { ASCII.isLetter($0) }
    let words = text.utf8.lazy.filter { $0 == 0x20 }.count + 1
    add(
      Identifier(scheme: hasDigit && hasLetter && words <= 4 ? .reportNumber : .upstream, value: text), to: &report)
  }

  /// A value of `dc:relation` or `dc:source`. EPrints puts landing page and DOI there; others a series with its number,
  /// or related works, which must not pass for the report itself.
  static func readRelated(_ text: String, into report: inout Report) {
    if let identifier = Identifier.recognise(text) {
      let isOwn = identifier.scheme == .issn || !report.identifiers.contains { $0.scheme == identifier.scheme }
      let names = identifier.scheme != .isbn && identifier.scheme != .stableURL
      if isOwn, names, isWeb(text) || identifier.scheme == .issn { add(identifier, to: &report) }
      return
    }
    if isWeb(text) {
      let hasPage = report.links.contains { $0.kind == .landingPage }
      let kind: Link.Kind = isFullText(text) ? .fullText : hasPage ? .related : .landingPage
      let link = Link(kind: kind, url: text)
      if !report.links.contains(where: { $0.url == text }) { report.links.append(link) }
      return
    }
    if let series = series(text), !report.series.contains(series) { report.series.append(series) }
  }

  private static func add(_ identifier: Identifier, to report: inout Report) {
    if !report.identifiers.contains(identifier) { report.identifiers.append(identifier) }
  }

  private static func addLink(_ url: String, to report: inout Report) {
    guard !report.links.contains(where: { $0.url == url }) else { return }
    report.links.append(Link(kind: isFullText(url) ? .fullText : .landingPage, url: url))
  }

  /// Whether the text is one address, without blanks.
  static func isWeb(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      (bytes.has("http://", at: 0) || bytes.has("https://", at: 0)) && !bytes.contains { $0 <= 0x20 }
        && bytes.count > 10 && bytes.count <= 2048
    }
  }

  private static func isFullText(_ url: String) -> Bool {
    var copy = url
    return copy.withUTF8 { bytes in
      let end = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.count
      let isFile = fileEndings.contains { ending in
        end > ending.count && zip(ending, bytes[(end - ending.count)..<end]).allSatisfy { $0 == ASCII.lower($1) }
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

  /// "Clingendael Papers ; 3", "Policy Research working paper ; no. WPS 1234", "Polar Papers, no. 7".
  static func series(_ text: String) -> Series? {
    guard text.utf8.count <= 200, !text.hasPrefix("info:") else { return nil }
    for separator in [" ; ", "; ", ";", ", no. ", ", No. ", " no. ", ", vol. "] {
      guard let place = text.firstRange(of: separator) else { continue }
      let title = PlainText.clean(String(text[..<place.lowerBound]))
      var number = PlainText.clean(String(text[place.upperBound...]))
      for word in ["no. ", "No. ", "nr. ", "Nr. ", "no ", "vol. ", "Vol. "] where number.hasPrefix(word) {
        number = String(number.dropFirst(word.count))
      }
      let isNumber = number.utf8.contains { ASCII.isDigit($0) } && number.utf8.count <= 24
      guard title.utf8.count >= 3, isNumber else { return nil }
      return Series(title: title, number: number)
    }
    return nil
  }
}

extension String {
  fileprivate func firstRange(of part: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
      formIndex(after: &at)
    }
    return nil
  }
}
