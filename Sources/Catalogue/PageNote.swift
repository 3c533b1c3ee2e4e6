/// What is remembered of a landing page that was asked for.
public struct PageNote: Hashable, Sendable {
  /// As lists name it, without what changes nothing.
  public var address: String
  /// What the list said of its last change, as written; empty where it said nothing.
  public var lastmod: String
  /// The validators of the answer that was read last, byte for byte.
  public var etag: String?
  public var lastModified: String?
  /// The identifier of the record that it was read as; nil where it was none.
  public var identifier: String?
  /// What it was, in the words of who reads pages.
  public var kind: String
  /// Of the parser that read it.
  public var version: Int

  public init(
    address: String, lastmod: String, etag: String? = nil, lastModified: String? = nil,
    identifier: String? = nil, kind: String, version: Int
  ) {
    self.address = address
    self.lastmod = lastmod
    self.etag = etag
    self.lastModified = lastModified
    self.identifier = identifier
    self.kind = kind
    self.version = version
  }
}
