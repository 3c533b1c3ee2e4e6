import Catalogue
import Testing

@testable import CatalogueFormats

/// What is read of a page, for the tests of this folder.
struct Page {
  var reading: PageReading
  var repairs: [String: Int] = [:]

  init(_ html: String, url: String = "https://institute.example/publications/1", contentType: String? = nil)
    throws
  {
    try self.init(Array(html.utf8), url: url, contentType: contentType)
  }

  init(_ bytes: [UInt8], url: String = "https://institute.example/publications/1", contentType: String? = nil)
    throws
  {
    var repairs: [String: Int] = [:]
    reading = try bytes.withUnsafeBytes {
      try LandingPage.read($0, contentType: contentType, url: url, repairs: &repairs)
    }
    self.repairs = repairs
  }

  /// The report's page that it has to be.
  func page(_ location: SourceLocation = #_sourceLocation) throws -> PageReport {
    guard case .report(let page) = reading else {
      Issue.record("no report: \(reading)", sourceLocation: location)
      throw NoReport()
    }
    return page
  }

  func report(_ location: SourceLocation = #_sourceLocation) throws -> Report { try page(location).report }

  struct NoReport: Error {}

  /// A page with these elements in its head, and a body that says nothing of itself.
  static func head(_ head: String, body: String = "<p>Text.</p>") -> String {
    "<!DOCTYPE html><html><head><title>T</title>\(head)</head><body>\(body)</body></html>"
  }
}

extension PageReport {
  /// The sources that a field came from.
  func sources(of field: String) -> [PageSource] { sources.filter { $0.field == field }.map(\.source) }
}
