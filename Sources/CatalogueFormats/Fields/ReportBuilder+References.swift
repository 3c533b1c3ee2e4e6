import Catalogue

/// What lists of references need besides.
extension ReportBuilder {
  /// Whether nothing came that tells what the record is of: neither title nor names, identifiers, links or contents.
  var saysNothing: Bool {
    report.title.isEmpty && report.abstract == nil && report.contributors.isEmpty
      && report.identifiers.isEmpty
      && report.links.isEmpty && report.sections.isEmpty
  }

  /// The ISBNs or ISSNs in a text: one whose groups blanks part, or several with blanks (Zotero) or words ("(pbk.)") between
  /// them.
  static func numbers(_ scheme: Identifier.Scheme, _ text: String) -> [Identifier] {
    func number(_ text: String) -> Identifier? { Identifier(scheme: scheme, normalising: text) }
    var found: [Identifier] = []
    for group in text.split(whereSeparator: \.isWhitespace).split(whereSeparator: { !isNumber($0) }) {
      let each = group.compactMap { number(String($0)) }
      found += each.count == group.count ? each : [number(group.joined(separator: " "))].compactMap(\.self)
    }
    return found.isEmpty ? [number(text)].compactMap(\.self) : found
  }

  /// Whether a word may be a number's group: its last one may be an X.
  private static func isNumber(_ word: Substring) -> Bool {
    word.utf8.first.map { ASCII.isDigit($0) || (word.utf8.count == 1 && $0 | 0x20 == 0x78) } ?? false
  }

  /// Subjects that semicolons part, where one that holds a semicolon itself stands in quotation marks, as Catalogued's own
  /// exports have it.
  mutating func add(subjectList text: String) {
    guard text.utf8.contains(UInt8(ascii: ";")), text.utf8.contains(UInt8(ascii: "\"")) else {
      return add(.subjects, text)
    }
    for (value, isQuoted) in OwnExport.told(in: PlainText.clean(text)) {
      if isQuoted, value.utf8.contains(UInt8(ascii: ";")) {
        report.add(subject: value)
      } else {
        add(.subjects, isQuoted ? "\"\(value)\"" : value)
      }
    }
  }

  /// Takes the pages that are told of a whole work: a range is the number of them where it begins with the first.
  mutating func add(pagesOfWhole text: String) {
    guard let range = PageRange.parse(PlainText.clean(text)), range.spans.count == 1,
      let span = range.spans.first,
      case .page(let last) = span.end
    else { return add(.pages, text) }
    guard span.first.number == 1, span.first.numbering == .arabic, last.numbering == .arabic,
      let count = last.number
    else { return self.count("page range of a whole left out") }
    add(.pages, "\(count)")
  }

  /// An address as lists write it, in capitals or without its `https://`, where it is one of the web, or holds one; nil
  /// where it does not. Blanks in it are encoded where what stands behind the last of them is an address's end.
  static func address(_ text: String) -> String? {
    guard let address = completed(text) else { return nil }
    guard let last = address.split(separator: " ").last, last != address, address.hasPrefix("http"),
      last.contains("=") || WebText.isFile(String(last)), !address.contains(" http")
    else { return address }
    return address.replacing(" ", with: "%20")
  }

  private static func completed(_ text: String) -> String? {
    let small = text.prefix(20).lowercased()
    for scheme in ["http://", "https://"] where small.hasPrefix(scheme) {
      return scheme + text.dropFirst(scheme.count)
    }
    if small.hasPrefix("www.") { return "http://" + text }
    if ["doi.org/", "dx.doi.org/", "hdl.handle.net/"].contains(where: small.hasPrefix) {
      return "https://" + text
    }
    return text.contains("http://") || text.contains("https://") ? text : nil
  }

  /// The addresses in a text that is one, or holds some.
  static func addresses(_ text: String) -> [String] {
    guard let address = address(PlainText.clean(text)) else { return [] }
    return WebText.isAddress(address) ? [address] : WebText.addresses(in: address)
  }

  /// The address of a part of a book. A DOI or handle in it is the book's as often as the part's, and lists do not tell
  /// which: so it says where the part is found, and never what it is.
  mutating func add(partLink text: String) {
    let addresses = Self.addresses(text)
    for address in addresses { report.add(link: address, .landingPage) }
    if addresses.isEmpty { count("unreadable address left out") }
  }

  /// The DOI that is told of a part, as its address.
  mutating func add(partDOI text: String) {
    if let url = Identifier(scheme: .doi, normalising: PlainText.clean(text))?.url { add(partLink: url) }
  }
}
