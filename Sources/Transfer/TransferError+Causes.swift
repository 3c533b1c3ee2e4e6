import CCurl
import Glibc

extension TransferError {
  /// `address` is without secrets already.
  init(_ kind: Kind, _ address: String, _ wrong: String, _ advice: String, isTransient: Bool) {
    self.init(
      kind: kind, message: "Fetching \(address): \(wrong). \(advice)", reason: wrong, isTransient: isTransient
    )
  }

  static func cancelled(_ address: String) -> TransferError {
    TransferError(.cancelled, address, "cancelled", "Start it again when wanted.", isTransient: true)
  }

  static func tooLarge(_ address: String, limit: Int) -> TransferError {
    TransferError(
      .tooLarge, address, "the answer is larger than \(limit) bytes",
      "If the catalogue really is that large, raise its size limit.", isTransient: false)
  }

  static func timedOut(_ address: String, after seconds: Double) -> TransferError {
    TransferError(
      .network, address, "not done after \(seconds.formattedSeconds) seconds",
      "Try again later, or raise the catalogue's timeout.",
      isTransient: true)
  }

  static func tooSlow(_ address: String, limit: Int, time: Int) -> TransferError {
    TransferError(
      .network, address, "slower than \(limit) bytes a second for \(time) seconds",
      "Try again later, or lower the catalogue's speed limit.", isTransient: true)
  }

  static func hostClosed(_ address: String, for seconds: Double) -> TransferError {
    var error = TransferError(
      .hostClosed, address,
      "the host asked for patience, for another \(seconds.rounded(.up).formattedSeconds) seconds",
      "It is asked again after that.", isTransient: true)
    error.retryAfter = seconds
    return error
  }

  static func privateTarget(_ address: String, from origin: String) -> TransferError {
    TransferError(
      .refused, origin, "a host of the public network redirected to \(address), which is on a private one",
      "That is how foreign hosts reach into private networks; if it is meant, configure that address itself.",
      isTransient: false)
  }

  static func privateAddress(_ address: String) -> TransferError {
    TransferError(
      .refused, address, "it is on a private network",
      "Only who may change the daemon's catalogues may have it asked for that.", isTransient: false)
  }

  /// Redirects do not end. `address` is where they led last, without secrets.
  public static func tooManyRedirects(_ address: String, limit: Int) -> TransferError {
    TransferError(
      .tooManyRedirects, address, "redirected more than \(limit) times",
      "Look where the address leads in a browser.",
      isTransient: false)
  }

  /// What curl says, in a person's words. `detail` is from curl's error buffer, perhaps empty.
  init(_ code: CURLcode, detail: String, address: String) {
    let reason = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    let said = shownText(reason.hasSuffix(".") ? String(reason.dropLast()) : reason)
    func make(_ kind: Kind, _ wrong: String, _ advice: String, _ isTransient: Bool) -> TransferError {
      var error = TransferError(
        kind, address, wrong.isEmpty ? said : "\(wrong) (\(said))", advice, isTransient: isTransient)
      if !wrong.isEmpty { error.reason = wrong }
      return error
    }
    let later = "Try again later."
    self =
      switch code {
      case CURLE_COULDNT_CONNECT where Self.descriptorsAreUsedUp,
        CURLE_COULDNT_RESOLVE_HOST where Self.descriptorsAreUsedUp:
        make(
          .network, "too many files are open at once", "Raise LimitNOFILE=, or ask fewer hosts at once.", true
        )
      case CURLE_COULDNT_RESOLVE_HOST:
        make(.network, "the host's name has no address", "Check the name, and this machine's DNS.", true)
      case CURLE_COULDNT_RESOLVE_PROXY:
        make(.network, "the proxy's name has no address", "Check the proxy's address.", true)
      case CURLE_COULDNT_CONNECT: make(.network, "no connection", later, true)
      case CURLE_PROXY:
        make(.network, "the proxy refused", "Check the proxy's address and what it allows.", true)
      case CURLE_OPERATION_TIMEDOUT: make(.network, "no connection in time", later, true)
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
        CURLE_SSL_INVALIDCERTSTATUS:
        make(
          .certificate, "the host's certificate is not to be trusted",
          "Check this machine's clock and its certificate authorities, or tell who runs the host.", false)
      case CURLE_SSL_CACERT_BADFILE:
        make(
          .certificate, "the file of certificate authorities cannot be used",
          "Check that it is there, readable, and PEM.", false)
      case CURLE_SSL_CERTPROBLEM:
        make(
          .credential, "the client certificate cannot be used",
          "Check that certificate and key are PEM and belong together.",
          false)
      case CURLE_SSL_CONNECT_ERROR: make(.network, "TLS failed", later, true)
      case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
        CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_BAD_CONTENT_ENCODING:
        make(.network, "the answer broke off", later, true)
      case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL:
        make(.network, "the answer is not HTTP", "Check the address and its port.", true)
      case CURLE_URL_MALFORMAT: make(.refused, "the URL cannot be used", "Correct it.", false)
      default: make(.network, "", later, true)
      }
  }
}

extension TransferError {
  /// Whether this process, or the machine, can open no further file now. curl does not say why it has no socket.
  private static var descriptorsAreUsedUp: Bool {
    let probe = dup(STDERR_FILENO)
    guard probe < 0 else {
      close(probe)
      return false
    }
    return errno == EMFILE || errno == ENFILE
  }
}

extension Double {
  /// Without a needless ".0".
  fileprivate var formattedSeconds: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
