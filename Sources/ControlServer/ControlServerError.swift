/// Why the control socket cannot be served.
public struct ControlServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done, to what, why it failed, and what to do.
  public var message: String

  public init(message: String) { self.message = message }

  public var description: String { message }
}
