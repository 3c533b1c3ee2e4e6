/// The kinds of things that a site's JSON API gives, each at an address of its own: as the API's own index names them.
public enum ContentKinds {
  /// A kind, and what stands for it in addresses.
  public struct Kind: Hashable, Sendable {
    public var name: String
    public var path: String
  }

  /// The types of posts of a WordPress site (`/wp-json/wp/v2/types`); nil where the text is no such index.
  public static func wordPress(_ bytes: [UInt8]) -> [Kind]? {
    read(bytes) { root in
      root.children.compactMap { type in
        let name = String(decoding: type.key, as: UTF8.self)
        guard let path = type[Array("rest_base".utf8)]?.text, isPart(name), isPart(path) else { return nil }
        return Kind(name: name, path: path)
      }
    }
  }

  /// The resources of a Drupal site's JSON:API that hold its pages (`/jsonapi`, `links`: `node--publication`); nil where
  /// the text is no such index.
  public static func drupal(_ bytes: [UInt8]) -> [Kind]? {
    read(bytes) { root in
      guard let links = root[Array("links".utf8)] else { return nil }
      return links.children.compactMap { link in
        let name = String(decoding: link.key, as: UTF8.self)
        guard name.hasPrefix("node--"), isPart(String(name.dropFirst(6))) else { return nil }
        return Kind(name: String(name.dropFirst(6)), path: String(name.dropFirst(6)))
      }
    }
  }

  /// No site has more.
  private static let limit = 1000

  private static func read(_ bytes: [UInt8], _ kinds: (JSONValue) -> [Kind]?) -> [Kind]? {
    let document = JSONDocument()
    guard bytes.withUnsafeBufferPointer({ document.read($0) }) == nil, let root = document.root,
      root.kind == .object, root.count <= limit
    else { return nil }
    return kinds(root)
  }

  /// Whether it can be a part of an address as it stands.
  private static func isPart(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "-_.".utf8.contains($0) }
  }
}
