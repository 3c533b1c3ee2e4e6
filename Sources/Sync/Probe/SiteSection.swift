import CatalogueFormats

/// A part of a site: the pages whose addresses begin alike.
struct SiteSection {
  /// What they begin with, behind the host: `/publications/`; `/` where it is the whole site.
  var prefix: String
  var addresses: [String]

  /// The parts of a site in which its reports are probably found, the likeliest first, at most three: the one around
  /// the page that a person named, those that are called as reports are, and else the whole site.
  static func choose(from addresses: [String], near url: String?) -> [SiteSection] {
    let pages = addresses.compactMap(PageAddress.init)
    var sections: [SiteSection] = []
    func add(_ prefix: String) {
      guard !sections.contains(where: { $0.prefix == prefix }) else { return }
      let inside = pages.filter { $0.path.hasPrefix(prefix) && $0.path.count > prefix.count }
      if inside.count >= 2 { sections.append(SiteSection(prefix: prefix, addresses: inside.map(\.text))) }
    }
    if let near = url.flatMap(PageAddress.init), near.bare != "/" {
      // What stands below the page; else what stands beside it.
      let path = String(near.bare)
      add(path.hasSuffix("/") ? path : path + "/")
      if let slash = path.dropLast(path.hasSuffix("/") ? 1 : 0).lastIndex(of: "/"), slash > path.startIndex {
        add(String(path[...slash]))
      }
    }
    var counts: [String: Int] = [:]
    for page in pages { if let prefix = prefix(of: page) { counts[prefix, default: 0] += 1 } }
    let named = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    for prefix in named.prefix(2) { add(prefix) }
    if sections.isEmpty, !pages.isEmpty {
      sections = [SiteSection(prefix: "/", addresses: pages.map(\.text))]
    }
    return Array(sections.prefix(3))
  }

  /// The folder in which most of the addresses stand, three at least; nil where none is but the site's entrance.
  static func fullest(of addresses: [String]) -> SiteSection? {
    var folders: [String: [String]] = [:]
    for page in addresses.compactMap(PageAddress.init) {
      let bare = page.bare.hasSuffix("/") ? page.bare.dropLast() : page.bare
      guard let slash = bare.lastIndex(of: "/"), slash > bare.startIndex else { continue }
      folders[String(bare[...slash]), default: []].append(page.text)
    }
    let largest = folders.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
    return largest.flatMap { $0.value.count < 3 ? nil : SiteSection(prefix: $0.key, addresses: $0.value) }
  }

  /// So many of its pages, from its beginning to its end.
  func spread(_ count: Int) -> [String] {
    guard addresses.count > count else { return addresses }
    return (0..<count).map { addresses[$0 * addresses.count / count] }
  }

  /// The path up to the first part that is called as reports are; nil where none is, or nothing stands behind it.
  private static func prefix(of page: PageAddress) -> String? {
    let parts = page.bare.split(separator: "/").dropLast()
    guard let index = parts.prefix(4).firstIndex(where: { isOfReports($0.lowercased()) }) else { return nil }
    return "/" + parts[...index].joined(separator: "/") + "/"
  }

  private static func isOfReports(_ part: String) -> Bool {
    words.contains(part)
      || part.split(whereSeparator: { $0 == "-" || $0 == "_" }).contains { words.contains(String($0)) }
  }

  /// In the languages of the large publishers.
  private static let words: Set<String> = Set(
    ("publication publications report reports research paper papers study studies brief briefs book books document "
      + "documents library monograph monographs analysis analyses publikation publikationen studie studien bericht "
      + "berichte forschung rapport rapports etude etudes recherche publicatie publicaties rapporten onderzoek "
      + "publicacion publicaciones informe informes estudio estudios documento documentos relatorio relatorios "
      + "publicacao publicacoes pubblicazione pubblicazioni rapporto rapporti ricerca rapporter publikasjoner "
      + "publikationer julkaisu julkaisut raportti raportit publikacja publikacje raport raporty publikace")
      .split(separator: " ").map(String.init))

  /// Whether something is called as reports are: a type of posts, a resource.
  static func isNamedForReports(_ name: String) -> Bool { isOfReports(name.lowercased()) }
}
