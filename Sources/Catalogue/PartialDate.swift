/// A date that keeps its precision and its printed form: a year, a year and month, or a day.
public struct PartialDate: Hashable, Sendable, Codable {
  /// The year, 1 to 9999.
  public var year: Int
  /// 1 to 12, or nil where only the year is known.
  public var month: Int?
  /// 1 to 31 and in its month, or nil where no day is known. Never without `month`.
  public var day: Int?
  /// The date as the upstream prints it ("Nov. 1, 2007").
  public var printed: String

  public init(year: Int, month: Int? = nil, day: Int? = nil, printed: String) {
    self.year = year
    self.month = month
    self.day = day
    self.printed = printed
  }
}
