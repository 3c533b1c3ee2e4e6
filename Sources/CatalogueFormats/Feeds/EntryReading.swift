import Catalogue

/// Makes a report of the elements of an entry, or of the feed itself, which is described by the same ones.
struct EntryReading {
  let elements: FeedElements
  /// Whether texts without a type are plain (Atom), or may be HTML (RSS).
  let isAtom: Bool
  /// What relative addresses start from.
  let base: String
  /// The language of the entry, or its feed's; and the feed's authors, for an entry that has none (RFC 4287, 4.2.1).
  var language: String?
  var authors: [String] = []

  /// What may be the identity of the entry: `id`, `guid`, `rdf:about`.
  private(set) var id: String?
  private(set) var guid: String?
  private(set) var about: String?

  var core = DublinCore()
  var title: String?
  var otherTitle: String?
  var hasAuthor = false
  var sourceAuthors: [String] = []
  var podcastAuthors: [String] = []
  var links = FeedLinks()
  var dates = Dates()
  var texts: [(rank: Int, text: String)] = []
  var identifiers: [Identifier] = []
  var series = (title: "", number: "", volume: "")
  var types: [String] = []
  var fields = 0
  /// The language that the title, else the content, else the summary says it is in: what it says itself, if it does.
  private var textLanguage: (rank: Int, own: String?) = (3, nil)

  /// Dates by what they mean, each kind in its order: of publication as publishers say it, as feeds say it, of making,
  /// of change.
  struct Dates {
    var printed: [String] = []
    var published: [String] = []
    var created: [String] = []
    var updated: [String] = []

    var best: PartialDate? {
      for kind in [printed, published, created, updated] {
        // Of several of a kind, the last is what other readers take.
        if let date = kind.lazy.reversed().compactMap({ FeedDate.parse($0) }).first { return date }
      }
      return nil
    }
  }

  init(_ elements: FeedElements, isAtom: Bool, base: String) {
    self.elements = elements
    self.isAtom = isAtom
    self.base = base
  }

  /// Whether anything was read that says something.
  var isEmpty: Bool { fields == 0 }

  /// The identity (normalised for white space only): what the upstream gives, else the link, else a hash of what the
  /// entry says.
  func identity(_ report: Report) -> String {
    let given = isAtom ? [id, guid, about] : [guid, id, about]
    if let value = given.lazy.compactMap({ $0 }).first(where: { !$0.isEmpty }) { return value }
    if let link = links.first { return link }
    return ContentHash.text([report.title, report.abstract ?? "", report.published?.printed ?? ""])
  }

  // MARK: Reading

  /// Takes the element `entry`, and all right below it.
  mutating func read(_ entry: FeedElements.Element, _ names: inout FeedElements.Names) {
    about = elements.attribute("about", prefix: "rdf", of: entry).map(PlainText.clean)
    let space = elements.namespace(of: entry)
    for element in elements.children(of: entry, core: space, &names) { read(element, base: base, &names) }
  }

  private mutating func read(_ element: FeedElements.Element, base: String, _ names: inout FeedElements.Names)
  {
    let before = fields
    fields += 1
    switch element.vocabulary {
    case .core: readCore(element, base, &names)
    case .dublinCore: readDublinCore(element)
    case .content where element.tag == .encoded: add(text(element), rank: 5)
    case .xhtml where element.tag == .body || element.tag == .div: add(text(element), rank: 5)
    case .media: readMedia(element, base, &names)
    case .itunes: readITunes(element)
    case .prism: readPrism(element, base)
    case .licence: readLicence(element)
    case .feedburner where element.tag == .origLink: links.addOriginal(text(element), base: base)
    default: fields = before
    }
  }

  func text(_ element: FeedElements.Element) -> String {
    FeedText.text(element, in: elements, isAtom: isAtom && element.vocabulary == .core)
  }

  func line(_ element: FeedElements.Element) -> String { PlainText.clean(text(element)) }

  /// Text that is never HTML: names, dates, identifiers.
  func value(_ element: FeedElements.Element) -> String {
    PlainText.clean(elements.text(of: element))
  }

  private func base(of element: FeedElements.Element, _ base: String) -> String {
    elements.attribute("base", prefix: "xml", of: element).map { WebAddress.base($0, within: base) } ?? base
  }

  private mutating func readCore(
    _ element: FeedElements.Element, _ outer: String, _ names: inout FeedElements.Names
  ) {
    let base = base(of: element, outer)
    switch element.tag {
    case .title:
      guard title == nil else { return }
      title = line(element)
      noteLanguage(element, rank: 0)
    case .id:
      guard id == nil else { return }
      id = value(element)
      add(Identifier.recognise(value(element)))
    case .guid: readGUID(element, base)
    case .link: links.add(element, in: elements, base: base)
    case .author: addPersons(element, .creator, &names)
    case .contributor: addPersons(element, .contributor, &names)
    case .summary, .subtitle, .tagline, .description, .info:
      add(text(element), rank: element.tag == .description ? 2 : element.tag == .info ? 4 : 1)
      noteLanguage(element, rank: 2)
    case .content, .fullitem, .body: readContent(element, base)
    case .rights, .copyright: addCore(.rights, line(element))
    case .category: readCategory(element)
    case .published, .issued, .pubDate: dates.published.append(value(element))
    case .created: dates.created.append(value(element))
    case .updated, .modified, .lastBuildDate: dates.updated.append(value(element))
    case .language: addCore(.language, value(element))
    case .enclosure: links.addFile(element, in: elements, base: base)
    case .source: readSource(element, &names)
    default: fields -= 1
    }
  }

