/// Addresses of pages as they are told apart: without what leads to the same page (RFC 3986, 6; tracking parameters).
public struct PageAddress: Hashable, Sendable {
  /// Scheme and host in lower case, with a port that is not the scheme's own.
  public let origin: String
  /// With the query; begins with `/`.
  public let path: String

  public var text: String { origin + path }
  /// Without the query.
  public var bare: Substring { path.prefix { $0 != "?" } }
  /// The host without `www.`: what a site is called, whatever it is reached by.
  public let site: String

  /// The same, percent-encoded as little as can be and always in the same way (RFC 3986, 6.2.2).
  public var normal: String {
    String(decoding: AddressPattern.normalised(Array(text.utf8)), as: UTF8.self)
  }

  /// Nil for what is no `http` or `https` address.
  public init?(_ address: String) {
    guard WebAddress.isWeb(address), let colon = address.firstIndex(of: ":") else { return nil }
    let scheme = address[..<colon].lowercased()
    let rest = address[colon...].dropFirst(3)
    let authority = rest.prefix { !"/?#".contains($0) }
    // User names and passwords belong in no address that is handed on.
    var host = (authority.lastIndex(of: "@").map { authority[$0...].dropFirst() } ?? authority).lowercased()
    for (own, port) in [("http", ":80"), ("https", ":443")] where scheme == own && host.hasSuffix(port) {
      host.removeLast(port.count)
    }
    while host.hasSuffix(".") { host.removeLast() }
    guard !host.isEmpty else { return nil }
    origin = "\(scheme)://\(host)"
    site = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    let behind = rest[authority.endIndex...].prefix { $0 != "#" }
    let bare = behind.prefix { $0 != "?" }
    let query = behind[bare.endIndex...].dropFirst()
    let kept = query.split(separator: "&").filter { !Self.isTracking($0) }
    path = (bare.isEmpty ? "/" : String(bare)) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  /// The other addresses that the page has where its site is reached by `http` and `https`, with `www.` and without,
  /// and ends its addresses in `/` or does not.
  public var siblings: [String] {
    let query = path[bare.endIndex...]
    var paths = [path]
    if bare != "/" { paths.append(String(bare.hasSuffix("/") ? bare.dropLast() : bare + "/") + query) }
    return paths.flatMap { path in
      ["https://", "http://"].flatMap { scheme in ["", "www."].map { scheme + $0 + site + path } }
    }.filter { $0 != text }
  }

  /// Whether it is the same page's address, written otherwise, or one of its siblings.
  func isSame(as other: PageAddress) -> Bool {
    normal == other.normal || siblings.contains { PageAddress($0)?.normal == other.normal }
  }

  /// Whether an argument of a query only tells where a visitor came from.
  private static func isTracking(_ argument: Substring) -> Bool {
    let name = argument.prefix { $0 != "=" }.lowercased()
    return name.hasPrefix("utm_") || tracking.contains(name)
  }

  private static let tracking: Set<String> = [
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid",
    "mc_cid",
    "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_enc_id", "oly_anon_id",
    "pk_campaign", "pk_kwd", "mtm_campaign", "mtm_source", "ref_src", "s_cid", "trk", "xtor", "at_medium",
    "at_campaign",
  ]

  /// Whether the address is that of a file that is no page, by its ending: asking for it would only be a burden.
  public var isFile: Bool {
    guard let dot = bare.lastIndex(of: "."), bare[dot...].utf8.count <= 6, !bare[dot...].contains("/") else {
      return false
    }
    return Self.files.contains(bare[dot...].dropFirst().lowercased())
  }

  private static let files: Set<String> = [
    "pdf", "jpg", "jpeg", "png", "gif", "svg", "webp", "ico", "mp3", "mp4", "m4a", "mov", "avi", "zip", "gz",
    "tar", "doc",
    "docx", "xls", "xlsx", "ppt", "pptx", "csv", "json", "epub", "mobi", "js", "css", "rss", "atom", "ris",
    "bib",
  ]

  /// Whether the address is that of another sitemap, by its ending: no landing page ends so.
  var isSitemap: Bool {
    let bare = bare.lowercased()
    return bare.hasSuffix(".xml") || bare.hasSuffix(".xml.gz")
  }

  /// By what a page is known: the address that it was answered from, or the one that the page calls its own where that
  /// is of the same site, and not merely the site's entrance (a common slip of templates).
  static func identity(of answered: PageAddress, canonical: String?) -> PageAddress {
    guard let canonical = canonical.flatMap(PageAddress.init), canonical.site == answered.site,
      canonical.path != "/" || answered.path == "/"
    else { return answered }
    return canonical
  }
}
