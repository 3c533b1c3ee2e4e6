import Catalogue
import CatalogueFormats
import Library
import Threads
import Transfer

/// One run of one catalogue, on a thread of its own: fetch (curl's thread) | split and parse (this one) | take (the
/// writer's). What lies between is bounded in bytes; back-pressure is not asking for more.
final class CatalogueRun {
  let settings: CatalogueSettings
  let number: Int64
  private let format: CatalogueFormat
  private let library: Library
  private let engine: TransferEngine
  private let monitor: RunMonitor
  private let tell: @Sendable (SyncEvent) -> Void
  private let sink: any PageSink
  private let preparer: RecordPreparer
  private var harvest: any Harvest
  private let backoff: Backoff
  /// What the requests have cost since the last page.
  private var requests = 0
  private var bytes = 0
  private var about: [AboutFact] = []
  /// Whether the answer's `responseDate` is to be looked at before anything is taken (rule 8).
  private let clockMayNotBeBefore: Datestamp?

  /// At most so many records, or bytes of them, are prepared at once: a part of a large page.
  private static let partRecords = 500
  private static let partBytes = 4 << 20

  init(
    _ settings: CatalogueSettings, number: Int64, format: CatalogueFormat, harvest: any Harvest,
    sink: any PageSink,
    preparer: RecordPreparer, library: Library, engine: TransferEngine, monitor: RunMonitor, backoff: Backoff,
    clockMayNotBeBefore: Datestamp?, tell: @escaping @Sendable (SyncEvent) -> Void
  ) {
    self.settings = settings
    self.number = number
    self.format = format
    self.harvest = harvest
    self.sink = sink
    self.preparer = preparer
    self.library = library
    self.engine = engine
    self.monitor = monitor
    self.backoff = backoff
    self.clockMayNotBeBefore = clockMayNotBeBefore
    self.tell = tell
  }

  /// How the conversation ended, before the run is closed.
  enum Ending {
    case whole(ListFacts)
    case brokenOff(HarvestFault)
    /// The upstream's clock lies before the last closed run's: everything must be asked for (rule 8).
    case clockWentBack
    case stopped
  }

  /// Carries the conversation to its end.
  func converse() throws(LibraryError) -> Ending {
    var attempt = 0
    var pending: Transfer?
    while true {
      let request: HarvestRequest
      switch harvest.next() {
      case .ended(.whole): return .whole(harvest.facts)
      case .ended(.brokenOff(let fault)): return .brokenOff(fault)
      case .request(let next): request = next
      }
      if monitor.isStopped { return .stopped }
      let transfer = pending ?? start(request)
      pending = nil
      monitor.cancelBy { transfer.cancel() }
      let page = Page()
      let fault: HarvestFault?
      var retryAfter: Double?
      do throws(PageFailure) {
        retryAfter = try read(transfer, into: page)
        fault = nil
      } catch {
        switch error {
        case .library(let error): throw error
        case .stopped: return .stopped
        case .fault(let reason, let wait):
          fault = reason
          retryAfter = wait
        }
      }
      monitor.cancelBy(nil)
      if let fault {
        // What came whole before the fault is good; it is committed without a checkpoint.
        try finish(page, checkpoint: nil)
        attempt += 1
        switch harvest.failed(fault, attempt: attempt) {
        case .brokenOff(let fault): return .brokenOff(fault)
        case .goOn: attempt = 0
        case .retry:
          let wait = retryAfter ?? backoff.delay(attempt: attempt)
          tell(.retrying(catalogue: settings.name, run: number, reason: fault.message, after: wait))
          guard monitor.sleep(wait, because: fault.message) else { return .stopped }
        }
        continue
      }
      attempt = 0
      if let limit = clockMayNotBeBefore, let date = harvest.facts.responseDate, date < limit {
        return .clockWentBack
      }
      let checkpoint = harvest.checkpoint
      // The next page is on its way while this one is prepared.
      if case .request(let next) = harvest.next(), !monitor.isStopped { pending = start(next) }
      do throws(LibraryError) {
        try finish(page, checkpoint: checkpoint)
      } catch {
        pending?.cancel()
        throw error
      }
    }
  }

  private func start(_ request: HarvestRequest) -> Transfer {
    requests += 1
    return engine.start(
      TransferRequest(
        url: request.url, accept: request.accept, validators: nil,
        allowsFile: settings.harvest.url.hasPrefix("file:"),
        origin: settings.harvest.url.hasPrefix("file:") ? nil : settings.harvest.url),
      settings.transfer)
  }

