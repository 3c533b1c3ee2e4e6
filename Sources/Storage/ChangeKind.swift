/// What a change of the change log says. The raw values are kept in stores.
public enum ChangeKind: Int64, Sendable, CaseIterable {
  case added = 1
  case changed = 2
  case withdrawn = 3
  case returned = 4
  /// Removed for good, by a person. What the log says of the report before leads to nothing any more.
  case purged = 5
  /// A record is of the report now: a new one, or those of the other report.
  case joined = 6
  /// Records are of this report now that were of the other.
  case split = 7
  /// A person's decision changed what is shown.
  case edited = 8
  /// A conflict is open, and waits for a person.
  case conflict = 9
  /// A conflict is open no more.
  case settled = 10
}
