import CCurl
import Threads

/// libcurl's multi interface on one thread, for all transfers of all catalogues.
///
/// Three kinds of threads meet here: whoever starts, cancels and shuts down, and never waits for the network; readers,
/// who block in `Transfer`; and the engine's own thread, which owns curl, takes commands from a mailbox and fills each
/// exchange's bounded buffer.
public final class TransferEngine: Sendable {
  private let mailbox: Mailbox

  /// `product` begins the User-Agent ("catalogued/0.1"). Proxies are taken from the environment here, once.
  public convenience init(product: String = "catalogued/0.1.0") throws(TransferError) {
    try self.init(
      EngineLoop.Surroundings(product: product, proxies: .fromEnvironment, isPublic: { $0.isPublic }))
  }

  init(_ surroundings: EngineLoop.Surroundings) throws(TransferError) {
    guard Self.isCurlReady, let multi = Multi() else {
      throw TransferError(
        kind: .network, message: "Starting libcurl: it failed. Check that there is memory.", isTransient: true
      )
    }
    let mailbox = Mailbox(multi)
    self.mailbox = mailbox
    Thread("curl") { EngineLoop(multi, mailbox, surroundings).run() }.detach()
  }

  deinit { shutdown() }

  /// Queues a request: it starts when its host has room (`requestsPerHost`, `gap`, and any `Retry-After` that the host
  /// sent before).
  public func start(_ request: TransferRequest, _ settings: TransferSettings) -> Transfer {
    let answer: any Answer
    do throws(TransferError) {
      answer = try self.answer(to: request, settings)
    } catch {
      answer = FailedAnswer(failure: error)
    }
    return Transfer(answer, maxBodyBytes: settings.maxBodyBytes)
  }

  private func answer(to request: TransferRequest, _ settings: TransferSettings) throws(TransferError)
    -> any Answer
  {
    guard mailbox.isOpen else { throw .cancelled(WebAddress.shown(request.url)) }
    if request.url.prefix(5).lowercased() == "file:" {
      guard request.allowsFile else {
        throw TransferError(
          .refused, WebAddress.shown(request.url), "a file, where only http and https may be",
          "Only a catalogue's own configuration can name a file.", isTransient: false)
      }
      return try FileAnswer(request.url, mailbox)
    }
    let origin = try request.origin.map { (url) throws(TransferError) in try WebAddress(url) }
    let address =
      if let origin { try origin.resolving(Array(request.url.utf8)) } else { try WebAddress(request.url) }
    let exchange = Exchange(
      request, settings, address.without(settings.credentials.parameter), origin: origin ?? address, mailbox)
    if !mailbox.post(.start(exchange)) { exchange.fail(.cancelled(exchange.address.shown)) }
    return exchange
  }

  /// Whom requests to an address burden, as politeness counts it ("example.org:443"); nil for a file, and for what is no
  /// address.
  public static func host(of url: String) -> String? {
    url.prefix(5).lowercased() == "file:" ? nil : (try? WebAddress(url))?.hostKey
  }

  /// Ends all transfers (their readers see `.cancelled`) and the thread, within a second.
  public func shutdown() {
    mailbox.post(.stop)
    mailbox.waitForEnd()
  }

  /// Once in the process.
  private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
