import Catalogue

/// `POST /v1/verify` and `GET /v1/verify`: a check of the store that is going on, or the last one.
public struct CheckStatus: Hashable, Sendable, Codable {
  public enum State: String, Hashable, Sendable, Codable {
    /// None was asked for since the daemon started.
    case none
    case running
    case sound
    case damaged
    /// It could not be made; `message` says why.
    case failed
    /// A state that this program is too old to know.
    case unknown

    public init(from decoder: any Decoder) throws {
      self = State(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }
  }

  /// Something that is wrong.
  public struct Fault: Hashable, Sendable, Codable {
    public var what: String
    /// What to do.
    public var remedy: String

    public init(what: String, remedy: String) {
      self.what = what
      self.remedy = remedy
    }
  }

  /// Tells one check from the next, since the daemon's start.
  public var number: Int
  public var state: State
  public var began: Timestamp?
  public var ended: Timestamp?
  /// What is looked at ("the records"), how much of it is done and how much there is, in units of the stage's own; 0 where
  /// that is not known.
  public var stage: String?
  public var done: Int
  public var total: Int
  public var faults: [Fault]
  public var message: String?

  public init(
    number: Int = 0, state: State = .none, began: Timestamp? = nil, ended: Timestamp? = nil,
    stage: String? = nil,
    done: Int = 0, total: Int = 0, faults: [Fault] = [], message: String? = nil
  ) {
    self.number = number
    self.state = state
    self.began = began
    self.ended = ended
    self.stage = stage
    self.done = done
    self.total = total
    self.faults = faults
    self.message = message
  }
}

/// The answer to `POST /v1/compact`.
public struct CompactAnswer: Hashable, Sendable, Codable {
  /// Bytes on disk, before and after.
  public var before: Int64
  public var after: Int64

  public init(before: Int64, after: Int64) {
    self.before = before
    self.after = after
  }
}