  // MARK: One page

  /// The records of a page that are not prepared yet.
  private final class Page {
    var records: [RecordBytes] = []
    var size = 0
    var repairs: [String: Int] = [:]
  }

  private enum PageFailure: Error {
    case library(LibraryError)
    case fault(HarvestFault, retryAfter: Double?)
    case stopped
  }

  /// Reads an answer to its end; parts of a large one are prepared and taken on the way.
  private func read(_ transfer: Transfer, into page: Page) throws(PageFailure) -> Double? {
    let response: TransferResponse
    do throws(TransferError) { response = try transfer.response() } catch { throw failure(error) }
    do throws(HarvestFault) {
      try harvest.begin(AnswerHead(response))
    } catch {
      transfer.cancel()
      throw .fault(error, retryAfter: response.retryAfter)
    }
    while true {
      let chunk: [UInt8]?
      do throws(TransferError) { chunk = try transfer.read() } catch { throw failure(error) }
      guard let chunk else { break }
      bytes += chunk.count
      let fed: Result<Void, HarvestFault> = chunk.withUnsafeBytes { buffer in
        do throws(HarvestFault) {
          try harvest.feed(buffer) { record in
            page.records.append(record)
            page.size += record.bytes.count
          }
          return .success(())
        } catch { return .failure(error) }
      }
      if case .failure(let fault) = fed {
        transfer.cancel()
        throw .fault(fault, retryAfter: nil)
      }
      if page.records.count >= Self.partRecords * 2 || page.size >= Self.partBytes {
        do throws(LibraryError) { try takeParts(of: page, keeping: 0) } catch { throw .library(error) }
      }
      if monitor.isStopped {
        transfer.cancel()
        throw .stopped
      }
    }
    do throws(HarvestFault) {
      let facts = try harvest.end { record in
        page.records.append(record)
        page.size += record.bytes.count
      }
      page.repairs = facts.repairs
    } catch {
      throw .fault(error, retryAfter: response.retryAfter)
    }
    return nil
  }

  private func failure(_ error: TransferError) -> PageFailure {
    if error.kind == .cancelled { return .stopped }
    return .fault(HarvestFault(.transfer(status: nil), error.message), retryAfter: nil)
  }

  /// Prepares and takes what is left of a page; with its checkpoint, if the page is whole.
  private func finish(_ page: Page, checkpoint: String?) throws(LibraryError) {
    while page.records.count > Self.partRecords { try takePart(of: page) }
    try take(page.records, page, checkpoint: checkpoint)
    page.records.removeAll()
  }

  private func takeParts(of page: Page, keeping kept: Int) throws(LibraryError) {
    while page.records.count > kept { try takePart(of: page) }
    page.size = 0
  }

  private func takePart(of page: Page) throws(LibraryError) {
    let part = Array(page.records.prefix(Self.partRecords))
    page.records.removeFirst(part.count)
    try take(part, page, checkpoint: nil)
  }

  private func take(_ records: [RecordBytes], _ page: Page, checkpoint: String?) throws(LibraryError) {
    var arrivals = ArrivalPage()
    try preparer.prepare(records, into: &arrivals)
    for (name, count) in page.repairs { arrivals.repairs[name, default: 0] += count }
    page.repairs = [:]
    let facts = harvest.facts
    arrivals.checkpoint = checkpoint
    arrivals.requests = requests
    arrivals.bytes = bytes
    arrivals.pass = facts.pass
    arrivals.isComplete = facts.complete
    arrivals.expected = facts.expectedRecords
    if facts.about != about {
      about = facts.about
      arrivals.about = AboutText.encode(about)
    }
    requests = 0
    bytes = 0
    let receipts = try sink.take(arrivals, preparedBy: preparer)
    for receipt in receipts {
      harvest.committed(records: receipt.records, newSinceRestart: receipt.newInPass)
    }
    if let counts = receipts.last?.counts {
      monitor.update {
        $0.counts = counts
        $0.expected = facts.expectedRecords
      }
    }
  }
}

extension AnswerHead {
  init(_ response: TransferResponse) {
    self.init(
      status: response.status, contentType: response.contentType, url: response.effectiveURL,
      fields: response.headers.map { Field(name: $0.name, value: $0.value) })
  }
}
