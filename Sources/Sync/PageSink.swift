import CatalogueFormats
import Library

/// Where a run's pages go: to the writer, or into a rehearsal that writes nothing.
protocol PageSink: AnyObject {
  /// The run's number; 0 before it has one.
  var run: Int64 { get }
  /// Whether the run has begun in the store.
  var isOpen: Bool { get }
  /// To be called when something came that is to be kept, a record or a fault. What a run costs the store is spent
  /// here, and not for an upstream that has nothing to say.
  func open() throws(LibraryError)
  /// Makes records ready and takes them as a page, and says what became of those that are through.
  func take(_ records: [RecordBytes], _ page: ArrivalPage) throws(LibraryError) -> [PageReceipt]
  /// What the store knows of pages, by their addresses, with all that was taken before.
  func known(_ addresses: [String], inFull: Bool) throws(LibraryError) -> [Recollection]
}

/// The pages of a real run.
final class WritingSink: PageSink {
  private let library: Library
  private let catalogue: Int64
  private let parser: any RecordParser
  private let begin: () throws(LibraryError) -> RunStart
  private let interrupted: Int64?
  private(set) var handle: RunHandle?
  private var preparer: RecordPreparer?

  /// - Parameters:
  ///   - interrupted: The run that goes on, where one does.
  ///   - begin: Begins the run, or goes on with it.
  init(
    _ library: Library, catalogue: Int64, parser: any RecordParser, interrupted: Int64?,
    begin: @escaping () throws(LibraryError) -> RunStart
  ) {
    self.library = library
    self.catalogue = catalogue
    self.parser = parser
    self.interrupted = interrupted
    self.begin = begin
  }

  var run: Int64 { handle?.run ?? 0 }
  var isOpen: Bool { handle != nil }

  func open() throws(LibraryError) { _ = try opened() }

  /// The run's handle; begins the run where that was not done yet.
  func opened() throws(LibraryError) -> RunHandle {
    if let handle { return handle }
    let made = library.handle(run: try begin().number)
    handle = made
    return made
  }

  private func prepared() throws(LibraryError) -> RecordPreparer {
    if let preparer { return preparer }
    let made = try library.preparer(catalogue: catalogue, parser: parser)
    preparer = made
    return made
  }

  func take(_ records: [RecordBytes], _ page: ArrivalPage) throws(LibraryError) -> [PageReceipt] {
    let handle = try opened()
    let preparer = try prepared()
    var page = page
    try preparer.prepare(records, into: &page)
    try handle.take(page, preparedBy: preparer)
    return handle.receipts()
  }

  func known(_ addresses: [String], inFull: Bool) throws(LibraryError) -> [Recollection] {
    try handle?.drain()
    return try library.knownPages(
      addresses, inFull: inFull, catalogue: catalogue, run: handle?.run ?? interrupted ?? 0)
  }
}

/// The pages of a rehearsal.
final class RehearsingSink: PageSink {
  let run: Int64
  let isOpen = true
  private let rehearsal: Rehearsal
  private let preparer: RecordPreparer

  init(run: Int64, rehearsal: Rehearsal, preparer: RecordPreparer) {
    self.run = run
    self.rehearsal = rehearsal
    self.preparer = preparer
  }

  func open() {}

  func take(_ records: [RecordBytes], _ page: ArrivalPage) throws(LibraryError) -> [PageReceipt] {
    var page = page
    try preparer.prepare(records, into: &page)
    let new = try rehearsal.take(page, preparedBy: preparer)
    return [PageReceipt(records: records.count, newInPass: new, counts: rehearsal.result.counts)]
  }

  func known(_ addresses: [String], inFull: Bool) throws(LibraryError) -> [Recollection] {
    try rehearsal.known(addresses, inFull: inFull)
  }
}
