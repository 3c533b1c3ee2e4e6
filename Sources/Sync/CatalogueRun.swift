import Catalogue
import CatalogueFormats
import Library
import Threads
import Transfer

/// One run of one catalogue, on a thread of its own: fetch (curl's thread) | split and parse (this one) | take (the
/// writer's). What lies between is bounded in bytes; back-pressure is not asking for more.
final class CatalogueRun {
  let settings: CatalogueSettings
  private let library: Library
  private let engine: TransferEngine
  private let monitor: RunMonitor
  private let tell: @Sendable (SyncEvent) -> Void
  private let sink: any PageSink
  private var harvest: any Harvest
  private let backoff: Backoff
  private let plan: RunPlan
  /// What the requests have cost since the last page.
  private var requests = 0
  private var bytes = 0
  private var about = ""
  /// Whether the list was complete so far, as the store was last told.
  private var toldComplete = true
  /// How often the upstream wants to be asked, as far as this run has heard.
  private(set) var polling: PollingTerms
  /// Of the answer to the list's first request, as it was sent.
  private(set) var validators: Validators?
  /// What has come and is not taken yet.
  private var page = ArrivingPage()
  /// An answer that has come already, while its format was found out.
  private var opening: Incoming?

  /// At most so many records, or bytes of them, are prepared at once: a part of a large page.
  private static let partRecords = 500
  private static let partBytes = 4 << 20
  /// Who asks to wait longer than this is asked again in another run: this one would only be in the way.
  private static let longestWait = 30.0

  init(
    _ settings: CatalogueSettings, harvest: any Harvest, sink: any PageSink, plan: RunPlan, library: Library,
    engine: TransferEngine, monitor: RunMonitor, backoff: Backoff,
    tell: @escaping @Sendable (SyncEvent) -> Void
  ) {
    self.settings = settings
    self.harvest = harvest
    self.sink = sink
    self.plan = plan
    self.library = library
    self.engine = engine
    self.monitor = monitor
    self.backoff = backoff
    self.tell = tell
    polling = plan.polling
    opening = plan.opening
    about = plan.about
  }

  /// How the conversation ended, before the run is closed.
  enum Ending {
    case whole(ListFacts)
    /// The upstream says that nothing has changed since the last wholly applied answer (HTTP 304).
    case unchanged
    case brokenOff(HarvestFault)
    /// The upstream asked to wait, for so many seconds. The run stays open and goes on then.
    case postponed(Double, HarvestFault)
    /// The upstream's clock lies before the last closed run's: everything must be asked for (rule 8).
    case clockWentBack
    /// The hours in which the catalogue may be asked are over. The run stays open and goes on in the next ones.
    case outOfHours
    case stopped
  }

  /// What the run's requests have cost that no page has noted.
  var cost: RunCounts {
    var counts = RunCounts()
    counts.requests = requests
    counts.bytes = bytes
    return counts
  }

  /// Carries the conversation to its end, and takes all that came whole.
  func converse() throws(LibraryError) -> Ending {
    let ending = try conversation()
    // What it noted of pages since its last answer, such as which could not be had: the run may go on another day.
    page.add(harvest.recalled([]))
    if page.answers > 0 || !page.news.isEmpty { try finish() }
    return ending
  }

