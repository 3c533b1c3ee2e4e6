import Catalogue

/// What a page needs besides its bytes to be read alone (`RecordBytes.context`): by what it is known, where it stands,
/// and what HTTP said of it.
public struct LandingPageContext: Hashable, Sendable {
  /// The record's identifier: the page's address without what changes nothing.
  public var identifier: String
  /// Where the page was read from, after redirects: what relative addresses in it start from.
  public var url: String
  /// The `Content-Type` as sent.
  public var contentType: String?

  public init(identifier: String, url: String, contentType: String? = nil) {
    self.identifier = identifier
    self.url = url
    self.contentType = contentType
  }

  /// One line each.
  public var bytes: [UInt8] {
    let lines = [identifier, url, contentType ?? ""].map { line in
      String(decoding: line.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// What `bytes` made; nil where it did not.
  public init?(bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count == 3, !lines[0].isEmpty, Self.schemes.contains(where: lines[1].hasPrefix) else {
      return nil
    }
    self.init(identifier: lines[0], url: lines[1], contentType: lines[2].isEmpty ? nil : lines[2])
  }

  /// No other format's context has such a second line.
  private static let schemes = ["https://", "http://", "file:"]
}
