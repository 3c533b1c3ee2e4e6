import Glibc

/// Which proxy a request goes through. Decided here and not by curl, because a redirect's target must be known to be
/// connected to directly before its address can be judged.
struct ProxyChoice: Sendable {
  private var http: String?
  private var https: String?
  private var all: String?
  private var exceptions: [String] = []

  /// By the variables that curl knows. (`HTTP_PROXY` is not one: a CGI's client can set it.)
  init(environment: (String) -> String?) {
    func variable(_ names: String...) -> String? {
      names.lazy.compactMap(environment).first { !$0.isEmpty }
    }
    http = variable("http_proxy")
    https = variable("https_proxy", "HTTPS_PROXY")
    all = variable("all_proxy", "ALL_PROXY")
    exceptions = (variable("no_proxy", "NO_PROXY") ?? "").lowercased()
      .split(whereSeparator: { ", \t".contains($0) }).map(String.init)
  }

  static var fromEnvironment: ProxyChoice {
    ProxyChoice { name in getenv(name).map { String(cString: $0) } }
  }

  /// The proxy for an address, or nil for a direct connection. One that is configured is always used.
  func proxy(for address: WebAddress, configured: String?) -> String? {
    if let configured { return configured.isEmpty ? nil : configured }
    guard !isException(address.host) else { return nil }
    return (address.scheme == "https" ? https : http) ?? all
  }

  private func isException(_ host: String) -> Bool {
    let address = IPAddress(host)
    return exceptions.contains { exception in
      if exception == "*" { return true }
      if let address { return address.isIn(network: exception) }
      let name = exception.hasPrefix(".") ? String(exception.dropFirst()) : exception
      return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }
  }
}
