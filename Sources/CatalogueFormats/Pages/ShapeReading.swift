import Catalogue

/// Makes a report of what a page prints for people: its main heading with the names below it, facts behind labels
/// ("Copyright Date: Nov. 1, 2007"), a summary, the table of contents, and whether a login is asked for.
struct ShapeReading {
  private let content: PageContent
  private var builder = ReportBuilder(.plain)
  private var sections: [Section] = []
  /// How many signs of a report's page stand on it: facts, contents with pages, a file to download.
  private(set) var signs = 0
  /// How many of the signs are such as no other page has.
  private(set) var strongSigns = 0
  /// Whether there are contents with pages.
  var hasPagedContents: Bool { sections.contains { $0.pages != nil } }

  private let time: ReadingTime

  init(_ content: PageContent, _ time: ReadingTime) {
    self.content = content
    self.time = time
  }

  mutating func report(repairs: inout [String: Int]) -> Report {
    let lines = content.lines
    guard let heading = Self.mainHeading(lines, site: content.metas("og:site_name").first) else {
      return builder.reading(repairs: &repairs)
    }
    builder.add(.title, Self.withoutColon(lines[heading].text))
    readTypes(around: heading)
    var at = heading + 1
    if at < lines.count, lines[at].hints.contains(.subtitle) {
      builder.add(.subtitle, lines[at].text)
      at += 1
    }
    readNames(from: at)
    var nextCheck = 0
    while at < lines.count {
      if at >= nextCheck {
        // Who reads on finds out that it took too long.
        if time.isOver { break }
        nextCheck = at + 64
      }
      at = read(at)
    }
    readAccess()
    readFiles()
    if !sections.isEmpty { signs += 1 }
    if hasPagedContents { strongSigns += 1 }
    return builder.reading(sections, repairs: &repairs)
  }

  /// The first `h1` of the page's main part that is not the name of its site.
  private static func mainHeading(_ lines: [PageLine], site: String?) -> Int? {
    let all = lines.indices.filter {
      lines[$0].kind == .heading(1) && lines[$0].text != site && !lines[$0].hints.contains(.subtitle)
    }
    return all.first { !lines[$0].hints.contains(.chrome) } ?? all.first
  }

  /// "The Shanghai Cooperation Organisation:", of which the subtitle was taken off.
  private static func withoutColon(_ text: String) -> String {
    text.hasSuffix(":") ? PlainText.clean(String(text.dropLast())) : text
  }

  // MARK: Around the heading

  /// "Research Report" above the heading, or right below it.
  private mutating func readTypes(around heading: Int) {
    for at in max(0, heading - 4)..<min(content.lines.count, heading + 4) where at != heading {
      let line = content.lines[at]
      guard line.text.utf8.count <= 60, !line.hints.contains(.chrome), line.kind != .term else { continue }
      if Self.types.contains(Fold.text(line.text)) {
        builder.add(.types, line.text)
        signs += 1
      }
    }
  }

  /// Folded as `Fold.text` does.
  private static let types: Set<String> = Set(
    ("report|research report|policy report|annual report|technical report|special report|country report|policy brief|"
      + "policy paper|working paper|discussion paper|occasional paper|research paper|briefing paper|background paper|"
      + "white paper|issue brief|issue paper|briefing|study|monograph|rapport|rapport de recherche|note de recherche|"
      + "étude|document de travail|bericht|forschungsbericht|studie|arbeitspapier|informe|documento de trabajo|estudio|"
      + "relatório|estudo|relazione|rapporto|studio|onderzoeksrapport|beleidsnota|forskningsrapport|arbetsrapport|"
      + "raportti|tutkimusraportti|raport|badanie|доклад|отчет|исследование|研究报告|报告|報告|報告書|研究報告書|調査報告|تقرير|"
      + "دراسة").split(separator: "|").map { Fold.text(String($0)) })

  private static let nameLines = 25

  /// The names below the heading: lines that are marked as authors' or that print a role, and all names without a line
  /// between them that is none, where a fact follows the last of them.
  private mutating func readNames(from start: Int) {
    var found: [Contributor] = []
    var unsure: [Contributor] = []
    var isUnbroken = true
    for line in content.lines[start..<min(content.lines.count, start + Self.nameLines)] {
      if PageLabels.part(line.text) != nil { break }
      if let label = PageLabels.split(line.text) ?? PageLabels.opening(line.text) {
        if label.field == .authors || label.field == .editors { continue }
        if isUnbroken { found += unsure }
        unsure = []
        isUnbroken = false
        continue
      }
      guard !line.hints.contains(.chrome) else { continue }
      let isMarked = line.hints.contains(.author)
      let names = Byline.contributors(line.text, isMarked: isMarked)
      if names.isEmpty {
        // A type or a subtitle may stand between.
        if line.text.utf8.count > 60, !isMarked { isUnbroken = false }
      } else if isMarked || line.text.lowercased().hasPrefix("by ") || Byline.tellsRole(line.text) {
        if isUnbroken { found += unsure }
        unsure = []
        found += names
      } else if isUnbroken {
        unsure += names
      }
    }
    for contributor in found where !builder.report.contributors.contains(contributor) {
      builder.report.contributors.append(contributor)
    }
  }

  // MARK: Facts

