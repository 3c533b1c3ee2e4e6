/// Pages that are nothing but a redirect: `<meta http-equiv="refresh">` (HTML, 4.2.5.3), as sites of static files have them.
enum PageRefresh {
  /// A page that says anything else is longer.
  private static let sizeLimit = 4096
  /// Whoever waits longer is meant to read.
  private static let longestWait = 5

  /// Where the page leads at once; nil where it leads nowhere else.
  ///
  /// - Parameters:
  ///   - bytes: The page, content codings undone.
  ///   - contentType: As sent.
  ///   - url: Where the page stands.
  static func target(of bytes: [UInt8], contentType: String?, url: String) -> String? {
    guard bytes.count <= sizeLimit else { return nil }
    let page = SearchedPage(bytes, contentType: contentType)
    let equiv = "translate(@http-equiv, 'EFHRS', 'efhrs')"
    guard let selector = try? PageSelector("//meta[\(equiv) = 'refresh']/@content"),
      let content = (try? page.find(selector))?.first
    else { return nil }
    // "0; url=https://…", also in quotation marks.
    let parts = content.split(maxSplits: 1) { $0 == ";" || $0 == "," }
    guard parts.count == 2, let wait = Double(parts[0].filter { !$0.isWhitespace }),
      wait <= Double(longestWait), let mark = parts[1].firstIndex(of: "="),
      parts[1][..<mark].filter({ !$0.isWhitespace }).lowercased() == "url"
    else { return nil }
    let address = parts[1][mark...].dropFirst().filter { !"\"' ".contains($0) }
    guard let target = WebAddress.resolve(address, against: page.base(url)), target != url,
      PageAddress(target)?.isFile == false
    else { return nil }
    return target
  }
}
