import FoundationEssentials

/// What stores keep as JSON, and so must read for good.
public protocol StoredJSON: Codable {}

extension Decision: StoredJSON {}
extension Conflict: StoredJSON {}

extension StoredJSON {
  /// As stores keep it: keys in alphabetical order, so that the same is written the same.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in them can fail to be written.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  public init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }
}
