import Catalogue

/// The addresses of an entry, by what they lead to.
struct FeedLinks {
  /// In the order that they are worth: the original behind a proxy's, the links proper, the permanent identity.
  private var original: [String] = []
  private var pages: [String] = []
  private var permanent: [String] = []
  private var files: [String] = []
  private var related: [String] = []
  private(set) var licences: [String] = []

  /// The entry's own page; what its identity is where it has no other.
  var first: String? { pages.first ?? original.first ?? permanent.first }

  mutating func add(_ reference: String, base: String) {
    if let address = WebAddress.resolve(reference, against: base) { pages.append(address) }
  }

  mutating func addOriginal(_ reference: String, base: String) {
    if let address = WebAddress.resolve(reference, against: base) { original.append(address) }
  }

  mutating func addRelated(_ reference: String, base: String) {
    if let address = WebAddress.resolve(reference, against: base) { related.append(address) }
  }

  mutating func addPermanent(_ address: String) { permanent.append(address) }

  /// RSS's `link` holds its address, Atom's says it in `href`, with what it is (RFC 4287, 4.2.7).
  mutating func add(_ element: FeedElements.Element, in elements: FeedElements, base: String) {
    guard let reference = elements.attribute("href", of: element) else {
      let text = elements.text(of: element)
      if !PlainText.clean(text).isEmpty { add(text, base: base) }
      return
    }
    guard let address = WebAddress.resolve(reference, against: base) else { return }
    let type = elements.attribute("type", of: element)
    switch elements.attribute("rel", of: element)?.lowercased() ?? "alternate" {
    case "alternate", "": if Self.isDocument(type) { files.append(address) } else { pages.append(address) }
    case "enclosure": addFile(address, type: type)
    case "related", "describedby", "via": related.append(address)
    case "license": licences.append(address)
    default: break
    }
  }

  /// RSS's `enclosure`, `media:content`.
  mutating func addFile(_ element: FeedElements.Element, in elements: FeedElements, base: String) {
    guard let reference = elements.attribute("url", of: element) else { return }
    addFile(reference, type: elements.attribute("type", of: element), base: base)
  }

  mutating func addFile(_ reference: String, type: String?, base: String) {
    if let address = WebAddress.resolve(reference, against: base) { addFile(address, type: type) }
  }

  private mutating func addFile(_ address: String, type: String?) {
    if Self.isDocument(type) || WebText.isFile(address) {
      files.append(address)
    } else {
      related.append(address)
    }
  }

  /// Whether a media type is that of something to read.
  private static func isDocument(_ type: String?) -> Bool {
    guard let type = type?.lowercased() else { return false }
    return ["application/pdf", "application/epub+zip", "application/postscript", "application/msword"]
      .contains {
        type.hasPrefix($0)
      } || type.contains("wordprocessingml")
  }

  func put(into report: inout Report) {
    var first: [Link] = []
    func put(_ addresses: [String], _ kind: Link.Kind) {
      for address in addresses {
        if let identifier = Identifier.recognise(address), kind != .related,
          !report.identifiers.contains(identifier)
        {
          report.identifiers.append(identifier)
        }
        guard !first.contains(where: { $0.url == address }) else { continue }
        let isFile = kind == .landingPage && WebText.isFile(address)
        first.append(Link(kind: isFile ? .fullText : kind, url: address))
      }
    }
    put(original + pages + (pages.isEmpty && original.isEmpty ? permanent : []), .landingPage)
    put(files, .fullText)
    put(related, .related)
    report.links = first + report.links.filter { link in !first.contains { $0.url == link.url } }
  }
}
