import Catalogue

/// What a web page says of its site to programs, and where its links lead: by it somebody who knows only the page's
/// address finds the ways in which the site gives its catalogue.
public struct PagePointers: Sendable {
  /// What the site is called: `og:site_name`, else the page's title.
  public var title = ""
  /// The program that made the page (`<meta name="generator">`), as it calls itself.
  public var generator: String?
  /// Feeds that the page names (`<link rel="alternate">` with the media type of one), in order.
  public var feeds: [String] = []
  /// WordPress's REST API (`<link rel="https://api.w.org/">`).
  public var wordPress: String?
  /// Where the page's links lead, whole, each once, in order.
  public var links: [String] = []
  /// What finds the page's link to its next one; nil where there is none that is known.
  public var next: String?

  /// More links than any listing has.
  private static let limit = 2000

  /// - Parameters:
  ///   - bytes: The page, content codings undone.
  ///   - contentType: As sent.
  ///   - url: Where the page stands.
  public init(_ bytes: [UInt8], contentType: String?, url: String) {
    let page = SearchedPage(Array(bytes.prefix(PageReader.sizeLimit)), contentType: contentType)
    let base = page.base(url)
    func found(_ selector: String) -> [String] {
      // A page that takes too much work points nowhere.
      (try? page.find(PageSelector(selector))) ?? []
    }
    func addresses(_ selector: String) -> [String] {
      var seen: Set<String> = []
      return found(selector).lazy.compactMap { WebAddress.resolve($0, against: base) }
        .filter { seen.insert($0).inserted }
    }
    func named(_ attribute: String, _ name: String) -> String? {
      let lower = "translate(@\(attribute), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
      return found("//meta[\(lower) = '\(name)']/@content").lazy.map(PlainText.clean).first { !$0.isEmpty }
    }
    title = named("property", "og:site_name") ?? PlainText.clean(found("//title/text()").first ?? "")
    generator = named("name", "generator")
    feeds = addresses(Self.feedTypes.map { "link[rel~=alternate][type=\"\($0)\"]" }.joined(separator: ", "))
    wordPress = addresses("link[rel=\"https://api.w.org/\"]").first
    links = Array(addresses("a[href]").prefix(Self.limit))
    next = Self.nexts.first { !found($0).isEmpty }
  }

  private static let feedTypes = [
    "application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/feed+json",
  ]

  /// How listings mark the link to their next page, the surest first.
  private static let nexts = [
    "a[rel~=next]", "link[rel~=next]", ".pager__item--next a", ".pagination .next a", "li.next a", "a.next",
    "a.page-link[aria-label^=Next]",
  ]
}
