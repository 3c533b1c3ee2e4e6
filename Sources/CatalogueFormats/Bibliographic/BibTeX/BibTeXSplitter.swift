import Catalogue

/// Cuts a BibTeX file into records as its bytes come: an entry each, or a report with the chapters beside it.
///
/// An entry's context is what it needs to be read alone: the macros that it uses, worked out, and the entries that it takes
/// fields from.
struct BibTeXSplitter: DocumentSplitter {
  private var input = TextInput()
  private var buffer: [UInt8] = []
  private var scanner = BibTeXScanner()
  private var macros = BibTeXMacros()
  private var parents = BibTeXParents()
  private var joining = ChapterJoining(.lines)
  private var ownRepairs: [String: Int] = [:]
  private var entries = 0
  private(set) var about: [AboutFact] = []

  var records: Int { joining.records }
  var breaksOff: Bool { scanner.endsOpen }
  var repairs: [String: Int] {
    let undefined = macros.undefined > 0 ? [BibTeXMacros.undefinedLeftOut: macros.undefined] : [:]
    return [scanner.repairs, parents.repairs, joining.repairs, undefined].reduce(ownRepairs) {
      $0.merging($1) { $0 + $1 }
    }
  }

  /// So much may stand before the first entry.
  private static let proseLimit = 1 << 20
  private var prose = 0

  mutating func feed(_ bytes: Bytes, _ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    try input.take(bytes).read(bytes) { (text) throws(HarvestFault) in take(text, isLast: false, sink) }
    guard entries > 0 || prose <= Self.proseLimit || scanner.isInside else {
      throw HarvestFault(.notData, "the first MiB of the answer holds no BibTeX entry; nothing changed")
    }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) throws(HarvestFault) {
    let none = Bytes(start: nil, count: 0)
    try input.finish().read(none) { (text) throws(HarvestFault) in take(text, isLast: false, sink) }
    take(none, isLast: true, sink)
    for reference in parents.overdue(isLast: true) { joining.take(reference, sink) }
    joining.finish(sink)
    if let charset = input.charset { about = [AboutFact(name: "Character encoding", value: charset.name)] }
    guard entries > 0 else {
      throw HarvestFault(.notData, "the answer holds no BibTeX entry; nothing changed")
    }
  }

  private mutating func take(_ bytes: Bytes, isLast: Bool, _ sink: (RecordBytes) -> Void) {
    var text: [UInt8] = []
    swap(&text, &buffer)
    text.append(contentsOf: bytes)
    if entries == 0 { prose += bytes.count }
    var scanner = scanner
    let done = text.withUnsafeBufferPointer { p in
      scanner.scan(p, isLast: isLast) { take(p.part($0.entry), line: $0.line, sink) }
    }
    self.scanner = scanner
    text.removeFirst(done)
    swap(&text, &buffer)
  }

  private mutating func take(_ bytes: Bytes, line: Int64, _ sink: (RecordBytes) -> Void) {
    let opening = bytes.first == UInt8(ascii: "@") ? BibTeXOpening(bytes, at: 0) : nil
    if opening?.isComment == false { entries += 1 }
    var reference = Reference(
      record: RecordBytes(bytes: Array(bytes), context: [], identifier: nil, place: line))
    let entry: BibTeXEntry
    do throws(BibTeXEntry.Fault) { entry = try BibTeXEntry(bytes) } catch {
      if opening?.isComment == true { return }
      // The parser says why.
      reference.record.identifier = BibTeXOpening.isFollowed(in: bytes) ? nil : error.key
      return joining.take(reference, sink)
    }
    if BibTeXType.isNone(entry.type) {
      reference.record.identifier = ReportBuilder.identifier(entry.key)
      if entry.isMistaken { joining.take(reference, sink) }
      return
    }
    if entry.type == "string" {
      if !macros.define(entry) { ownRepairs["macro that is too long left out", default: 0] += 1 }
      return
    }
    let used = entry.macros
    if !used.isEmpty {
      let definitions = macros.definitions(of: used)
      reference.context = definitions.lines
      if !definitions.isWhole { ownRepairs["macro that is too long left out", default: 0] += 1 }
    }
    let from = entry.parents
    if entry.type != "xdata" {
      reference.name = ReportBuilder.identifier(entry.key)
      reference.record.identifier = reference.name
      reference.part = part(entry)
      give(BibTeXParents.Child(reference: reference, parents: from), sink)
    }
    guard !entry.key.isEmpty, !BibTeXType.isPart(entry.type) else { return }
    let children = parents.add(
      entry.key, reference.record.bytes, definitions: reference.context, parents: from)
    for child in children { give(child, sink) }
  }

  private mutating func give(_ child: BibTeXParents.Child, _ sink: (RecordBytes) -> Void) {
    if child.parents.isEmpty {
      joining.take(child.reference, sink)
    } else if let complete = parents.complete(child) {
      joining.take(complete, sink)
    }
    for reference in parents.overdue(isLast: false) { joining.take(reference, sink) }
  }

  // MARK: What it is, and of what it is a part

  private func part(_ entry: BibTeXEntry) -> Reference.Part {
    if BibTeXType.isChapter(entry.type) {
      guard entry["booktitle"] != nil || entry["crossref"] != nil,
        entry.plain("entrysubtype") != OwnExport.alone
      else { return .other }
      var book = book(entry, title: "booktitle", subtitle: "booksubtitle")
      book.id = entry.parent
      return .chapter(book)
    }
    guard BibTeXType.isWork(entry.type) else { return .other }
    var book = book(entry, title: "title", subtitle: "subtitle")
    book.id = entry.key.lowercased()
    return .work(book)
  }

  private func book(_ entry: BibTeXEntry, title: String, subtitle: String) -> Reference.Book {
    var unused: [String: Int] = [:]
    var undefined = 0
    func text(_ name: String) -> String? {
      guard let field = entry[name], let value = macros.value(of: field, in: entry, limit: 4096, &undefined)
      else {
        return nil
      }
      return PlainText.clean(value.withUnsafeBufferPointer { TeXText.plain($0, &unused) })
    }
    var book = Reference.Book(title: Fold.title(text(title) ?? "", subtitle: text(subtitle)))
    book.year = (text("year") ?? text("date")).flatMap { Int($0.prefix(4)) }
    for part in (text("isbn") ?? "").split(whereSeparator: { ",; ".contains($0) }).prefix(16) {
      if let isbn = Identifier(scheme: .isbn, normalising: String(part)) { book.numbers.insert(isbn.value) }
    }
    return book
  }
}

extension BibTeXEntry {
  /// The key of the entry that its `crossref` names, in lower case.
  var parent: String? {
    plain("crossref").map { PlainText.clean($0).lowercased() }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The keys of all entries that it takes fields from: first those of `xdata`, then its `crossref`.
  var parents: [String] {
    let data =
      plain("xdata").map { $0.split(separator: ",").map { PlainText.clean(String($0)).lowercased() } } ?? []
    return data.filter { !$0.isEmpty } + [parent].compactMap { $0 }
  }
}
