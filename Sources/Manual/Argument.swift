/// Words that a command takes in one place: what they are, and how many.
public struct Argument: Hashable, Sendable {
  /// What each of them is.
  public var value: Value
  /// How many there may be.
  public var count: ClosedRange<Int>

  /// Exactly one.
  public static func one(_ value: Value) -> Argument { Argument(value: value, count: 1...1) }
  /// One or none.
  public static func optional(_ value: Value) -> Argument { Argument(value: value, count: 0...1) }
  /// At least one.
  public static func some(_ value: Value, upTo most: Int) -> Argument {
    Argument(value: value, count: 1...most)
  }
  /// Perhaps none.
  public static func any(_ value: Value, upTo most: Int) -> Argument {
    Argument(value: value, count: 0...most)
  }

  /// As usage lines show it: "[NAME…]".
  var usage: String {
    let name = count.upperBound > 1 ? value.name + "…" : value.name
    return count.lowerBound == 0 ? "[\(name)]" : name
  }
}
