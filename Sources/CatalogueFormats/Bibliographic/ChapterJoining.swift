import Catalogue

/// A record of a list of references, with what tells whether it is part of another.
struct Reference: Sendable {
  /// Its context is made of `context` when it is given.
  var record: RecordBytes
  /// What the list calls it; nil where it cannot be read.
  var name: String?
  var part = Part.other
  /// What the record needs to be read alone, piece by piece, each with its line end.
  var context: [[UInt8]] = []

  enum Part: Sendable {
    /// A report or a book, which may have chapters.
    case work(Book)
    /// A chapter of the book that is told.
    case chapter(Book)
    case other
  }

  /// A report or a book: that which a record describes, or that of which it is a part.
  struct Book: Sendable {
    /// What the list itself calls it; of a chapter's book only where the chapter names it (BibTeX's `crossref`).
    var id: String?
    /// The key of its title (`Fold.title`); empty where none is told.
    var title = ""
    var year: Int?
    /// ISBNs and DOIs that are told of it, in their normal form.
    var numbers: Set<String> = []

    /// Whether this is the work that a chapter's book is: by its name where the chapter gives one; else by its title,
    /// unless the years or the ISBNs differ; by a number that both have only where the chapter has no title for it.
    func isBook(of chapter: Book) -> Bool {
      if let id = chapter.id { return id == self.id }
      if !chapter.title.isEmpty {
        if let year = chapter.year, let own = self.year, year != own { return false }
        let isbns = numbers.filter(Self.isISBN)
        let others = chapter.numbers.filter(Self.isISBN)
        return title == chapter.title && (isbns.isEmpty || others.isEmpty || !isbns.isDisjoint(with: others))
      }
      return !numbers.isDisjoint(with: chapter.numbers)
    }

    private static func isISBN(_ number: String) -> Bool { !number.hasPrefix("10.") }
  }
}

/// Joins the chapters of a list of references to the report or book that stands beside them: they become its sections.
///
/// As in a KBART list, what lies beside each other is joined, in whichever order: lists are read as they come and may be
/// of any length, so that a report cannot wait for chapters that may stand anywhere. A chapter whose book is not beside
/// it is a record of its own, and counted; it is never lost. Any other record between a book and a chapter parts them.
struct ChapterJoining: Sendable {
  /// A report with more parts, or larger ones, ends here; its further chapters are records of their own.
  static let limits = (parts: 5000, bytes: 4 << 20)

  /// How the bytes of a report and its chapters are one record's.
  enum Glue: Sendable {
    /// One below the other.
    case lines
    /// As a JSON list.
    case list
  }

  private let glue: Glue
  private var names = NamesTaken()
  private(set) var records = 0
  private(set) var repairs: [String: Int] = [:]
  private var work: (reference: Reference, book: Reference.Book)?
  /// The parts of the work, or chapters before whose book is not known yet; in the order that they came in.
  private var chapters: [Reference] = []
  private var bytes = 0
  /// What the chapters without a work are chapters of.
  private var expected = Reference.Book()

  init(_ glue: Glue) { self.glue = glue }

  mutating func take(_ reference: Reference, _ sink: (RecordBytes) -> Void) {
    let record = reference.record
    switch reference.part {
    case .chapter(let book):
      let isPart = work?.book.isBook(of: book) ?? (!chapters.isEmpty && Self.agree(expected, book))
      if !isPart || !hasRoom(for: record) { giveAll(sink) }
      if work == nil, chapters.isEmpty { expected = book }
      chapters.append(reference)
      bytes += record.bytes.count
    case .work(let book):
      if work == nil { giveChapters(ofOtherThan: book, sink) }
      if work != nil || chapters.isEmpty || !hasRoom(for: record) { giveAll(sink) }
      work = (reference, book)
      bytes += record.bytes.count
    case .other:
      giveAll(sink)
      give(reference, sink)
    }
  }

  mutating func finish(_ sink: (RecordBytes) -> Void) { giveAll(sink) }

  /// Whether two chapters may be of one book.
  private static func agree(_ a: Reference.Book, _ b: Reference.Book) -> Bool {
    if a.id != nil || b.id != nil { return a.id == b.id }
    return a.isBook(of: b)
  }

  private func hasRoom(for record: RecordBytes) -> Bool {
    chapters.count < Self.limits.parts && bytes + record.bytes.count <= Self.limits.bytes
  }

  /// Each chapter that waits agreed with the first, which may have said little of its book.
  private mutating func giveChapters(ofOtherThan book: Reference.Book, _ sink: (RecordBytes) -> Void) {
    func isPart(_ chapter: Reference) -> Bool {
      if case .chapter(let its) = chapter.part { book.isBook(of: its) } else { false }
    }
    let others = chapters.filter { !isPart($0) }
    guard !others.isEmpty else { return }
    repairs[Self.alone, default: 0] += others.count
    for chapter in others { give(chapter, sink) }
    chapters.removeAll { !isPart($0) }
    bytes = chapters.reduce(0) { $0 + $1.record.bytes.count }
  }

  private static let alone = "chapter without its report beside it kept as a record"

  private mutating func giveAll(_ sink: (RecordBytes) -> Void) {
    defer {
      work = nil
      chapters = []
      bytes = 0
    }
    guard let work else {
      if !chapters.isEmpty {
        repairs[Self.alone, default: 0] += chapters.count
      }
      for chapter in chapters { give(chapter, sink) }
      return
    }
    give(chapters.isEmpty ? work.reference : joined(work.reference), sink)
  }

  private mutating func give(_ reference: Reference, _ sink: (RecordBytes) -> Void) {
    records += 1
    var record = reference.record
    if !reference.context.isEmpty { record.context = Array(reference.context.joined()) }
    if let name = reference.name { names.check(&record, called: name) }
    sink(record)
  }

  private func joined(_ work: Reference) -> Reference {
    var whole = work
    var known = Set(work.context)
    // What a chapter takes from the report stands beside it.
    known.insert(work.record.bytes + [0x0A])
    let separator: UInt8 = glue == .list ? UInt8(ascii: ",") : 0x0A
    whole.record.bytes.reserveCapacity(bytes + chapters.count + 2)
    if glue == .list { whole.record.bytes.insert(UInt8(ascii: "["), at: 0) }
    for chapter in chapters {
      whole.record.bytes.append(separator)
      whole.record.bytes += chapter.record.bytes
      whole.record.place = min(whole.record.place, chapter.record.place)
      for piece in chapter.context where known.insert(piece).inserted { whole.context.append(piece) }
    }
    if glue == .list { whole.record.bytes.append(UInt8(ascii: "]")) }
    return whole
  }
}
