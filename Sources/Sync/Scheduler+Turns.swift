extension Scheduler {
  /// Grows whenever the scheduler's thread looks at its desk.
  public var turns: UInt64 { turnCount.value }

  /// Lets the scheduler's thread look at its desk. Does not wait for it.
  public func nudge() { desk.withLock { _ in } }
}
