import Catalogue

/// Makes identifiers, links and series of what stands in `dc:identifier`, `dc:relation` and `dc:source`.
enum IdentifierReading {
  /// A value of `dc:identifier`: an identifier, an address, a citation that holds one, or the body's own number.
  ///
  /// - Parameter isOwn: Whether Catalogued wrote it: a number may be of digits alone then.
  static func read(_ text: String, isOwn: Bool = false, into report: inout Report) {
    guard !isRefused(text) else { return }
    let identifier = Identifier.recognise(text)
    if let identifier { report.add(identifier) }
    if WebText.isAddress(text) {
      if !WebText.isResolver(text) { report.add(link: text, .landingPage) }
      return
    }
    if identifier != nil { return }
    let addresses = WebText.addresses(in: text)
    let found = Identifier.find(in: text)
    for identifier in found { report.add(identifier) }
    for address in addresses where !WebText.isResolver(address) { report.add(link: address, .landingPage) }
    guard found.isEmpty, addresses.isEmpty, text.utf8.count <= 60 else { return }
    let isNumber = isNumber(text) || (isOwn && text.utf8.contains(where: ASCII.isDigit))
    report.add(Identifier(scheme: isNumber ? .reportNumber : .upstream, value: text))
  }

  /// Values of `dc:relation`, `dc:source` and citations. EPrints puts the landing page, the DOI and a citation there;
  /// others a series with its number, or related works, which must not pass for the report itself: an identifier counts
  /// as the report's own only if there is one of its scheme.
  static func readRelated(_ texts: [String], into report: inout Report) {
    var candidates: [Identifier] = []
    for text in texts where !isRefused(text) {
      if let own = alternative(text) {
        report.add(own)
        continue
      }
      let identifier = Identifier.recognise(text)
      if let identifier {
        if identifier.scheme == .issn { report.add(identifier) } else { candidates.append(identifier) }
      }
      if WebText.isAddress(text) {
        if !WebText.isResolver(text) { addRelatedLink(text, to: &report) }
      } else if identifier == nil {
        readRelatedWords(text, &candidates, into: &report)
      }
    }
    for candidate in candidates where candidate.scheme.isStrong {
      let isOnly = candidates.allSatisfy { $0.scheme != candidate.scheme || $0 == candidate }
      let isNew = !report.identifiers.contains { $0.scheme == candidate.scheme }
      if isOnly, isNew { report.add(candidate) }
    }
  }

  private static func readRelatedWords(
    _ text: String, _ candidates: inout [Identifier], into report: inout Report
  ) {
    if let series = series(text) {
      report.add(series)
      return
    }
    candidates += Identifier.find(in: text)
    let isOneWord = !text.utf8.contains { $0 <= 0x20 || $0 == ASCII.colon }
    if isOneWord, text.utf8.count <= 40, isNumber(text) {
      report.add(Identifier(scheme: .reportNumber, value: text))
    }
  }

  /// What the report is called elsewhere, as OpenAIRE's guidelines write it in `dc:relation`:
  /// `info:eu-repo/semantics/altIdentifier/doi/10.…`.
  private static func alternative(_ text: String) -> Identifier? {
    let mark = "info:eu-repo/semantics/altIdentifier/"
    guard text.utf8.starts(with: mark.utf8) else { return nil }
    let rest = text.utf8.dropFirst(mark.utf8.count)
    guard let slash = rest.firstIndex(of: ASCII.slash) else { return nil }
    let value = String(Substring(rest[rest.index(after: slash)...]))
    switch String(Substring(rest[..<slash])).lowercased() {
    case "doi": return Identifier(scheme: .doi, normalising: value)
    case "hdl": return Identifier(scheme: .handle, normalising: value)
    case "isbn": return Identifier(scheme: .isbn, normalising: value)
    case "issn", "eissn", "pissn": return Identifier(scheme: .issn, normalising: value)
    case "ark": return Identifier(scheme: .ark, normalising: value)
    default: return nil
    }
  }

  /// Whether it may be the issuing body's number: letters and digits, few words.
  private static func isNumber(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.contains { ASCII.isDigit($0) } && bytes.contains { ASCII.isLetter($0) }
      && bytes.count { $0 == 0x20 } <= 3
  }

  /// DOIs that a repository made of nothing.
  private static func isRefused(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { $0.has("/null", at: $0.count - 5) || $0.has("/NULL", at: $0.count - 5) }
  }

  private static func addRelatedLink(_ url: String, to report: inout Report) {
    let hasPage = report.links.contains { $0.kind == .landingPage }
    report.add(link: url, hasPage ? .related : .landingPage)
  }

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
