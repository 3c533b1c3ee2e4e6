import Transfer

/// What looking at an address may cost, and how it is done.
public struct ProbeSettings: Sendable {
  /// How requests are made; never with credentials or configured headers.
  public var transfer: TransferSettings
  /// Whether private and link-local addresses are left alone, the one that a person named included.
  public var staysPublic = false
  /// How many requests are made at most.
  public var requests = 48
  /// How long it may take, in seconds: what was found by then is told.
  public var time = 90.0
  /// How many bytes are read at most, over all answers: they are kept until it is over.
  public var bytes = 48 << 20
  /// How many reports of each find are read.
  public var samples = 3
  /// How many pages are looked at for them.
  public var pages = 6

  /// - Parameter transfer: How the catalogues' requests are made: limits, proxy, politeness.
  public init(_ transfer: TransferSettings) {
    self.transfer = transfer
    // Nobody has said whom a secret is meant for.
    self.transfer.credentials = .none
    self.transfer.headers = []
    self.transfer.maxBodyBytes = min(transfer.maxBodyBytes, 16 << 20)
    self.transfer.timeout = min(transfer.timeout, 30)
    self.transfer.connectTimeout = min(transfer.connectTimeout, 10)
    self.transfer.lowSpeedTime = min(transfer.lowSpeedTime, 15)
  }
}
