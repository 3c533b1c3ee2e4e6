import ControlAPI

/// An answer of any length, made piece by piece as the client takes it.
public struct SentPieces: Sendable {
  /// Up to which change of the log it goes.
  let change: Int64
  /// The next piece; nil at the end. Where it throws, the client sees that the answer is not whole.
  let next: @Sendable () throws(Problem) -> [UInt8]?

  /// - Parameter next: Called by one thread at a time, until it gives nil or throws. May block.
  public init(change: Int64, next: @escaping @Sendable () throws(Problem) -> [UInt8]?) {
    self.change = change
    self.next = next
  }
}
