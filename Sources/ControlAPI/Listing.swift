import Catalogue

/// A piece of a longer list: `GET /v1/runs`, `/v1/catalogues`, `/v1/rejects`.
public struct Listing<Item: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  public var items: [Item]
  /// What `cursor=` must say to get the next piece; nil at the list's end.
  public var next: String?

  public init(items: [Item], next: String? = nil) {
    self.items = items
    self.next = next
  }
}

/// A record that could not be read: `GET /v1/rejects/{id}`.
public struct RejectInfo: Hashable, Sendable, Codable {
  public var id: Int64
  public var catalogue: String
  /// The run that met it.
  public var run: Int64
  /// The upstream's identifier, where it could be read.
  public var identifier: String?
  /// Where the record began in its page: bytes from 0, or a table's line from 1.
  public var place: Int64
  /// What is wrong, for people.
  public var reason: String
  public var at: Timestamp
  /// How many bytes the record has.
  public var size: Int
  /// The record's bytes; nil in listings.
  public var bytes: Bytes?

  /// As text where they are UTF-8 (`{"text": "…"}`), else as base64 (`{"base64": "…"}`; RFC 4648, 4).
  public enum Bytes: Hashable, Sendable {
    case text(String)
    case binary([UInt8])
  }

  public init(
    id: Int64, catalogue: String, run: Int64, identifier: String? = nil, place: Int64, reason: String,
    at: Timestamp, size: Int, bytes: Bytes? = nil
  ) {
    self.id = id
    self.catalogue = catalogue
    self.run = run
    self.identifier = identifier
    self.place = place
    self.reason = reason
    self.at = at
    self.size = size
    self.bytes = bytes
  }
}

extension RejectInfo.Bytes: Codable {
  /// Text where the bytes are UTF-8.
  public init(_ bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = .text(text)
    } else {
      self = .binary(bytes)
    }
  }

  public var bytes: [UInt8] {
    switch self {
    case .text(let text): Array(text.utf8)
    case .binary(let bytes): bytes
    }
  }

  private enum CodingKeys: String, CodingKey { case text, base64 }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let text = try values.decodeIfPresent(String.self, forKey: .text) {
      self = .text(text)
    } else {
      let encoded = try values.decode(String.self, forKey: .base64)
      guard let bytes = Base64.decode(encoded) else {
        throw DecodingError.dataCorruptedError(
          forKey: .base64, in: values, debugDescription: "not base64 (RFC 4648, 4)")
      }
      self = .binary(bytes)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .text(let text): try values.encode(text, forKey: .text)
    case .binary(let bytes): try values.encode(Base64.encode(bytes), forKey: .base64)
    }
  }
}
