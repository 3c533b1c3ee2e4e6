import Catalogue

// How values that any format may bring stand in a report: each once, in the order in which they come.

extension Report {
  /// No honest record has more identifiers, links, types or series; each is compared with those before.
  private static let limit = 1000

  mutating func add(_ identifier: Identifier) {
    guard identifiers.count < Self.limit, !identifiers.contains(identifier) else { return }
    identifiers.append(identifier)
  }

  /// Takes an address that is a web address already. One that is a file's is that of the full text, whatever it was
  /// called.
  mutating func add(link url: String, _ kind: Link.Kind) {
    guard links.count < Self.limit, !links.contains(where: { $0.url == url }) else { return }
    links.append(Link(kind: WebText.isFile(url) ? .fullText : kind, url: url))
  }

  /// No honest record has more subjects; each is compared with those before.
  private static let subjectLimit = 2000

  /// Several subjects often stand in one value, joined by semicolons, which a reference to a character has, too.
  mutating func add(subjects text: String) {
    guard text.utf8.contains(UInt8(ascii: ";")) else { return add(subject: text) }
    text.withBytes { text in
      var start = 0
      while start <= text.count, subjects.count < Self.subjectLimit {
        var end = start
        while end < text.count, text[end] != UInt8(ascii: ";") || HTMLText.endsReference(text, at: end) {
          end += 1
        }
        let subject = PlainText.clean(String(decoding: text.part(start..<end), as: UTF8.self))
        if !subject.isEmpty { add(subject: subject) }
        start = end + 1
      }
    }
  }

  /// Takes one subject as it stands.
  mutating func add(subject: String) {
    if subjects.count < Self.subjectLimit, !subjects.contains(subject) { subjects.append(subject) }
  }

  /// "eng", "English; French", "en, fr", "Spanish, Castilian". Returns whether every part tells a language.
  @discardableResult
  mutating func add(languages text: String) -> Bool {
    let parts = text.utf8.split(whereSeparator: { ",;/|".utf8.contains($0) })
    return parts.prefix(16).reduce(true) { add(language: PlainText.clean(String(Substring($1)))) && $0 }
  }

  private mutating func add(language text: String) -> Bool {
    guard let tag = LanguageTag.normalise(text) else { return false }
    if !languages.contains(tag) { languages.append(tag) }
    return true
  }

  mutating func add(rights text: String) {
    if let told = AccessReading.access(text) {
      // What says that a login is needed weighs more than a licence for what is open.
      if access == nil || told == .loginNeeded { access = told }
    }
    if !rights.contains(text) { rights.append(text) }
  }

  mutating func add(type text: String) {
    if types.count < Self.limit, !types.contains(text) { types.append(text) }
  }

  mutating func add(_ entry: Series) {
    if series.count < Self.limit, !series.contains(entry) { series.append(entry) }
  }
}
