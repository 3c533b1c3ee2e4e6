/// How a catalogue that is web pages is gone through: which pages, and how many at a time.
public struct CrawlSettings: Hashable, Sendable {
  /// Patterns of the addresses that are looked at; empty: all of the site. See `AddressPattern`.
  public var include: [String] = []
  /// Patterns of those that are not.
  public var exclude: [String] = []
  /// How many pages one run asks for at most. The rest goes on in the next.
  public var budget = 1000
  /// Feeds: whether the pages that its entries link to are the records, and not the entries.
  public var follow = false
  /// Listings: the links to the reports' pages, as a CSS selector or an XPath expression.
  public var links: String?
  /// Listings: the link to the listing's next page, in the same way.
  public var next: String?
  /// Whether pages are asked for again although nothing says that they changed: a person wants everything.
  public var asksAll = false
  /// A page is asked for again after so many seconds, whatever a list says of it.
  public var askedAgainAfter: Int64 = 30 * 86_400

  public init() {}
}
