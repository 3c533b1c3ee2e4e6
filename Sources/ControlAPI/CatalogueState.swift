import Catalogue

/// What a catalogue is doing. In JSON an object whose `name` says which, beside what belongs to it:
/// `{"name": "waiting", "until": "2026-11-24T14:00:00Z", "because": "the host asked for it"}`.
public enum CatalogueState: Hashable, Sendable {
  /// In step, until the next run.
  case idle
  /// `run` is the open run's number; nil while it has heard nothing.
  case running(run: Int64?)
  /// A run is due, but waits: `because` is for people ("the host asked to wait").
  case waiting(until: Timestamp?, because: String)
  /// Deletions wait for a person.
  case held(deletions: Int)
  /// The last `times` runs failed.
  case failing(since: Timestamp, times: Int, error: String)
  /// A person wants it to be asked no more for the time being.
  case paused
  /// `enabled = false`.
  case disabled
  /// No file names it any more: it keeps its records. Or its file cannot be understood, as `because` says then.
  case unconfigured(because: String?)
  /// A state that this program is too old to know.
  case other(name: String)

  public var name: String {
    switch self {
    case .idle: "idle"
    case .running: "running"
    case .waiting: "waiting"
    case .held: "held"
    case .failing: "failing"
    case .paused: "paused"
    case .disabled: "disabled"
    case .unconfigured: "unconfigured"
    case .other(let name): name
    }
  }
}

extension CatalogueState: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, run, until, because, deletions, since, times, error
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decode(String.self, forKey: .name)
    switch name {
    case "idle": self = .idle
    case "running": self = .running(run: try values.decodeIfPresent(Int64.self, forKey: .run))
    case "waiting":
      self = .waiting(
        until: try values.decodeIfPresent(Timestamp.self, forKey: .until),
        because: try values.decode(String.self, forKey: .because))
    case "held": self = .held(deletions: try values.decode(Int.self, forKey: .deletions))
    case "failing":
      self = .failing(
        since: try values.decode(Timestamp.self, forKey: .since),
        times: try values.decode(Int.self, forKey: .times),
        error: try values.decode(String.self, forKey: .error))
    case "paused": self = .paused
    case "disabled": self = .disabled
    case "unconfigured":
      self = .unconfigured(because: try values.decodeIfPresent(String.self, forKey: .because))
    default: self = .other(name: name)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(name, forKey: .name)
    switch self {
    case .idle, .paused, .disabled, .other: break
    case .unconfigured(let because): try values.encodeIfPresent(because, forKey: .because)
    case .running(let run): try values.encodeIfPresent(run, forKey: .run)
    case .waiting(let until, let because):
      try values.encodeIfPresent(until, forKey: .until)
      try values.encode(because, forKey: .because)
    case .held(let deletions): try values.encode(deletions, forKey: .deletions)
    case .failing(let since, let times, let error):
      try values.encode(since, forKey: .since)
      try values.encode(times, forKey: .times)
      try values.encode(error, forKey: .error)
    }
  }
}
