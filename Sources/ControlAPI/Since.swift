import Catalogue

/// From where on the change log is asked for.
public enum Since: Hashable, Sendable {
  /// Behind the change of this number.
  case number(Int64)
  /// At or after this moment, in seconds since 1970.
  case moment(Int64)
  /// From the run of this number on.
  case run(Int64)

  /// What `init` takes, as a regular expression: but for days that their month has not, everything that matches.
  public static let pattern =
    "^([0-9]{1,18}|run:[1-9][0-9]{0,17}|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    + "([Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
    + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?)$"

  /// "1234", "2026-11-24" (UTC), "2026-11-24T06:00:00Z", "2026-11-24T07:00:00+01:00", "run:17"; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("run:") {
      let digits = text.dropFirst(4)
      guard let run = Self.number(digits), digits.first != "0" else { return nil }
      self = .run(run)
    } else if let number = Self.number(text[...]) {
      self = .number(number)
    } else if let moment = Timestamp(text) {
      self = .moment(moment.seconds)
    } else {
      return nil
    }
  }

  private static func number(_ digits: Substring) -> Int64? {
    guard digits.utf8.count <= 18, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(digits)
  }

  public var text: String {
    switch self {
    case .number(let number): "\(number)"
    case .moment(let seconds): "\(Timestamp(seconds: seconds))"
    case .run(let number): "run:\(number)"
    }
  }
}
