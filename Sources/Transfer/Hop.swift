import CCurl
import Glibc
import Threads

/// One HTTP request of a journey: owns its easy handle and what curl reads through it. On the engine's thread only.
final class Hop {
  let easy: UnsafeMutableRawPointer
  let journey: Journey
  let proxy: String?
  /// What no message may hold.
  private let hidden: [String]
  let started = monotonicSeconds()
  /// Why a callback stopped the hop.
  private(set) var failure: TransferError?
  /// Where the answer leads, if it is a redirect: its body is read a little, so that the connection stays usable.
  private(set) var redirect: (status: Int, location: [UInt8])?
  private(set) var retryAfter: Double?
  private var isPaused = false
  /// Whether the reader's buffer is full: curl is paused when it comes with more.
  private var isFull = false
  /// What curl gave since the last `deliver`: the reader is woken once for many of curl's pieces of 16 KB.
  private var piece: [UInt8] = []
  /// The most bytes that the reader gets at once.
  private static let pieceSize = 256 << 10

  /// Why an address was not connected to. It counts only if no other address of the host serves.
  private var refusal: TransferError?
  private let isPublic: @Sendable (IPAddress) -> Bool
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var lines: UnsafeMutablePointer<curl_slist>?
  private var head = HeadParser()
  private var discarded = 0
  private var isConnected = false
  /// Whether the current second was connected from its beginning.
  private var isWholeSecond = false
  private var wasPausedSinceTick = false
  private var bytesSinceTick = 0
  private var slowSeconds = 0

  init(
    _ journey: Journey, proxy: String?, product: String, isPublic: @escaping @Sendable (IPAddress) -> Bool
  ) throws(TransferError) {
    let address = journey.address
    guard let easy = curl_easy_init() else {
      throw TransferError(CURLE_FAILED_INIT, detail: "", address: address.shown)
    }
    self.easy = easy
    self.journey = journey
    self.proxy = proxy
    self.isPublic = isPublic
    errorText.pointee = 0
    if proxy != nil, journey.hasBeenPublic, address.isPrivateByName(isPublic) {
      throw journey.privateTarget
    }
    let credentials = journey.isAtOrigin ? journey.exchange.settings.credentials : .none
    let secret = credentials == .none ? .none : try Secret(credentials, address.shown)
    hidden = secret.hidden
    var options = EasyOptions(easy)
    try addLines(secret, product)
    set(&options, secret)
    if options.result != CURLE_OK { throw TransferError(options.result, detail: "", address: address.shown) }
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(lines)
    errorText.deallocate()
  }

  // MARK: Options

