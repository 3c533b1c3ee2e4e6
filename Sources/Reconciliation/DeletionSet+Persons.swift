extension DeletionSet {
  /// A person believes what is held (rule 7). `saw`: what was held when the person looked, where the answer had to wait
  /// for the close of a run; nil where nothing can have changed since.
  ///
  /// Each of `agreed` becomes a tombstone, by its reason. `left` stays held.
  public func approved(saw: DeletionSet? = nil) -> (agreed: DeletionSet, left: DeletionSet) {
    guard let saw else { return (self, DeletionSet()) }
    var agreed = DeletionSet()
    var left = DeletionSet()
    for (number, reason) in self {
      if saw[number] == reason { agreed[number] = reason } else { left[number] = reason }
    }
    return (agreed, left)
  }

  /// A person does not believe what is held (rule 7). The held set is empty then, and these are remembered: what was
  /// said, and the absence of the same records.
  public func rejected() -> RejectedDeletions {
    var rejected = RejectedDeletions()
    for (number, reason) in self {
      rejected.insert(number, reason)
      rejected.insert(number, .absent)
    }
    return rejected
  }
}
