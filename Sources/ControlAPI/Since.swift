import Catalogue

/// From where on the change log is asked for.
public enum Since: Hashable, Sendable {
  /// Behind the change of this number.
  case number(Int64)
  /// At or after this moment, in seconds since 1970.
  case moment(Int64)
  /// From the run of this number on.
  case run(Int64)

  /// "1234", "2026-11-24" (UTC), "2026-11-24T06:00:00Z", "run:17"; nil for anything else.
  public init?(_ text: String) {
    if text.hasPrefix("run:") {
      guard let run = Int64(text.dropFirst(4)), run > 0 else { return nil }
      self = .run(run)
    } else if let number = Int64(text) {
      guard number >= 0 else { return nil }
      self = .number(number)
    } else if let moment = Timestamp(text.count == 10 ? text + "T00:00:00Z" : text) {
      self = .moment(moment.seconds)
    } else {
      return nil
    }
  }

  public var text: String {
    switch self {
    case .number(let number): "\(number)"
    case .moment(let seconds): "\(Timestamp(seconds: seconds))"
    case .run(let number): "run:\(number)"
    }
  }
}
