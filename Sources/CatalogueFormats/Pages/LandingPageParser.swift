import Catalogue

/// Reads a landing page as a record. Its context is a `LandingPageContext`. Used by one thread.
///
/// A page that is no report's is a fault here: whoever finds pages tells them apart by `LandingPage.read` first.
public final class LandingPageParser: RecordParser {
  private let pages = PageUnderstanding()

  public init() {}

  public func parse(_ bytes: [UInt8], context: [UInt8], repairs: inout [String: Int]) throws(RecordFault)
    -> Statement
  {
    guard let context = LandingPageContext(bytes: context) else {
      throw RecordFault(reason: "nothing is known of where the page was read from", identifier: nil)
    }
    var reading: PageReading?
    var fault = RecordFault(reason: "the page cannot be read", identifier: context.identifier)
    bytes.withUnsafeBytes { page in
      do throws(RecordFault) {
        reading = try pages.read(
          page, contentType: context.contentType, url: context.url, repairs: &repairs)
      } catch { fault.reason = error.reason }
    }
    switch reading {
    case .report(let page):
      return Statement(identifier: context.identifier, datestamp: nil, state: .live(page.report))
    case .other(let kind): fault.reason = "the page is no report's: \(kind.rawValue)"
    case .wall(let wall): fault.reason = "the page is not the one that was asked for: \(wall.rawValue)"
    case nil: break
    }
    throw fault
  }
}
