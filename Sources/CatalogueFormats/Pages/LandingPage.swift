import Catalogue

/// Reads the page that describes a report.
public enum LandingPage {
  /// What a page is, and what it says where it is a report's. `PageSigns` states by what it is told, `PageMerge` which
  /// source's word counts.
  ///
  /// - Parameters:
  ///   - bytes: The body, content codings undone. Of a page larger than 4 MiB only so much is read.
  ///   - contentType: As sent; its charset weighs less than a byte order mark, and more than what the page says.
  ///   - url: Where the page stands: what relative addresses start from.
  ///   - repairs: What was mended or left out is added here.
  /// - Throws: `RecordFault` where a report's page has no title.
  public static func read(
    _ bytes: UnsafeRawBufferPointer, contentType: String?, url: String, repairs: inout [String: Int]
  ) throws(RecordFault) -> PageReading {
    try PageUnderstanding().read(bytes, contentType: contentType, url: url, repairs: &repairs)
  }

  /// Where on the page of a kept record each field's value came from; nil where the bytes are not a report's page, or
  /// the context is not a page's. The same for the same bytes.
  public static func sources(of bytes: [UInt8], context: [UInt8]) -> [PageReport.FieldOrigin]? {
    guard let context = LandingPageContext(bytes: context) else { return nil }
    var repairs: [String: Int] = [:]
    let reading = bytes.withUnsafeBytes {
      try? read($0, contentType: context.contentType, url: context.url, repairs: &repairs)
    }
    guard case .report(let page)? = reading else { return nil }
    return page.sources
  }
}
