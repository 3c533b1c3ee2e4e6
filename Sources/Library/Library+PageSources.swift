import CatalogueFormats
import Storage

extension Library {
  /// Of those revisions that are web pages: where on the page each field's value stood. Read anew from the kept bytes.
  public func pageSources(ofRevisions revisions: Set<Int64>) throws(LibraryError)
    -> [Int64: [PageReport.FieldOrigin]]
  {
    var found: [Int64: [PageReport.FieldOrigin]] = [:]
    for revision in revisions {
      let kept = try reading { (connection) throws(StorageError) in
        try connection.keptBody(ofRevision: revision)
      }
      if let kept, let sources = LandingPage.sources(of: kept.raw, context: kept.context) {
        found[revision] = sources
      }
    }
    return found
  }
}
