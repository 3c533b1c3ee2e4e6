import Catalogue

/// One record of RIS: its fields in their order, each with the lines that follow it. Lent bytes: valid only as long as
/// they are.
struct RISRecord {
  struct Field {
    var tag: RISTag
    var value: Range<Int>
    /// Whether its tag is written otherwise than the record's first (`RISDialect.looseTag`).
    var isLoose = false
  }

  let bytes: Bytes
  /// The type as written (`RPRT`); empty where none is.
  let type: String
  let fields: [Field]
  /// How many fields were not read, as there are too many.
  let unread: Int
  /// How many lines were taken for text that may be fields, or the record's end.
  let doubtful: Int
  /// How many lines stand behind the record's own name and are no fields: a name goes on in no further line.
  let astray: Int
  /// Behind its last line.
  let end: Int

  /// Those whose words go on in further lines, of which one may begin like a field ("IS - Islamic State").
  private static let texts = Set(
    (["AB", "AD", "BT", "CT", "KW", "N1", "N2", "PB", "T1", "T2", "T3", "TI"] as [StaticString]).map(
      RISTag.init))

  /// No honest record has so many fields; further ones are not read.
  static let fieldLimit = 5000

  /// Reads the record that begins at `start`; nil where none does.
  init?(_ bytes: Bytes, from start: Int = 0) {
    self.bytes = bytes
    var lines = TextLines(bytes, from: start)
    guard let first = lines.next(), let (dialect, type) = RISDialect.begins(bytes.part(first.line)) else {
      return nil
    }
    let name = first.line.lowerBound + type.lowerBound..<first.line.lowerBound + type.upperBound
    self.type = Printable.line(Windows1252.text(bytes.part(name)), limit: 100)
    var fields: [Field] = []
    var (unread, doubtful, astray) = (0, 0, 0)
    var end = first.next
    while let (line, next) = lines.next() {
      let text = bytes.part(line)
      if RISDialect.isBareEnd(text) {
        end = next
        if RISDialect.endsRecord(bytes, from: next) { break }
        doubtful += 1
      }
      var found = dialect.tag(text)
      var isLoose = false
      if found == nil, let loose = RISDialect.looseTag(text), loose.tag != .end {
        let value = Windows1252.text(bytes.part(line.lowerBound + loose.value..<line.upperBound))
        isLoose =
          fields.last.map { $0.isLoose || !Self.texts.contains($0.tag) } ?? true || loose.tag.fits(value)
          || (loose.tag == .name && RISTag.isOneWord(PlainText.clean(value))
            && dialect.endsRecord(bytes, from: next))
        if isLoose { found = loose } else { doubtful += 1 }
      }
      if let (tag, value) = found {
        if tag == .type, RISDialect.begins(text) != nil { break }
        end = next
        if tag == .end { break }
        if fields.count < Self.fieldLimit {
          let place = line.lowerBound + value..<line.upperBound
          fields.append(Field(tag: tag, value: place, isLoose: isLoose))
        } else {
          unread += 1
        }
      } else {
        end = next
        guard let last = fields.indices.last, !text.trimmed.isEmpty else { continue }
        // The value goes on.
        if fields[last].tag == .name {
          astray += 1
        } else {
          fields[last].value = fields[last].value.lowerBound..<line.upperBound
        }
      }
    }
    self.fields = fields
    self.unread = unread
    self.doubtful = doubtful
    self.astray = astray
    self.end = end
  }

  /// A field's text, its lines apart.
  func text(_ field: Field) -> String { Windows1252.text(bytes.part(field.value).trimmed) }

  /// The first of the tags that holds anything, in their order.
  func first(_ tags: RISTag...) -> String? {
    for tag in tags {
      for field in fields where field.tag == tag {
        let text = text(field)
        if !ReportBuilder.isVoid(text), !text.isEmpty { return text }
      }
    }
    return nil
  }

  func all(_ tags: RISTag...) -> [String] {
    fields.filter { tags.contains($0.tag) }.map(text).filter { !$0.isEmpty }
  }

  var kind: RISType { RISType(type) }

  // MARK: What it is, and of what it is a part

  /// What the list calls the record: its `ID`, else its accession number, else what `ReferenceName` makes of it.
  var identifier: String? {
    if let own = first(RISTag("ID"), RISTag("AN")).flatMap(ReportBuilder.identifier) { return own }
    return ReferenceName.of(
      // Of a chapter it may be the book's.
      doi: kind.part == .chapter ? nil : first(RISTag("DO"), RISTag("DI")), type: type, title: title ?? "",
      year: first(RISTag("PY"), RISTag("Y1"), RISTag("DA")).map { String($0.prefix(4)) } ?? "",
      name: first(RISTag("AU"), RISTag("A1"), RISTag("A2"), RISTag("ED")) ?? "")
  }

  var title: String? {
    kind.part == .work
      ? first(RISTag("TI"), RISTag("T1"), RISTag("BT"), RISTag("CT"))
      : first(RISTag("TI"), RISTag("T1"), RISTag("CT"))
  }

  /// Whether a field is there twice, and different, of which a record has one.
  var isRunTogether: Bool {
    [RISTag("ID"), RISTag("TI"), RISTag("T1")].contains { tag in
      let all = all(tag)
      return all.count > 1 && Set(all.map { Fold.text($0) }).count > 1
    }
  }

  /// Some programs write each part in a field of its own, or all of it in two.
  var abstract: String? {
    var parts: [String] = []
    for part in all(RISTag("AB"), RISTag("N2")) where !ReportBuilder.isVoid(part) && !parts.contains(part) {
      parts.append(part)
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
  }

  /// The title of the book or journal that the record is a part of.
  var containerTitle: String? {
    first(RISTag("T2"), RISTag("BT"), RISTag("JO"), RISTag("JF"), RISTag("JA"), RISTag("J2"))
  }

  var part: Reference.Part {
    switch kind.part {
    case .none, .article: return .other
    case .work: return .work(book(title))
    case .chapter:
      return first(RISTag("U1")) == OwnExport.alone ? .other : .chapter(book(containerTitle))
    }
  }

  private func book(_ title: String?) -> Reference.Book {
    var book = Reference.Book(title: Fold.title(PlainText.clean(title ?? "")))
    book.year = first(RISTag("PY"), RISTag("Y1"), RISTag("DA")).flatMap { RISDate.read($0)?.year }
    for text in all(RISTag("SN")) {
      for part in text.split(whereSeparator: { ",;\n\r".contains($0) }) {
        for isbn in ReportBuilder.numbers(.isbn, String(part)) { book.numbers.insert(isbn.value) }
      }
    }
    if let doi = first(RISTag("DO")).flatMap({ Identifier(scheme: .doi, normalising: $0) }) {
      book.numbers.insert(doi.value)
    }
    return book
  }
}
