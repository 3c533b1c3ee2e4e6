import Catalogue

/// Reads the page that describes a report.
public enum LandingPage {
  /// What a page is, and what it says where it is a report's.
  ///
  /// - Parameters:
  ///   - bytes: The body, content codings undone.
  ///   - contentType: As sent; its charset weighs less than a byte order mark, and more than what the page says.
  ///   - url: Where the page stands: what relative addresses start from.
  ///   - repairs: What was mended or left out is added here.
  /// - Throws: `RecordFault` where the page is too large.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, contentType: String?, url: String, repairs: inout [String: Int]
  ) throws(RecordFault) -> PageReading {
    .other(.unknown)
  }
}
