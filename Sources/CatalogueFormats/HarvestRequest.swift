/// What a conversation wants next.
public enum HarvestStep: Hashable, Sendable {
  case request(HarvestRequest)
  /// To be told what is known of pages from before, by their addresses, and all of it where they are to be asked for; by
  /// none, only to hand on what was heard.
  case recall([String], inFull: Bool)
  case ended(ListEnd)
}

public struct HarvestRequest: Hashable, Sendable {
  public var url: String
  public var accept: String?
  /// Whether the validators of the last wholly applied answer to this very URL may be sent (never for OAI-PMH). Only
  /// for a list's first request: an answer of 304 ends the run, and the harvest never hears of it.
  public var conditional: Bool
  /// The validators of this very page, to be sent; an answer of 304 is the harvest's to hear.
  public var validators: Validators?
  /// Seconds that the upstream wants between two requests; nil: as configured.
  public var gap: Double?
  /// Whether a failure of this request is the harvest's to judge, even where asking again cannot help: the run can go on
  /// without it.
  public var isOneOfMany = false
  /// Whether a redirect is followed; if not, it is the harvest's to hear (status 3xx and `location`).
  public var followsRedirects = true

  /// Byte for byte as received (RFC 9110, 8.8).
  public struct Validators: Hashable, Sendable {
    public var etag: String?
    public var lastModified: String?

    public init(etag: String?, lastModified: String?) {
      self.etag = etag
      self.lastModified = lastModified
    }
  }

  public init(url: String, accept: String? = nil, conditional: Bool = false, gap: Double? = nil) {
    self.url = url
    self.accept = accept
    self.conditional = conditional
    self.gap = gap
  }
}

public struct AnswerHead: Hashable, Sendable {
  /// A line of the head. Names are in lower case.
  public struct Field: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The HTTP status; 200 for a file.
  public var status: Int
  /// The `Content-Type` as sent, or nil.
  public var contentType: String?
  /// Where the answer came from, after redirects: what relative addresses in it start from.
  public var url: String
  /// The other lines of the head, in the order received.
  public var fields: [Field]

  public init(status: Int, contentType: String?, url: String = "", fields: [Field] = []) {
    self.status = status
    self.contentType = contentType
    self.url = url
    self.fields = fields
  }

  /// Where a redirect leads (RFC 9110, 15.4), made whole; nil for any other answer.
  public var redirect: String? {
    guard [301, 302, 303, 307, 308].contains(status), let location = values(of: "location").first else {
      return nil
    }
    return WebAddress.resolve(location, against: url)
  }

  /// The values of the header `name` (in lower case), in the order received.
  public func values(of name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
