import Foundation

/// An HTTP/1.1 server on a loopback address, in this process, on a port of its own: a thread a connection, and every
/// way to misbehave that a test needs.
///
///     let server = LoopbackServer { request in .text("hello \(request.path)") }
///     defer { server.stop() }
///     fetch(server.url("/there"))
///
/// It stops when the last reference goes, too.
public final class LoopbackServer: Sendable {
  public typealias Handler = @Sendable (Request) -> Reply

  /// "127.0.0.1", or another address of the loopback network.
  public let address: String
  public let port: Int
  private let core: ServerCore

  public init(address: String = "127.0.0.1", port: Int = 0, handler: @escaping Handler) {
    self.address = address
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = in_port_t(port).bigEndian
    inet_pton(AF_INET, address, &name.sin_addr)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    precondition(isBound, "cannot listen on \(address):\(port): \(String(cString: strerror(errno)))")
    self.port = Int(in_port_t(bigEndian: name.sin_port))
    core = ServerCore(listener: listener, handler: handler)
    core.acceptOnThread()
  }

  deinit { core.stop() }

  /// The address of a path ("/oai?verb=Identify"). `host`, if given, stands in place of the address.
  public func url(_ path: String = "/", host: String? = nil) -> String {
    "http://\(host ?? address):\(port)\(path)"
  }

  /// Every request so far, in the order in which they came.
  public var log: [Request] { core.state.withLock { $0.log } }
  public var requestCount: Int { log.count }
  /// How many connections were made.
  public var connectionCount: Int { core.state.withLock { $0.connections } }
  /// The most requests that were being answered at once.
  public var peakConcurrency: Int { core.state.withLock { $0.peak } }
  /// When each answer was wholly sent or given up, in the order of ending: the request's number and the time.
  public var endings: [(request: Int, time: Double)] { core.state.withLock { $0.endings } }
  /// How many bytes of answers the kernel took so far.
  public var bytesSent: Int { core.state.withLock { $0.bytesSent } }

  /// Closes the listener and every connection; stalled answers end.
  public func stop() { core.stop() }
}

extension LoopbackServer {
  public struct Request: Sendable {
    /// From 0, in the order of arrival.
    public var number: Int
    public var method: String
    /// As sent: "/oai?verb=Identify".
    public var target: String
    /// Names in lower case, in the order sent.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Which connection it came over, from 1.
    public var connection: Int
    /// When it had come, in seconds of the system's uptime.
    public var time: Double

    /// The target without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The query's arguments, percent-encoding and "+" undone; the last one of a name counts.
    public var query: [String: String] {
      var arguments: [String: String] = [:]
      let query = target.drop { $0 != "?" }.dropFirst()
      for pair in query.split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
          let text = $0.replacingOccurrences(of: "+", with: " ")
          return text.removingPercentEncoding ?? text
        }
        arguments[parts[0]] = parts.count == 2 ? parts[1] : ""
      }
      return arguments
    }

    /// The first header of that name (in lower case).
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  }
}