  /// Reads the line at `place`, and returns the place of the next that is to be read.
  private mutating func read(_ place: Int) -> Int {
    let line = content.lines[place]
    if let part = PageLabels.part(line.text), isHeading(place) {
      switch part {
      case .contents:
        guard sections.isEmpty else { return place + 1 }
        let found = ContentsReading(content.lines).sections(from: place)
        sections = found.sections
        return found.sections.isEmpty ? place + 1 : max(found.end, place + 1)
      case .abstract: return readAbstract(place)
      }
    }
    guard !line.hints.contains(.chrome) else { return place + 1 }
    if let (field, value) = PageLabels.split(line.text) {
      if value.isEmpty { return readValues(of: field, from: place + 1, isTerm: line.kind == .term) }
      take(field, value)
      return place + 1
    }
    if line.kind == .term || line.hints.contains(.label), let field = PageLabels.field(line.text) {
      return readValues(of: field, from: place + 1, isTerm: line.kind == .term)
    }
    if let (field, value) = PageLabels.opening(line.text) {
      take(field, value)
    } else if line.text.utf8.count <= 60 {
      readShort(line.text)
    }
    return place + 1
  }

  /// "88 pages", "ISBN 978-90-5031-122-2", "https://doi.org/10.1234/abc": lines that need no label.
  private mutating func readShort(_ text: String) {
    if builder.report.pageCount == nil, Extent.pages(in: text) != nil {
      take(.pages, text)
    } else if let identifier = Identifier.recognise(text),
      identifier.scheme == .isbn || identifier.scheme == .doi
    {
      take(identifier.scheme == .isbn ? .isbn : .doi, text)
    }
  }

  private func isHeading(_ place: Int) -> Bool {
    let line = content.lines[place]
    if case .heading = line.kind { return true }
    return line.item == 0 && (line.kind == .term || line.text.utf8.count <= 40)
  }

  /// The values that follow a label on lines of their own: of a term, all that explain it; else the next.
  private mutating func readValues(of field: ReportField, from start: Int, isTerm: Bool) -> Int {
    var at = start
    let limit = min(content.lines.count, start + (isTerm ? 50 : 1))
    while at < limit, !isTerm || content.lines[at].kind == .detail,
      PageLabels.split(content.lines[at].text) == nil
    {
      take(field, content.lines[at].text)
      at += 1
    }
    return at
  }

  private mutating func take(_ field: ReportField, _ value: String) {
    guard value.utf8.count <= 500 else { return }
    switch field {
    case .date:
      guard builder.report.published == nil, PartialDate.parse(value) != nil else { return }
      signs += 1
    case .pages:
      guard builder.report.pageCount == nil, Extent.pages(in: value) ?? Int(value) != nil else { return }
      strongSigns += 1
    case .isbn, .doi, .reportNumber, .series, .publisher, .handle: signs += 1
    case .authors, .editors:
      addNames(value, field == .editors ? .editor : .author)
      return
    default: break
    }
    if field == .isbn { strongSigns += 1 }
    if field == .subjects {
      for word in value.split(whereSeparator: { ",،、，".contains($0) }).prefix(100) {
        builder.add(.subjects, String(word))
      }
    } else {
      builder.add(field, value)
    }
  }

  private mutating func addNames(_ value: String, _ role: Contributor.Role) {
    for name in Byline.contributors(value, isMarked: true) {
      var name = name
      if name.role == .author { name.role = role }
      if !builder.report.contributors.contains(name) { builder.report.contributors.append(name) }
    }
  }

  // MARK: Other parts

  private mutating func readAbstract(_ heading: Int) -> Int {
    var at = heading + 1
    var paragraphs: [String] = []
    while at < content.lines.count, paragraphs.count < 40 {
      let line = content.lines[at]
      if case .heading = line.kind { break }
      if line.hints.contains(.chrome) || PageLabels.part(line.text) != nil
        || PageLabels.split(line.text) != nil
      {
        break
      }
      paragraphs.append(line.text)
      at += 1
    }
    let text = paragraphs.joined(separator: "\n\n")
    if text.utf8.count >= 60 { builder.add(.abstract, text) }
    return at
  }

  private mutating func readAccess() {
    // All short lines are searched at once.
    var text: [UInt8] = []
    for line in content.lines.prefix(2000) where (15...200).contains(line.text.utf8.count) {
      text += line.text.utf8
      text.append(0x0A)
    }
    let asks = text.withUnsafeMutableBufferPointer { text in
      for at in text.indices { text[at] = ASCII.lower(text[at]) }
      let lower = Bytes(text)
      return Self.loginWords.contains { lower.place(of: $0, from: 0, before: lower.count) != nil }
    }
    if asks { builder.add(.access, "login") }
  }

  private static let loginWords: [StaticString] = [
    "log in through your library", "login through your library", "access through your library",
    "through your institution", "purchase this report", "subscribers only", "subscription required",
    "accès réservé", "nur für abonnenten", "solo suscriptores",
  ]

  /// The first file that is offered as the report.
  private mutating func readFiles() {
    let offered = content.files.first { file in
      let text = file.text.lowercased()
      return Self.fileWords.contains(where: text.contains)
    }
    guard let offered else { return }
    signs += 1
    builder.add(.fullText, offered.address)
  }

  private static let fileWords = [
    "download", "pdf", "full report", "full text", "read the report", "télécharger", "herunterladen",
    "descargar",
    "baixar", "scarica", "downloaden", "ladda ner", "last ned", "hent", "lataa", "pobierz", "скачать", "下载",
    "下載",
    "ダウンロード", "تحميل",
  ]
}
