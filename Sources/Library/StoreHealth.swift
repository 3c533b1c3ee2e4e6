import Storage

/// What ails the store, as far as anybody noticed.
public struct StoreHealth: Sendable {
  public struct Ailment: Hashable, Sendable {
    /// Seconds since 1970.
    public var since: Int64
    /// What is wrong, and what to do.
    public var message: String
  }

  /// Something in the file cannot be read, or is not what it was. Kept beside the store until a check finds nothing of the
  /// kind: a file does not mend itself.
  public internal(set) var damage: Ailment?
  /// What follows from the records is wrong: searches may miss something, or counts are off. Kept beside the store until a
  /// check is clean or `compact` has made it anew.
  public internal(set) var staleness: Ailment?
  /// The disk is full, or cannot be written. Goes with the next commit.
  public internal(set) var full: Ailment?

  mutating func note(_ error: StorageError, at now: Int64) {
    switch error.kind {
    case .damaged: damage = damage ?? Ailment(since: now, message: error.message)
    case .full: full = Ailment(since: full?.since ?? now, message: error.message)
    default: break
    }
  }
}

extension Library {
  /// What ails the store, as far as anybody noticed.
  public var health: StoreHealth { ailments.health }

  func noteHealth(_ error: StorageError) { ailments.note(error, at: now()) }
}
