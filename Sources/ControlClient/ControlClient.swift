import CCurl
import ControlAPI
import Glibc

/// Asks the daemon over its Unix socket, by libcurl. One request at a time; used by one thread.
public final class ControlClient {
  public let socketPath: String
  let easy: UnsafeMutableRawPointer
  private let patience: Int
  private let answer = Answer()

  /// What curl has received of an answer.
  private final class Answer { var bytes: [UInt8] = [] }

  /// What curl calls back while nothing comes.
  private final class Waiting {
    /// False gives up.
    let tick: () -> Bool
    init(_ tick: @escaping () -> Bool) { self.tick = tick }
  }

  /// Asked about once a second while an answer is waited for: true gives up, with `.givenUp`.
  public var givesUp: (() -> Bool)?

  /// No honest answer comes near.
  private static let maxAnswerBytes = 256 << 20

  /// How many seconds a question may take: a stopped daemon (SIGSTOP) accepts, and never answers.
  public static let patience = 60

  /// - Parameters:
  ///   - socketPath: Where the daemon listens; at most 107 bytes.
  ///   - patience: Seconds that a question may take.
  public init(socketPath: String, patience: Int = ControlClient.patience) throws(Failure) {
    self.socketPath = socketPath
    self.patience = patience
    guard Self.isCurlReady, let easy = curl_easy_init() else {
      throw .noDaemon(path: socketPath, why: "libcurl does not start: out of memory")
    }
    self.easy = easy
    catalogued_curl_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, socketPath)
    catalogued_curl_set_string(easy, CURLOPT_PROXY, "")  // whatever the environment says
    catalogued_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    catalogued_curl_set_long(easy, CURLOPT_PATH_AS_IS, 1)  // a report may be asked for as ".."
    catalogued_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT, 10)
    receiveAnswers()
  }

  deinit { curl_easy_cleanup(easy) }

  /// Once in the process. Nothing on a Unix socket needs TLS, which takes a while to be made ready.
  private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_NOTHING)) == CURLE_OK

  /// Lets curl put what it receives into `answer`.
  func receiveAnswers() {
    catalogued_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
    catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
      guard answer.bytes.count + size * count <= ControlClient.maxAnswerBytes else { return 0 }
      answer.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
      return size * count
    }
  }

  /// Asks, and gives the answer's own bytes.
  ///
  /// - Parameters:
  ///   - path: Below `/v1/`, its parts encoded by `encode`.
  ///   - meanwhile: Called about once a second until the answer is there.
  public func get(_ path: String, meanwhile: (() -> Void)? = nil) throws(Failure) -> [UInt8] {
    try perform(path, body: nil, meanwhile: meanwhile)
  }

  /// Asks for a change, and gives the answer's own bytes. It may take as long as the change does.
  ///
  /// - Parameter meanwhile: Called about once a second until the answer is there.
  public func post(_ path: String, _ body: some Encodable, meanwhile: (() -> Void)? = nil) throws(Failure)
    -> [UInt8]
  {
    try change("POST", path, body, meanwhile: meanwhile)
  }

  /// Asks for a change of what is at the path, and gives the answer's own bytes.
  public func patch(_ path: String, _ body: some Encodable, meanwhile: (() -> Void)? = nil) throws(Failure)
    -> [UInt8]
  {
    try change("PATCH", path, body, meanwhile: meanwhile)
  }

  /// Asks for what is at the path to go, and gives the answer's own bytes.
  public func delete(_ path: String, meanwhile: (() -> Void)? = nil) throws(Failure) -> [UInt8] {
    catalogued_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, "DELETE")
    defer { catalogued_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, nil) }
    return try perform(path, body: nil, meanwhile: meanwhile)
  }

  private func change(
    _ method: String, _ path: String, _ body: some Encodable, meanwhile: (() -> Void)?
  ) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try JSON.encode(body) } catch {
      throw .unreadable("the request cannot be written: \(error)")
    }
    catalogued_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, method)
    defer { catalogued_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, nil) }
    return try perform(path, body: bytes, meanwhile: meanwhile)
  }

  /// Reads an answer.
  public func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(Failure) -> Value {
    do { return try JSON.decode(type, from: bytes) } catch {
      throw .unreadable("the daemon's answer cannot be read; are both programs of one release?")
    }
  }

  private func perform(_ path: String, body: [UInt8]?, meanwhile: (() -> Void)? = nil) throws(Failure)
    -> [UInt8]
  {
    answer.bytes = []
    let patience = body == nil ? patience : 86_400
    let status = try ticking(meanwhile) { () throws(Failure) in
      try ask(path, body: body, patience: patience)
    }
    if (200..<300).contains(status) { return answer.bytes }
    throw problem(status, answer.bytes)
  }

  private func ticking(_ meanwhile: (() -> Void)?, _ ask: () throws(Failure) -> Int) throws(Failure) -> Int {
    guard meanwhile != nil || givesUp != nil else { return try ask() }
    let waiting = Waiting { [givesUp] in
      meanwhile?()
      return givesUp?() != true
    }
    return try withExtendedLifetime(waiting) { () throws(Failure) in
      catalogued_curl_set_pointer(easy, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(waiting).toOpaque())
      catalogued_curl_set_progress(easy) { context, _, _, _, _ in
        guard let context else { return 0 }
        return Unmanaged<Waiting>.fromOpaque(context).takeUnretainedValue().tick() ? 0 : 1
      }
      catalogued_curl_set_long(easy, CURLOPT_NOPROGRESS, 0)
      defer { catalogued_curl_set_long(easy, CURLOPT_NOPROGRESS, 1) }
      return try ask()
    }
  }

  /// What libmicrohttpd itself refuses is no problem document.
  func problem(_ status: Int, _ bytes: [UInt8]) -> Failure {
    let phrase = Problem.phrase(of: status)
    return .problem(
      (try? decode(Problem.self, bytes))
        ?? Problem(status: status, code: .failed, detail: "The daemon answered \(status) (\(phrase))."))
  }

  /// Asks, and gives the answer's status.
  ///
  /// - Parameter patience: Seconds for all of it.
  func ask(_ path: String, body: [UInt8]?, patience: Int) throws(Failure) -> Int {
    catalogued_curl_set_string(easy, CURLOPT_URL, "http://localhost/\(Version.api)/\(path)")
    var headers: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(headers) }
    if let body {
      headers = curl_slist_append(headers, "Content-Type: application/json")
      // Its size first: curl copies as many bytes as it was told of.
      catalogued_curl_set_long(easy, CURLOPT_POSTFIELDSIZE, body.count)
      body.withUnsafeBytes { bytes in
        _ = catalogued_curl_set_pointer(
          easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      }
    } else {
      catalogued_curl_set_long(easy, CURLOPT_HTTPGET, 1)
    }
    catalogued_curl_set_long(easy, CURLOPT_TIMEOUT, patience)
    catalogued_curl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    let code = curl_easy_perform(easy)
    catalogued_curl_set_list(easy, CURLOPT_HTTPHEADER, nil)
    guard code == CURLE_OK else { throw failure(code) }
    var status = 0
    catalogued_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  private var isSocket: Bool {
    var facts = stat()
    return stat(socketPath, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
  }

  func failure(_ code: CURLcode) -> Failure {
    switch code {
    case CURLE_COULDNT_CONNECT:
      var error = 0
      catalogued_curl_get_long(easy, CURLINFO_OS_ERRNO, &error)
      switch Int32(error) {
      case EACCES, EPERM: return .notPermitted(path: socketPath)
      case ENOENT: return .noDaemon(path: socketPath, why: "there is no such socket")
      case ECONNREFUSED:
        return .noDaemon(path: socketPath, why: isSocket ? "nobody listens there" : "that is no socket")
      case let error: return .noDaemon(path: socketPath, why: String(cString: strerror(error)))
      }
    case CURLE_COULDNT_RESOLVE_HOST:
      return .noDaemon(path: socketPath, why: "the path is too long for a socket")
    case CURLE_OPERATION_TIMEDOUT:
      return .silent(path: socketPath, seconds: patience)
    case CURLE_ABORTED_BY_CALLBACK: return .givenUp
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      return .hungUp(path: socketPath)
    default:
      return .unreadable("what answers there is no catalogued: \(String(cString: curl_easy_strerror(code)))")
    }
  }
}

extension ControlClient {
  /// A part of a path or a query's value: everything but unreserved characters becomes `%XX` (RFC 3986, 2.1).
  public static func encode(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
      default:
        result.append(0x25)
        for digit in [byte >> 4, byte & 15] { result.append(digit < 10 ? digit + 0x30 : digit + 0x37) }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
