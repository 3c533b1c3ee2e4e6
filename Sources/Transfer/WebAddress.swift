import CCurl

/// An `http:` or `https:` URL, taken apart by curl's own parser, so that what is checked is what is connected to.
struct WebAddress: Hashable, Sendable {
  /// Without user name, password and fragment.
  var text: String
  var scheme: String
  /// In lower case; an IPv6 address in brackets.
  var host: String
  var port: Int
  /// From the URL, decoded.
  var user: String?
  var password: String?

  /// A URL that a person configured or a format made.
  init(_ url: String) throws(TransferError) { try self.init(Array(url.utf8), base: nil) }

  /// What `Location` says, taken relative to this address. A user name in it is dropped: the upstream does not
  /// choose who we are.
  func resolving(_ location: [UInt8]) throws(TransferError) -> WebAddress {
    var target = try WebAddress(location, base: text)
    target.user = nil
    target.password = nil
    if isSameOrigin(target) {
      target.user = user
      target.password = password
    }
    return target
  }

  private init(_ url: [UInt8], base: String?) throws(TransferError) {
    let handle = curl_url()
    defer { curl_url_cleanup(handle) }
    var shown: String { WebAddress.shown(String(decoding: url, as: UTF8.self)) }
    func refused(_ wrong: String) -> TransferError {
      let what = base == nil ? "" : "redirected: "
      return TransferError(
        .refused, base.map(WebAddress.shown) ?? shown, what + wrong,
        base == nil ? "Correct the catalogue's url." : "Find the catalogue's new address and configure it.",
        isTransient: false)
    }
    if let base { curl_url_set(handle, CURLUPART_URL, base, 0) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
    let code: CURLUcode = (url + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { curl_url_set(handle, CURLUPART_URL, $0.baseAddress, flags) }
    }
    guard !url.contains(0), code == CURLUE_OK else {
      throw refused("“\(shown)” is not a URL")
    }
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &value, UInt32(flags)) == CURLUE_OK, let value else { return nil }
      defer { curl_free(value) }
      return String(cString: value)
    }
    scheme = part(CURLUPART_SCHEME) ?? ""
    guard scheme == "http" || scheme == "https" else {
      throw refused("“\(shown)” is neither http nor https")
    }
    user = part(CURLUPART_USER, CURLU_URLDECODE)
    password = part(CURLUPART_PASSWORD, CURLU_URLDECODE)
    for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT] {
      curl_url_set(handle, part, nil, 0)
    }
    guard let host = part(CURLUPART_HOST), !host.isEmpty, let text = part(CURLUPART_URL),
      let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ Int($0) })
    else { throw refused("“\(shown)” names no host") }
    self.host = host.lowercased()
    self.text = text
    self.port = port
  }

  /// What politeness counts by.
  var hostKey: String { "\(host):\(port)" }

  /// The address without secrets, for people.
  var shown: String { Self.shown(text) }

  /// Whether credentials meant for this address may go to `other`: the same host and port, and never from https to
  /// http. From http to https, on their usual ports, they may.
  func isSameOrigin(_ other: WebAddress) -> Bool {
    guard host == other.host else { return false }
    if scheme == other.scheme { return port == other.port }
    return scheme == "http" && port == 80 && other.scheme == "https" && other.port == 443
  }

  /// Whether the host, by its name alone, is on this machine or on a private network. Only for where nobody but the
  /// proxy knows its address.
  func isPrivateByName(_ isPublic: (IPAddress) -> Bool) -> Bool {
    if let address = IPAddress(host) { return !isPublic(address) }
    let name = host.hasSuffix(".") ? String(host.dropLast()) : host
    let endings = ["localhost", "local", "internal", "lan", "home.arpa"]
    return !name.contains(".") || endings.contains { name == $0 || name.hasSuffix("." + $0) }
  }
}
