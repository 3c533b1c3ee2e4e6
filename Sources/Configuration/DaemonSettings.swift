import Notify

/// What is configured of the daemon itself.
public struct DaemonSettings: Hashable, Sendable {
  public enum LogLevel: String, Hashable, Sendable, CaseIterable { case error, warning, info, debug }
  public enum LogFormat: String, Hashable, Sendable, CaseIterable { case text, json }

  /// Where the store is, and all else that the daemon writes; empty where nothing says where.
  public var stateDirectory: String
  public var socketPath: String
  public var logLevel: LogLevel
  public var logFormat: LogFormat
  /// How many catalogues may be refreshed at once.
  public var concurrentRuns: Int
  /// The group whose members may change things over the socket, beside root and the daemon's own user.
  public var controlGroup: String?
  /// Whom to tell when something needs a person.
  public var notify: NotifySettings

  public init(
    stateDirectory: String = "/var/lib/catalogued", socketPath: String = "/run/catalogued/catalogued.sock",
    logLevel: LogLevel = .info, logFormat: LogFormat = .text, concurrentRuns: Int = 16,
    controlGroup: String? = nil,
    notify: NotifySettings = NotifySettings()
  ) {
    self.stateDirectory = stateDirectory
    self.socketPath = socketPath
    self.logLevel = logLevel
    self.logFormat = logFormat
    self.concurrentRuns = concurrentRuns
    self.controlGroup = controlGroup
    self.notify = notify
  }
}