  private func set(_ options: inout EasyOptions, _ secret: Secret) {
    let settings = journey.exchange.settings
    let context = Unmanaged.passUnretained(self).toOpaque()
    options.set(CURLOPT_PRIVATE, context)
    options.set(CURLOPT_URL, secret.url(journey.address))
    options.set(CURLOPT_PROTOCOLS_STR, "http,https")
    options.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    options.set(CURLOPT_FOLLOWLOCATION, 0)
    // Codings are undone by the reader, behind the bounded buffer: a paused body never swells inside curl.
    options.set(CURLOPT_HTTP_CONTENT_DECODING, 0)
    options.set(CURLOPT_NOSIGNAL, 1)
    // A name that does not resolve must not hold the engine's thread when its hop ends.
    options.set(CURLOPT_QUICK_EXIT, 1)
    options.set(CURLOPT_BUFFERSIZE, 256 << 10)
    options.set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(max(settings.connectTimeout, 0.001), 1e6) * 1000))
    options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    options.set(CURLOPT_PROXY, proxy ?? "")
    options.set(CURLOPT_NOPROXY, "")
    options.set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
    if let file = settings.certificateAuthorities { options.set(CURLOPT_CAINFO, file) }
    options.set(CURLOPT_HTTPHEADER, list: lines)
    switch secret {
    case .basic(let user, let password): options.setLogin(user, password)
    case .netrc(let file):
      options.set(CURLOPT_NETRC, Int(CURL_NETRC_REQUIRED.rawValue))
      options.set(CURLOPT_NETRC_FILE, file)
    case .clientCertificate(let certificate, let key):
      options.set(CURLOPT_SSLCERT, certificate)
      options.set(CURLOPT_SSLKEY, key)
    case .none:
      if let user = journey.address.user { options.setLogin(user, journey.address.password ?? "") }
    case .bearer, .header, .query: break
    }
    options.setCallbacks(context)
  }

  private func addLines(_ secret: Secret, _ product: String) throws(TransferError) {
    let exchange = journey.exchange
    var fields: [TransferSettings.Header] = []
    let contact = (exchange.settings.contact ?? "").filter { !"()\\".contains($0) }
    fields.append(.init(name: "User-Agent", value: contact.isEmpty ? product : "\(product) (+\(contact))"))
    fields.append(.init(name: "Accept", value: exchange.request.accept ?? "*/*"))
    fields.append(.init(name: "Accept-Encoding", value: ContentCoding.accepted))
    if let etag = exchange.request.validators?.etag, isFieldText(etag) {
      fields.append(.init(name: "If-None-Match", value: etag))
    }
    if let date = exchange.request.validators?.lastModified, isFieldText(date) {
      fields.append(.init(name: "If-Modified-Since", value: date))
    }
    if case .bearer(let token) = secret {
      fields.append(.init(name: "Authorization", value: "Bearer \(token)"))
    }
    if journey.isAtOrigin {
      let configured = exchange.settings.headers
      fields.removeAll { field in configured.contains { $0.name.lowercased() == field.name.lowercased() } }
      fields += configured
    }
    if case .header(let name, let value) = secret {
      fields.removeAll { $0.name.lowercased() == name.lowercased() }
      fields.append(.init(name: name, value: value))
    }
    for field in fields {
      guard isFieldName(field.name), isFieldText(field.value) else {
        throw TransferError(
          .refused, journey.address.shown,
          "the request header \(shownText(field.name)) holds what no header may",
          "Remove control characters from its name and value.", isTransient: false)
      }
      // curl's form for a header without a value ends with a semicolon.
      lines = curl_slist_append(
        lines, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
  }

  // MARK: What curl calls

  /// Whether this address may be connected to. The first one a person chose: it is judged only where the request stays
  /// public, a redirect's target always.
  func allows(_ address: IPAddress?) -> Bool {
    guard journey.hasBeenPublic, proxy == nil else { return true }
    if let address, isPublic(address) { return true }
    refusal = journey.privateTarget
    return false
  }

  /// A connection is there, perhaps a used one, and the request is about to go out.
  func connected(to address: String) -> Bool {
    isConnected = true
    guard allows(IPAddress(address)) else { return false }
    refusal = nil
    return true
  }

  func receivedHead(_ line: UnsafeRawBufferPointer) -> Bool {
    bytesSinceTick += line.count
    switch head.take(line) {
    case .reading: return true
    case .tooLarge:
      failure = TransferError(
        .tooLarge, journey.address.shown, "the answer's headers are too many or too large",
        "Tell who runs the host.",
        isTransient: false)
      return false
    case .complete:
      if journey.exchange.request.followsRedirects, let location = head.location, !location.isEmpty,
        [301, 302, 303, 307, 308].contains(head.status)
      {
        redirect = (head.status, location)
      } else {
        begin()
      }
      return true
    }
  }

  private func begin() {
    let wait = RetryAfter.seconds(
      head.first("retry-after"), date: head.first("date"), limit: journey.exchange.settings.maxRetryAfter)
    if head.status == 429 || head.status == 503 { retryAfter = wait }
    journey.exchange.begin(
      TransferResponse(
        status: head.status, effectiveURL: journey.address.text, headers: head.headers,
        contentType: head.first("content-type"),
        validators: Validators(etag: head.validator("etag"), lastModified: head.validator("last-modified")),
        retryAfter: wait, movedTo: journey.movedTo))
  }

  func receivedBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    if redirect != nil {
      discarded += bytes.count
      bytesSinceTick += bytes.count
      return discarded > 64 << 10 ? 0 : bytes.count
    }
    if isFull {
      isPaused = true
      wasPausedSinceTick = true
      return Int(CURL_WRITEFUNC_PAUSE)
    }
    bytesSinceTick += bytes.count
    if piece.isEmpty { piece.reserveCapacity(Self.pieceSize) }
    piece.append(contentsOf: bytes)
    if piece.count > Self.pieceSize - bytes.count { deliver() }
    return bytes.count
  }

  // MARK: What the engine asks

  /// Hands to the reader what came. To be called whenever curl has done what it can for now.
  func deliver() {
    guard !piece.isEmpty else { return }
    isFull = !journey.exchange.take(piece)
    piece = []
  }

  func resume() {
    isFull = false
    guard isPaused else { return }
    isPaused = false
    curl_easy_pause(easy, CURLPAUSE_CONT)
  }

  /// Once a second. curl's own low-speed check is not used: it remembers slowness from before a pause.
  func measureSpeed() {
    let settings = journey.exchange.settings
    let isJudged = isWholeSecond && !isPaused && !wasPausedSinceTick
    let isSlow = isJudged && bytesSinceTick < settings.lowSpeedLimit
    slowSeconds = isSlow ? slowSeconds + 1 : 0
    bytesSinceTick = 0
    wasPausedSinceTick = false
    isWholeSecond = isConnected
    if settings.lowSpeedTime > 0, slowSeconds >= settings.lowSpeedTime {
      failure = .tooSlow(journey.address.shown, limit: settings.lowSpeedLimit, time: settings.lowSpeedTime)
    }
  }

  func checkTime(_ now: Double) {
    if now - started >= journey.timeLeft {
      failure = .timedOut(journey.address.shown, after: journey.exchange.settings.timeout)
    }
  }

  /// Why the hop failed, or nil if it did what it should.
  func failure(_ code: CURLcode) -> TransferError? {
    // A redirect is followed also if the rest of its body was not worth reading.
    if redirect != nil, failure == nil, code == CURLE_OK || code == CURLE_WRITE_ERROR { return nil }
    if code == CURLE_OK, head.isComplete { return nil }
    // curl takes a connection that closes in the middle of the head for a whole answer.
    let code = code == CURLE_OK ? CURLE_GOT_NOTHING : code
    if let known = failure ?? refusal { return known }
    var detail = String(cString: errorText)
    // curl may quote the proxy, which may hold a password.
    if let proxy { detail = detail.replacing(proxy, with: WebAddress.shown(proxy)) }
    for secret in hidden { detail = detail.replacing(secret, with: "…") }
    return TransferError(code, detail: detail, address: journey.address.shown)
  }

  /// Whether the hop was answered from the public network. Behind a proxy, only the name can tell.
  var wasPublic: Bool {
    guard proxy == nil else { return !journey.address.isPrivateByName(isPublic) }
    var text: UnsafePointer<CChar>?
    guard catalogued_curl_get_string(easy, CURLINFO_PRIMARY_IP, &text) == CURLE_OK, let text,
      let address = IPAddress(String(cString: text))
    else { return true }
    return isPublic(address)
  }
}
