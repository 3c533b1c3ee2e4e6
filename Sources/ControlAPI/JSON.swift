import FoundationEssentials

// Messages tell moments: whoever reads them knows the type.
@_exported import struct Catalogue.Timestamp

/// How both programs write and read the API's messages.
public enum JSON {
  /// One line, keys sorted, so that the same value is always the same bytes.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  /// Unknown members are ignored.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }
}
