import Catalogue

/// Reads the table of contents that a page prints: the entries of a list, or lines with pages behind them; each with its
/// title, its pages, its authors and its opening words, of which any may be missing.
struct ContentsReading {
  private let lines: [PageLine]
  private static let limit = 2000

  init(_ lines: [PageLine]) { self.lines = lines }

  /// The entries behind the heading at `heading`, and the line behind the last of them.
  func sections(from heading: Int) -> (sections: [Section], end: Int) {
    let end = end(of: heading)
    let region = lines[(heading + 1)..<end].filter { !isOfSite($0, heading) }
    var entries = inLists(region, outside: lines[heading].item)
    if entries.isEmpty { entries = inLines(region) }
    return (entries.prefix(Self.limit).map { Self.section($0) }.filter { $0 != Section() }, end)
  }

  /// Up to a heading of the same rank outside lists, a part of the page that is the site's, or the end.
  private func end(of heading: Int) -> Int {
    var at = heading + 1
    var hasItems = false
    while at < lines.count {
      let line = lines[at]
      if line.item > 0 { hasItems = true }
      if isOfSite(line, heading), line.item == 0 { return at }
      if line.item == lines[heading].item, case .heading(let level) = line.kind {
        if case .heading(let own) = lines[heading].kind { if level <= own { return at } } else { return at }
        // A list is over where a heading follows it that its pages do not.
        if hasItems, ContentsEntry.pages(endingIn: line.text) == nil, PageLabels.part(line.text) != nil {
          return at
        }
      }
      if line.item == 0, at > heading + 1, PageLabels.part(line.text) == .abstract { return at }
      at += 1
    }
    return at
  }

  /// Menus and footers, between the heading and the entries, too.
  private func isOfSite(_ line: PageLine, _ heading: Int) -> Bool {
    line.hints.contains(.chrome) && !lines[heading].hints.contains(.chrome)
  }

  // MARK: Entries

  /// One entry for each list item. Where some have pages, only those lists count that hold such a one: others are
  /// menus ("Export to RefWorks").
  private func inLists(_ region: [PageLine], outside: Int) -> [[PageLine]] {
    var order: [Int] = []
    var entries: [Int: [PageLine]] = [:]
    for line in region where line.item > 0 && line.item != outside {
      if entries[line.item] == nil { order.append(line.item) }
      entries[line.item, default: []].append(line)
    }
    let all = order.compactMap { entries[$0] }
    guard all.contains(where: { $0[0].list != all[0][0].list }) else { return all }
    let paged = Set(all.filter(Self.hasPages).map { $0[0].list })
    return paged.isEmpty ? all : all.filter { paged.contains($0[0].list) }
  }

  private static func hasPages(_ entry: [PageLine]) -> Bool {
    entry.contains { ContentsEntry.pages(endingIn: $0.text) != nil }
  }

  /// Without a list, an entry begins with the line that stands before its pages, or with theirs.
  private func inLines(_ region: [PageLine]) -> [[PageLine]] {
    var entries: [[PageLine]] = []
    var pending: [PageLine] = []
    for line in region {
      guard let (rest, _) = ContentsEntry.pages(endingIn: line.text) else {
        pending.append(line)
        continue
      }
      var entry = [line]
      if rest.isEmpty, let title = pending.last, title.text.utf8.count <= 300 {
        entry.insert(title, at: 0)
        pending.removeLast()
      }
      // In a table the number has a cell of its own.
      if let label = pending.last, ContentsEntry.isLabel(label.text) {
        entry[0].text = "\(label.text) \(entry[0].text)"
        pending.removeLast()
      }
      if !entries.isEmpty { entries[entries.count - 1] += pending }
      pending.removeAll()
      entries.append(entry)
      if entries.count >= Self.limit { break }
    }
    // What follows the last entry is of it only as far as it stands right behind.
    if !entries.isEmpty { entries[entries.count - 1] += pending.prefix(4) }
    return entries
  }

  // MARK: An entry

  private static func section(_ entry: [PageLine]) -> Section {
    var title: String?
    var section = Section()
    var paragraphs: [String] = []
    for line in entry.prefix(200) where !isButton(line.text) {
      if section.pages == nil, let (rest, pages) = ContentsEntry.pages(endingIn: line.text) {
        section.pages = pages
        // A number before the pages is the entry's place, and no title.
        if !rest.isEmpty, !ContentsEntry.isPlace(rest), title == nil, paragraphs.isEmpty { title = rest }
        continue
      }
      let isMarked = line.hints.contains(.author)
      let isPlace = paragraphs.isEmpty && (title != nil || section.pages != nil)
      if isMarked || isPlace, section.contributors.count < 100 {
        let names = Byline.contributors(line.text, isMarked: isMarked)
        if !names.isEmpty, isMarked || section.contributors.isEmpty || isPlace {
          section.contributors += names
          continue
        }
      }
      if title == nil, section.pages == nil, paragraphs.isEmpty, section.contributors.isEmpty {
        title = line.text
      } else {
        paragraphs.append(line.text)
      }
    }
    if let title {
      let titled = ContentsEntry.titled(title)
      (section.label, section.title) = (titled.label, titled.title)
    }
    if !paragraphs.isEmpty { section.excerpt = paragraphs.joined(separator: "\n\n") }
    return section
  }

  /// What is printed on the buttons beside an entry.
  private static func isButton(_ text: String) -> Bool {
    guard text.utf8.count <= 40, buttonOpenings.mayOpen(text) else { return false }
    return buttons.contains(Fold.text(text))
  }

  private static let buttonOpenings = LabelOpenings(buttons)
  private static let buttons = Set(
    [
      "download", "download pdf", "pdf", "html", "xml", "epub", "save", "cite", "cite this item", "share",
      "view",
      "read", "read more", "read online", "full text", "open", "buy", "preview", "select", "more",
      "show more",
      "download chapter", "télécharger", "herunterladen", "descargar", "baixar", "scarica", "lataa",
      "pobierz",
      "скачать",
    ].map { Fold.text($0) })
}
