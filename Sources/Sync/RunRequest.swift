/// What a person, or the schedule, asks of a run.
public struct RunRequest: Hashable, Sendable {
  /// Ask for everything.
  public var full: Bool
  /// Say what would change, and write nothing.
  public var rehearsal: Bool
  /// A rehearsal's number, below zero.
  var number: Int64 = 0
  /// Whether the schedule asks, and not a person: then it keeps to the hours that are configured.
  var isScheduled = false

  static let scheduled: RunRequest = {
    var request = RunRequest()
    request.isScheduled = true
    return request
  }()

  public init(full: Bool = false, rehearsal: Bool = false) {
    self.full = full
    self.rehearsal = rehearsal
  }
}
