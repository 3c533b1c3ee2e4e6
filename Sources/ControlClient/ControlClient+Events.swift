import CCurl
import ControlAPI

extension ControlClient {
  /// What happens from now on, or behind an event that was heard before.
  ///
  /// - Parameter id: The last event that was heard.
  public func events(after id: String? = nil) throws(Failure) -> EventReader {
    try EventReader(socketPath: socketPath, after: id)
  }
}

/// Reads `GET /v1/events` on a connection of its own, piece by piece: whoever reads decides how long to wait, and stops
/// by letting go of it. Used by one thread.
public final class EventReader {
  private let client: ControlClient
  private let multi: UnsafeMutableRawPointer
  private let receipt: Receipt
  private var headers: UnsafeMutablePointer<curl_slist>?

  /// Seconds without a byte after which nobody is there any more: the daemon gives a sign of life every 10.
  private let patience: Double

  /// What curl has received.
  private final class Receipt {
    let easy: UnsafeMutableRawPointer
    var parser: EventParser
    var events: [ServerEvent] = []
    var isOpen = false
    var isTooLarge = false
    var isForeign = false
    var lastByte = SuspendingClock.now
    /// The body of an answer that is no stream.
    var problem: [UInt8] = []

    init(_ easy: UnsafeMutableRawPointer, _ parser: EventParser) {
      self.easy = easy
      self.parser = parser
    }

    func hear(_ bytes: UnsafeRawBufferPointer) -> Bool {
      lastByte = .now
      var status = 0
      catalogued_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
      guard status == 200 else {
        problem.append(contentsOf: bytes)
        return problem.count < 1 << 20
      }
      if !isOpen, !isEventStream { isForeign = true }
      guard !isForeign else { return false }
      isOpen = true
      guard let new = parser.take(bytes) else {
        isTooLarge = true
        return false
      }
      events += new
      return true
    }

    private var isEventStream: Bool {
      var type: UnsafePointer<CChar>?
      catalogued_curl_get_string(easy, CURLINFO_CONTENT_TYPE, &type)
      return type.map { String(cString: $0).lowercased().hasPrefix("text/event-stream") } ?? false
    }
  }

  /// - Parameter patience: Seconds without a byte after which the connection counts as dead.
  public init(socketPath: String, after id: String? = nil, patience: Double = 30) throws(ControlClient
    .Failure)
  {
    client = try ControlClient(socketPath: socketPath)
    guard let multi = curl_multi_init() else {
      throw .noDaemon(path: socketPath, why: "libcurl does not start: out of memory")
    }
    self.multi = multi
    self.patience = patience
    let easy = client.easy
    receipt = Receipt(easy, EventParser(lastID: id))
    catalogued_curl_set_string(easy, CURLOPT_URL, "http://localhost/\(Version.api)/events")
    headers = curl_slist_append(nil, "Accept: text/event-stream")
    // What a header line cannot hold was no id of ours.
    if let id, id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), id.utf8.count <= 200 {
      headers = curl_slist_append(headers, "Last-Event-ID: \(id)")
    }
    catalogued_curl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    catalogued_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(receipt).toOpaque())
    catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let receipt = Unmanaged<Receipt>.fromOpaque(context).takeUnretainedValue()
      return receipt.hear(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }
    curl_multi_add_handle(multi, easy)
  }

  deinit {
    curl_multi_remove_handle(multi, client.easy)
    curl_multi_cleanup(multi)
    curl_slist_free_all(headers)
  }

  /// Whether the daemon has begun to answer: what happens from then on is heard.
  public var isOpen: Bool { receipt.isOpen }

  /// The last event's id: what comes behind it is still to be heard.
  public var lastID: String? { receipt.parser.lastID }

  /// Seconds that the server wants one to wait before one connects again, within reason.
  public var retry: Double { Double(min(max(receipt.parser.retry ?? 1000, 100), 30_000)) / 1000 }

  /// What has come; waits for it at most so long, or until a signal comes.
  ///
  /// - Returns: Empty where nothing has come.
  public func next(within milliseconds: Int32) throws(ControlClient.Failure) -> [ServerEvent] {
    var running: Int32 = 0
    try check(curl_multi_perform(multi, &running))
    if receipt.events.isEmpty, running > 0 {
      try check(curl_multi_poll(multi, nil, 0, milliseconds, nil))
      try check(curl_multi_perform(multi, &running))
    }
    if !receipt.events.isEmpty {
      defer { receipt.events = [] }
      return receipt.events
    }
    if running == 0 { throw end() }
    if (SuspendingClock.now - receipt.lastByte) / .seconds(1) > patience {
      throw .silent(path: client.socketPath, seconds: Int(patience))
    }
    return []
  }

  private func check(_ code: CURLMcode) throws(ControlClient.Failure) {
    guard code == CURLM_OK else { throw .unreadable(String(cString: curl_multi_strerror(code))) }
  }

  /// Why nothing more comes.
  private func end() -> ControlClient.Failure {
    if receipt.isTooLarge { return .unreadable("the daemon sends an event that is larger than any can be") }
    if receipt.isForeign { return .unreadable("what answers there is no catalogued: it sends no events") }
    var left: Int32 = 0
    let code = curl_multi_info_read(multi, &left)?.pointee.data.result ?? CURLE_GOT_NOTHING
    if code != CURLE_OK { return client.failure(code) }
    var status = 0
    catalogued_curl_get_long(client.easy, CURLINFO_RESPONSE_CODE, &status)
    return status == 200 ? .hungUp(path: client.socketPath) : client.problem(status, receipt.problem)
  }
}
