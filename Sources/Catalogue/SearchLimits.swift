/// What a search may ask at most. Each word costs a walk through the index, and a beginning (`word*`) one through all
/// words that begin so: a walk that nothing can break off.
public enum SearchLimits {
  /// Words, also those of phrases.
  public static let words = 32
  /// Of which so many with a star.
  public static let beginnings = 4
}
