extension Library {
  /// Grows while the writer's thread turns: with every job, and while a long one gets on. One that hangs (in a lock, or
  /// on a disk that does not answer) leaves it as it is.
  public var writerTurns: UInt64 { writer.turns.value }

  /// Gives the writer something to turn for, if it has nothing to do. Does not wait.
  public func nudgeWriter() { writer.nudge() }
}