  private func conversation() throws(LibraryError) -> Ending {
    var attempt = 0
    var pending: Incoming?
    while true {
      let request: HarvestRequest
      switch harvest.next() {
      case .ended(.whole):
        // How it ended may have told, behind its last page, that it is not complete, or why.
        let facts = harvest.facts
        if isNews(facts.about) || (toldComplete && !facts.complete) { try finish() }
        polling.wish = harvest.facts.polling
        return .whole(harvest.facts)
      case .ended(.brokenOff(let fault)): return .brokenOff(fault)
      case .recall(let addresses, let inFull):
        if monitor.isStopped { return .stopped }
        try recall(addresses, inFull: inFull)
        continue
      case .request(let next): request = next
      }
      if monitor.isStopped { return .stopped }
      if pending == nil, !monitor.mayGoOn(library.now()) { return .outOfHours }
      let incoming = pending ?? start(request)
      pending = nil
      monitor.cancelBy(incoming.cancel)
      let asked = monotonicSeconds()
      let fault: HarvestFault?
      var retryAfter: Double?
      // The fault in few words, for who watches.
      var reason: String?
      do throws(PageFailure) {
        guard try read(incoming, request) else { return .unchanged }
        fault = nil
      } catch {
        switch error {
        case .library(let error): throw error
        case .stopped: return .stopped
        case .final(let fault):
          try finish()
          return .brokenOff(fault)
        case .fault(let found, let words, let wait):
          fault = settings.transfer.credentials.withoutKey(found)
          reason = words.map {
            settings.transfer.credentials.withoutKey(HarvestFault(found.kind, $0)).message
          }
          retryAfter = wait
        }
      }
      monitor.cancelBy(nil)
      if let fault {
        try sink.open()
        // What came whole before the fault is good; it is committed without a checkpoint of its own.
        try finish()
        attempt += 1
        // One page of many that asks to wait for long does not keep the others waiting run after run.
        let isPutOff =
          request.isOneOfMany && fault.kind == .transfer(status: 503) && (retryAfter ?? 0) > Self.longestWait
        switch harvest.failed(fault, attempt: isPutOff ? .max : attempt) {
        case .brokenOff(let fault): return .brokenOff(fault)
        case .goOn: attempt = 0
        case .retry:
          let wait = retryAfter ?? backoff.delay(attempt: attempt)
          if wait > Self.longestWait, retryAfter != nil { return .postponed(wait, fault) }
          tell(.retrying(catalogue: settings.name, run: sink.run, reason: fault.message, after: wait))
          guard monitor.sleep(wait, because: Self.wait(wait, reason ?? fault.message)) else {
            return .stopped
          }
        }
        continue
      }
      attempt = 0
      if let limit = plan.clockMayNotBeBefore, let date = harvest.facts.responseDate, date < limit {
        return .clockWentBack
      }
      page.end(checkpoint: harvest.checkpoint, asked: asked, now: monotonicSeconds())
      // The next page is on its way while this one is prepared.
      var mayWait = false
      if case .request(let next) = harvest.next(), !monitor.isStopped, monitor.mayGoOn(library.now()) {
        pending = start(next)
        mayWait = request.isOneOfMany && next.isOneOfMany && page.hasRoom(bytes: Self.partBytes)
      }
      if mayWait { continue }
      do throws(LibraryError) {
        try finish()
      } catch {
        pending?.cancel()
        throw error
      }
    }
  }

  /// "no connection; asks again in 3 s".
  static func wait(_ seconds: Double, _ reason: String) -> String {
    "\(reason.hasSuffix(".") ? reason.dropLast() : reason[...]); asks again in \(Int(seconds.rounded(.up))) s"
  }

  private func start(_ request: HarvestRequest) -> Incoming {
    requests += 1
    if let opening {
      self.opening = nil
      if opening.url == request.url { return opening }
      opening.cancel()
      requests += 1
    }
    let isFile = settings.harvest.url.hasPrefix("file:")
    let own = request.validators.map { Validators(etag: $0.etag, lastModified: $0.lastModified) }
    var terms = settings.transfer
    if let gap = request.gap { terms.gap = max(terms.gap, gap) }
    var asked = TransferRequest(
      url: request.url, accept: request.accept,
      validators: own ?? (request.conditional ? plan.validators : nil),
      allowsFile: isFile, origin: isFile ? nil : settings.harvest.url)
    asked.followsRedirects = request.followsRedirects
    let transfer = engine.start(asked, terms)
    return Incoming(transfer, url: request.url)
  }

  // MARK: One page

  /// Tells the harvest what the store knows of pages, and takes what follows from it.
  private func recall(_ addresses: [String], inFull: Bool) throws(LibraryError) {
    let began = monotonicSeconds()
    page.add(harvest.recalled(try sink.known(addresses, inFull: inFull)))
    page.end(checkpoint: harvest.checkpoint, asked: began, now: began)
    try finish()
  }

  private enum PageFailure: Error {
    case library(LibraryError)
    /// - Parameter reason: The fault in fewer words, where there are some.
    case fault(HarvestFault, reason: String? = nil, retryAfter: Double?)
    /// Asking again cannot help.
    case final(HarvestFault)
    case stopped
  }

