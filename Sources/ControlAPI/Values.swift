/// A value of a report's field, or an element of one: as JSON, and as people read it.
public struct ValueInfo: Hashable, Sendable, Codable {
  /// As in the JSON of a report: a text, a number, or an object.
  public var value: JSONValue
  /// In one line where that is possible; to be shown with control characters replaced, as all texts from outside.
  public var text: String

  public init(value: JSONValue, text: String) {
    self.value = value
    self.text = text
  }
}
