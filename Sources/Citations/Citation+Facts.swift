import Catalogue

extension Report {
  /// Title and subtitle as one: "Title: Subtitle".
  var wholeTitle: String { Self.joined(title, subtitle) }

  private static func joined(_ title: String, _ subtitle: String?) -> String {
    guard let subtitle, !subtitle.isEmpty else { return title }
    guard let last = title.last else { return subtitle }
    return title + (":?!.".contains(last) ? " " : ": ") + subtitle
  }

  func contributors(_ role: Contributor.Role) -> [Contributor] { contributors.filter { $0.role == role } }

  /// The first identifier of a scheme.
  func first(_ scheme: Identifier.Scheme) -> String? { identifiers.first { $0.scheme == scheme }?.value }

  func all(_ scheme: Identifier.Scheme) -> [String] {
    identifiers.filter { $0.scheme == scheme }.map(\.value)
  }

  func link(_ kind: Link.Kind) -> String? { links.first { $0.kind == kind }?.url }

  /// Where the report is described, or found: what its page is called, else an address that lasts, else the report itself.
  /// A DOI's address is the last choice, as it stands elsewhere.
  var address: String? {
    link(.landingPage) ?? lastingAddress ?? link(.fullText) ?? identifiers.first { $0.scheme == .doi }?.url
  }

  /// The address that is printed for readers: a DOI's before all others.
  var citedAddress: String? { identifiers.first { $0.scheme == .doi }?.url ?? lastingAddress ?? address }

  private var lastingAddress: String? {
    for scheme in [Identifier.Scheme.stableURL, .handle, .ark] {
      if let url = identifiers.first(where: { $0.scheme == scheme })?.url { return url }
    }
    return nil
  }

  /// The book that it is a chapter of, where it is one that stands alone: a report has no other place for it than a
  /// series'.
  var bookOfChapter: Series? {
    types.contains { ["book chapter", "electronic book chapter", "chapter"].contains($0.lowercased()) }
      ? series.first : nil
  }

  /// Whether it stands in a journal, a magazine or a newspaper.
  var isArticle: Bool { types.contains { $0.lowercased().split(separator: " ").last == "article" } }

  /// Whether it is published as a book, and no report.
  var isBook: Bool {
    types.contains { ["book", "monograph", "ebook", "edited book"].contains($0.lowercased()) }
  }
}

extension Citation {
  /// Those who wrote it. Of a chapter that names nobody, and no other chapter does, the report's authors; where other
  /// chapters have authors of their own, nobody knows.
  var authors: [Contributor] {
    guard let section else { return report.contributors(.author) }
    let own = section.contributors.filter { $0.role == .author }
    if !own.isEmpty || !section.contributors.isEmpty { return own }
    let isByOne =
      report.sections.allSatisfy { $0.contributors.isEmpty } && report.contributors(.editor).isEmpty
    return isByOne ? report.contributors(.author) : []
  }

  /// The editors of the report. (A chapter has none of its own that styles know of.)
  var editors: [Contributor] { report.contributors(.editor) }

  var translators: [Contributor] {
    (section?.contributors ?? report.contributors).filter { $0.role == .translator }
  }

  /// The authors of the report that a chapter stands in, where it has no editors and they are others than the chapter's.
  var containerAuthors: [Contributor] {
    guard section != nil, editors.isEmpty else { return [] }
    let all = report.contributors(.author)
    return all.map(\.name) == authors.map(\.name) ? [] : all
  }

  /// Empty where an entry of a table of contents has none.
  var title: String { section?.title ?? report.wholeTitle }

  /// The same for as long as the report has its number: "17", and "17-10" for the tenth entry of its contents.
  var id: String { position.map { "\(number)-\($0)" } ?? "\(number)" }
}

extension Contributor {
  /// Whether the name is to be printed as it stands: a body's, or a person's whose parts nobody knows.
  var isLiteral: Bool { kind == .corporate || name.family == nil }
}
