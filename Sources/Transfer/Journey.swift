/// One exchange as the engine's thread sees it, over all its redirects.
final class Journey {
  let exchange: Exchange
  private(set) var address: WebAddress
  /// Whether any hop so far was answered from the public network: then no later one may be on a private one.
  var hasBeenPublic: Bool
  /// What is left of the whole request's time, in seconds. Waiting for a host's turn takes nothing of it.
  var timeLeft: Double
  /// The target of the last in an unbroken row of 301s and 308s from the start.
  private(set) var movedTo: String?
  private var isMovedForGood = true
  private var redirects = 0

  init(_ exchange: Exchange, isPublic: (IPAddress) -> Bool) {
    self.exchange = exchange
    address = exchange.address
    // Another host that an upstream named is as a redirect's target.
    hasBeenPublic =
      exchange.request.staysPublic
      || exchange.origin.host != exchange.address.host && !exchange.origin.isPrivateByName(isPublic)
    timeLeft = max(exchange.settings.timeout, 0.001)
  }

  /// Whether the current address may see what was meant for the configured one: credentials and configured headers.
  var isAtOrigin: Bool { exchange.origin.isSameOrigin(address) }

  /// Why the current address is not asked: it is on a private network.
  var privateTarget: TransferError {
    redirects == 0 && exchange.request.staysPublic
      ? .privateAddress(address.shown) : .privateTarget(address.shown, from: exchange.address.shown)
  }

  /// Goes on to where a redirect leads.
  func follow(status: Int, location: [UInt8]) throws(TransferError) {
    let limit = exchange.settings.maxRedirects
    guard redirects < limit else { throw .tooManyRedirects(exchange.address.shown, limit: limit) }
    redirects += 1
    address = try address.resolving(location).without(exchange.settings.credentials.parameter)
    isMovedForGood = isMovedForGood && (status == 301 || status == 308)
    if isMovedForGood { movedTo = address.text }
  }
}
