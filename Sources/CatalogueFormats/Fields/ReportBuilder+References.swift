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
  /// where it does not. Blanks in it are encoded where all of it is one address.
  static func address(_ text: String) -> String? {
    guard let address = completed(text)?.replacing(" www.", with: " http://www.") else { return nil }
    return hasBlanksOfItsOwn(address) ? address.replacing(" ", with: "%20") : address
  }

  /// Whether a text is one address in which one or two blanks stand: behind the last of them it ends as one of a file or a
  /// query does, and no word names another host.
  private static func hasBlanksOfItsOwn(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard text.hasPrefix("http"), (2...3).contains(words.count), let last = words.last else { return false }
    let namesHost = words.dropFirst().contains { word in
      word.firstIndex(of: "/").map { word[..<$0].contains(".") || word[..<$0].hasSuffix(":") } ?? false
    }
    let isQuery = text.contains("?") && last.contains("=") && !text.contains { "[]()".contains($0) }
    return !namesHost && (isQuery || WebText.isFile(String(last)))
  }

  /// Takes what `address` made of a text. A part's is only where it is found.
  mutating func add(listed address: String, to field: ReportField, ofPart isPart: Bool) {
    let words = address.split(separator: " ").map(String.init)
    if words.count > 1, WebText.isAddress(words[0]), !words.allSatisfy(WebText.isAddress) {
      count("words behind an address left out")
    }
    if isPart { add(partLink: address) } else { add(field, address) }
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
