/// What both programs say that they are.
public enum Version {
  /// The release, as Semantic Versioning 2.0 writes it.
  public static let current = "0.1.0"
  /// The release's day, as its manual pages say it.
  public static let date = "2026-11-24"
  /// The API's version: the first part of every path.
  public static let api = "v1"
}