  /// Reads an answer to its end; parts of a large one are prepared and taken on the way. False if the upstream says that
  /// nothing has changed.
  private func read(_ transfer: Incoming, _ request: HarvestRequest) throws(PageFailure) -> Bool {
    let response: TransferResponse
    do throws(TransferError) {
      response = try monitor.waiting { () throws(TransferError) in try transfer.response() }
    } catch { throw failure(error, request) }
    if request.conditional {
      polling.note(response, now: library.now())
      if response.status == 304, plan.validators != nil { return false }
      validators = response.validators
      if let fault = try unexpected(transfer, response) {
        transfer.cancel()
        throw .final(fault)
      }
    }
    if monitor.progress.isAsked {  // whoever waits for it wants to see it
      do throws(LibraryError) { try sink.open() } catch { throw .library(error) }
    }
    do throws(HarvestFault) {
      try harvest.begin(AnswerHead(response))
    } catch {
      transfer.cancel()
      throw .fault(error, retryAfter: response.retryAfter)
    }
    while true {
      let chunk: [UInt8]?
      do throws(TransferError) {
        chunk = try monitor.waiting { () throws(TransferError) in try transfer.read() }
      } catch { throw failure(error, request) }
      guard let chunk else { break }
      bytes += chunk.count
      let fed: Result<Void, HarvestFault> = chunk.withUnsafeBytes { buffer in
        do throws(HarvestFault) {
          try harvest.feed(buffer) { page.add($0) }
          return .success(())
        } catch { return .failure(error) }
      }
      if case .failure(let fault) = fed {
        transfer.cancel()
        throw .fault(fault, retryAfter: nil)
      }
      if !page.records.isEmpty {
        do throws(LibraryError) { try sink.open() } catch { throw .library(error) }
      }
      if page.records.count >= Self.partRecords * 2 || page.size >= Self.partBytes {
        do throws(LibraryError) { try takeParts() } catch { throw .library(error) }
      }
      if monitor.isStopped {
        transfer.cancel()
        throw .stopped
      }
    }
    do throws(HarvestFault) {
      page.add(try harvest.end { page.add($0) })
    } catch {
      throw .fault(error, retryAfter: response.retryAfter)
    }
    return true
  }

  /// Why an answer cannot be what the address gave before, where its format was found out then (`format = "auto"`): it
  /// is clearly in another.
  private func unexpected(_ transfer: Incoming, _ response: TransferResponse) throws(PageFailure)
    -> HarvestFault?
  {
    guard let expected = plan.takenFor, response.status == 200 else { return nil }
    let start: [UInt8]
    do throws(TransferError) { start = try transfer.peek(AnswerSample.limit) } catch { throw failure(error) }
    let sample = AnswerSample(contentType: response.contentType, bytes: start)
    guard let guess = FormatGuess(sample), guess.format != expected else { return nil }
    return HarvestFault(
      .notData,
      "the address was taken for “\(expected)” and now answers with \(guess.words) (“\(guess.format)”): nothing was "
        + "taken; if that is meant, write format = \"\(guess.format)\" into the catalogue's file")
  }

  private func failure(_ error: TransferError, _ request: HarvestRequest? = nil) -> PageFailure {
    if error.kind == .cancelled { return .stopped }
    switch error.kind {
    case .hostClosed:
      return .fault(
        HarvestFault(.transfer(status: 429), error.message), reason: error.reason,
        retryAfter: error.retryAfter)
    case .tooLarge:  // as if the server had said so: a smaller window may do
      return .fault(
        HarvestFault(.transfer(status: 413), error.message), reason: error.reason, retryAfter: nil)
    default:
      let fault = HarvestFault(.transfer(status: nil), error.message)
      return error.isTransient || request?.isOneOfMany == true
        ? .fault(fault, reason: error.reason, retryAfter: nil) : .final(fault)
    }
  }

  /// Prepares and takes what has come; with its checkpoint, if answers are whole.
  private func finish() throws(LibraryError) {
    while page.records.count > Self.partRecords { try takePart() }
    let rest = page
    page = ArrivingPage()
    try take(rest.records, besides: rest)
  }

  /// Prepares and takes the records that have come of an answer that goes on.
  private func takeParts() throws(LibraryError) {
    while !page.records.isEmpty { try takePart() }
  }

  private func takePart() throws(LibraryError) {
    // What was heard besides stays for the end: it may tell of records that are in a later part.
    var part = ArrivingPage()
    swap(&part.repairs, &page.repairs)
    try take(page.takeRecords(Self.partRecords), besides: part)
  }

  private func isNews(_ facts: [AboutFact]) -> Bool { !facts.isEmpty && AboutText.encode(facts) != about }

  private func take(_ records: [RecordBytes], besides page: ArrivingPage) throws(LibraryError) {
    let facts = harvest.facts
    // A list that brings nothing writes nothing: there is no run yet, and perhaps there is none to come.
    if !sink.isOpen, records.isEmpty, page.repairs.isEmpty, page.news.isEmpty, !isNews(facts.about) { return }
    var arrivals = ArrivalPage()
    arrivals.repairs = page.repairs
    arrivals.news = page.news
    arrivals.checkpoint = page.checkpoint
    arrivals.answers = page.answers
    arrivals.requests = requests
    arrivals.bytes = bytes
    arrivals.pass = facts.pass
    arrivals.isComplete = facts.complete
    toldComplete = facts.complete
    arrivals.expected = facts.expectedRecords
    if isNews(facts.about) {
      about = AboutText.encode(facts.about)
      arrivals.about = about
    }
    requests = 0
    bytes = 0
    let receipts = try sink.take(records, arrivals)
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
