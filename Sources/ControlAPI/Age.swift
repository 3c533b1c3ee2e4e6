/// How long ago something was, in whole days or weeks, at least one: "730d", "104w".
public struct Age: Hashable, Sendable {
  public var text: String
  public var seconds: Int64

  /// What `init` takes, as a regular expression.
  public static let pattern = "^[1-9][0-9]{0,4}[dw]$"

  /// Nil for what `pattern` does not match.
  public init?(_ text: String) {
    let digits = text.utf8.dropLast()
    guard (1...5).contains(digits.count), digits.first != 0x30,
      digits.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(String(digits) ?? "")
    else { return nil }
    switch text.utf8.last {
    case UInt8(ascii: "d"): seconds = number * 86_400
    case UInt8(ascii: "w"): seconds = number * 604_800
    default: return nil
    }
    self.text = text
  }
}

extension Age: Codable {
  public init(from decoder: any Decoder) throws {
    guard let age = Age(try decoder.singleValueContainer().decode(String.self)) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no number of days or weeks"))
    }
    self = age
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