  private mutating func readGUID(_ element: FeedElements.Element, _ base: String) {
    guard guid == nil else { return }
    let text = value(element)
    guid = text
    add(Identifier.recognise(text))
    // RSS 2.0: it is an address unless it says that it is none.
    let isLink = elements.attribute("isPermaLink", of: element)?.lowercased() != "false"
    if isLink, WebAddress.isWeb(text) { links.addPermanent(text) }
  }

  private mutating func readContent(_ element: FeedElements.Element, _ base: String) {
    if let source = elements.attribute("src", of: element) {
      // RFC 4287, 4.1.3.2: the content stands elsewhere.
      links.addFile(source, type: elements.attribute("type", of: element), base: base)
    }
    add(text(element), rank: 5)
    noteLanguage(element, rank: 1)
  }

  private mutating func noteLanguage(_ element: FeedElements.Element, rank: Int) {
    guard rank < textLanguage.rank else { return }
    textLanguage = (rank, elements.attribute("lang", prefix: "xml", of: element))
  }

  private mutating func readCategory(_ element: FeedElements.Element) {
    if let label = elements.attribute("label", of: element) {
      return addCore(.subject, PlainText.clean(label))
    }
    // A term that is an address is for programs.
    let term = elements.attribute("term", of: element).map(PlainText.clean) ?? line(element)
    if !WebAddress.isWeb(term) { addCore(.subject, term) }
  }

  private mutating func readSource(_ element: FeedElements.Element, _ names: inout FeedElements.Names) {
    for inner in elements.children(of: element, core: elements.namespace(of: element), &names)
    where inner.vocabulary == .core && inner.tag == .author {
      sourceAuthors += persons(inner, &names)
    }
  }

  private func persons(_ element: FeedElements.Element, _ names: inout FeedElements.Names) -> [String] {
    let parts = elements.children(of: element, core: elements.namespace(of: element), &names)
    if parts.isEmpty { return [FeedPerson.name(line(element))] }
    return parts.filter { $0.tag == .name }.map { FeedPerson.name(elements.text(of: $0)) }
  }

  private mutating func addPersons(
    _ element: FeedElements.Element, _ role: DublinCore.Element, _ names: inout FeedElements.Names
  ) {
    for name in persons(element, &names) where !name.isEmpty {
      if role == .creator { hasAuthor = true }
      addCore(role, name)
    }
  }

  mutating func addCreator(_ text: String) {
    let name = FeedPerson.name(text)
    if !name.isEmpty { hasAuthor = true }
    addCore(.creator, name)
  }

  mutating func addCore(_ element: DublinCore.Element, _ text: String) {
    if !text.isEmpty { core.add(element, text) }
  }

  mutating func add(_ text: String, rank: Int) {
    if !text.isEmpty { texts.append((rank, text)) }
  }

  mutating func add(_ identifier: Identifier?) {
    if let identifier, !identifiers.contains(identifier) { identifiers.append(identifier) }
  }

  // MARK: The report

  /// What all of it says.
  mutating func report() -> Report {
    if !hasAuthor {
      let others = [podcastAuthors, sourceAuthors, authors].first { !$0.isEmpty } ?? []
      for author in others { addCore(.creator, author) }
    }
    var report = core.report()
    report.title = title.flatMap { $0.isEmpty ? nil : $0 } ?? otherTitle ?? ""
    report.published = dates.best
    report.abstract = abstract(report.abstract)
    if report.languages.isEmpty, let language = textLanguage.own ?? language,
      let tag = LanguageTag.normalise(language)
    {
      report.languages = [tag]
    }
    for type in types where !type.isEmpty && !report.types.contains(type) { report.types.append(type) }
    if !series.title.isEmpty {
      let number = series.number.isEmpty ? series.volume : series.number
      report.series.insert(Series(title: series.title, number: number.isEmpty ? nil : number), at: 0)
    }
    for licence in links.licences where !report.rights.contains(licence) { report.rights.append(licence) }
    links.put(into: &report)
    for identifier in identifiers where !report.identifiers.contains(identifier) {
      report.identifiers.append(identifier)
    }
    return report
  }

  /// The first text, summaries before whole contents, that is long enough to say something.
  private func abstract(_ other: String?) -> String? {
    let sorted = texts.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
    let texts = sorted.map(\.element.text)
    return texts.first { $0.utf8.count >= 40 } ?? texts.first ?? other
  }
}
