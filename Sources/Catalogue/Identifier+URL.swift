// Identifiers that stand in addresses.

extension Identifier {
  /// What the URL whose host begins at `start` identifies.
  static func inURL(_ bytes: Bytes, start: Int) -> Identifier? {
    guard let slash = bytes.place(ofByte: UInt8(ascii: "/"), from: start) else { return nil }
    var host = bytes.cut(start, slash)
    if let port = host.place(ofByte: UInt8(ascii: ":")) { host = host.cut(0, port) }
    if host.holds("www.") { host = host.from(4) }
    let path = bytes.from(slash + 1)

    if isHost(host, "doi.org", "doi-org") {
      return doi(path.holds("doi:") ? path.from(4) : path, inURL: true)
    }
    if isHost(host, "hdl.handle.net", "hdl-handle-net") { return handle(path) }
    if isHost(host, "jstor.org", "jstor-org") { return jstor(path) }
    if host.holds("purl.") { return address(bytes) }
    if isHost(host, "portal.issn.org", "portal-issn-org"), path.holds("resource/issn/") {
      return ISSN.normalised(untilQuery(path).from(14)).map { .init(scheme: .issn, value: $0) }
    }
    if isHost(host, "repec.org", "repec-org") {
      if path.holds("repec:") { return repec(untilQuery(path)) }
      if path.holds("p/") { return ideas(untilQuery(path).from(2)) }
    }
    return inPath(path)
  }

  /// Forms that stand in the path whatever the host.
  private static func inPath(_ path: Bytes) -> Identifier? {
    if path.holds("urn:") { return urn(path) }
    if let place = path.place(of: "ark:"), place == 0 || path[place - 1] == UInt8(ascii: "/") {
      return ark(path.from(place))
    }
    if let place = path.place(of: "handle/"), place == 0 || path[place - 1] == UInt8(ascii: "/") {
      return dspace(untilQuery(path.from(place + 7)))
    }
    if let place = path.place(of: "doi/"), place == 0 || path[place - 1] == UInt8(ascii: "/") {
      return publisherDOI(path.from(place + 4))
    }
    // A library's proxy carries the true address as a parameter.
    if let place = path.place(of: "url=http") {
      let target = path.from(place + 4)
      if target.place(ofByte: UInt8(ascii: "%")) == nil { return recognise(target) }
      return percentDecoded(target).withUnsafeBufferPointer { target in
        // Decoding may have uncovered another such address; one step is enough.
        target.place(of: "url=http") == nil ? recognise(target) : nil
      }
    }
    return nil
  }

  /// Whether the host is `name` or below it, or `name` as a library's proxy writes it ("doi-org.ezproxy.example.edu",
  /// "doi.org.proxy.example.edu").
  private static func isHost(_ host: Bytes, _ name: StaticString, _ proxied: StaticString) -> Bool {
    let length = name.utf8CodeUnitCount
    if host.count == length { return host.holds(name) }
    if host.count < length { return false }
    if host.holds(name, at: host.count - length) { return host[host.count - length - 1] == UInt8(ascii: ".") }
    for form in [name, proxied] {
      guard let place = host.place(of: form) else { continue }
      let before = place == 0 || host[place - 1] == UInt8(ascii: ".") || host[place - 1] == UInt8(ascii: "-")
      if before, place + length < host.count, host[place + length] == UInt8(ascii: "."),
        host.place(of: "proxy") != nil || form.utf8Start == proxied.utf8Start
      {
        return true
      }
    }
    return false
  }

  /// JSTOR's `stable/ID`, whatever the scheme, host and view it came with.
  private static func jstor(_ path: Bytes) -> Identifier? {
    guard path.holds("stable/") else { return nil }
    var id = untilQuery(path).from(7)
    for view in ["pdf/", "pdfplus/", "info/", "full/", "view/", "10.2307/"] as [StaticString]
    where id.holds(view) {
      id = id.from(view.utf8CodeUnitCount)
    }
    if id.count > 4, id.holds(".pdf", at: id.count - 4) { id = id.cut(0, id.count - 4) }
    id = withoutTrailingPunctuation(id)
    guard !id.isEmpty else { return nil }
    for byte in id where byte <= 0x20 { return nil }
    return Identifier(scheme: .stableURL, value: "https://www.jstor.org/stable/" + id.string)
  }

  /// DSpace's `handle/PREFIX/SUFFIX`, and the files below it.
  private static func dspace(_ path: Bytes) -> Identifier? {
    guard let slash = path.place(ofByte: UInt8(ascii: "/")) else { return nil }
    let end = path.place(ofByte: UInt8(ascii: "/"), from: slash + 1) ?? path.count
    return handle(path.cut(0, end))
  }

  /// A publisher's `doi/abs/10.…/full`: the views before and behind the DOI are the site's.
  static func publisherDOI(_ path: Bytes) -> Identifier? {
    var rest = untilQuery(path)
    if !rest.holds("10."), let slash = rest.place(ofByte: UInt8(ascii: "/")), slash <= 8 {
      rest = rest.from(slash + 1)
    }
    for view in ["/abstract", "/full", "/fulltext", "/pdf", "/epdf", "/summary", "/html"] as [StaticString] {
      let length = view.utf8CodeUnitCount
      if rest.count > length, rest.holds(view, at: rest.count - length) {
        rest = rest.cut(0, rest.count - length)
      }
    }
    return doi(rest, inURL: true)
  }

  /// IDEAS' `aaa/ssssss/hhh.html`, which is `RePEc:aaa:ssssss:hhh`.
  private static func ideas(_ path: Bytes) -> Identifier? {
    guard path.count > 16, path.holds("/", at: 3), path.holds("/", at: 10),
      path.holds(".html", at: path.count - 5)
    else { return nil }
    var handle = Array("repec:".utf8)
    handle.append(contentsOf: path.cut(0, path.count - 5))
    handle[9] = UInt8(ascii: ":")
    handle[16] = UInt8(ascii: ":")
    return handle.withUnsafeBufferPointer { repec($0) }
  }

  /// Any other address that is said to be stable: scheme and host in lower case, the rest as printed.
  static func address(_ bytes: Bytes) -> Identifier? {
    let start = bytes.holds("http://") ? 7 : bytes.holds("https://") ? 8 : 0
    guard start > 0 else { return nil }
    for byte in bytes where byte <= 0x20 || byte == 0x7F { return nil }
    let whole = withoutTrailingPunctuation(bytes)
    guard whole.count > start else { return nil }
    let slash = whole.place(ofByte: UInt8(ascii: "/"), from: start) ?? whole.count
    return Identifier(
      scheme: .stableURL, value: whole.cut(0, slash).lowercaseString + whole.from(slash).string)
  }
}
