import CCurl
import ControlAPI

/// Asks the daemon over its Unix socket, by libcurl. One request at a time; used by one thread.
public final class ControlClient {
  public let socketPath: String
  private let easy: UnsafeMutableRawPointer
  private let answer = Answer()

  /// Why an answer did not come, or was no.
  public enum Failure: Error, Sendable {
    /// Nobody answers on the socket; the text says why.
    case noDaemon(String)
    /// The daemon's own words.
    case problem(Problem)
    /// The answer cannot be understood.
    case unreadable(String)
  }

  /// What curl has received of an answer.
  private final class Answer { var bytes: [UInt8] = [] }

  /// - Parameter socketPath: Where the daemon listens.
  public init(socketPath: String) throws(Failure) {
    self.socketPath = socketPath
    guard let easy = curl_easy_init() else { throw .noDaemon("libcurl does not start: out of memory") }
    self.easy = easy
    catalogued_curl_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, socketPath)
    catalogued_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    catalogued_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT, 10)
    catalogued_curl_set_string(easy, CURLOPT_PROXY, "")
    catalogued_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
    catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let answer = Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
      answer.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
      return size * count
    }
  }

  deinit { curl_easy_cleanup(easy) }

  /// The answer's own bytes.
  ///
  /// - Parameter path: Below `/v1/`, its parts encoded by `encode`.
  public func get(_ path: String) throws(Failure) -> [UInt8] { try perform(path, body: nil) }

  /// The answer's own bytes.
  public func post(_ path: String, _ body: some Encodable) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try JSON.encode(body) } catch { throw .unreadable("\(error)") }
    return try perform(path, body: bytes)
  }

  /// Reads an answer.
  public func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(Failure) -> Value {
    do { return try JSON.decode(type, from: bytes) } catch {
      throw .unreadable("the daemon's answer cannot be read; are both programs of one release?")
    }
  }

  private func perform(_ path: String, body: [UInt8]?) throws(Failure) -> [UInt8] {
    answer.bytes = []
    catalogued_curl_set_string(easy, CURLOPT_URL, "http://localhost/\(Version.api)/\(path)")
    var headers: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(headers) }
    let text = body.map { String(decoding: $0, as: UTF8.self) }
    if let text {
      headers = curl_slist_append(headers, "Content-Type: application/json")
      catalogued_curl_set_long(easy, CURLOPT_POST, 1)
      catalogued_curl_set_long(easy, CURLOPT_POSTFIELDSIZE, text.utf8.count)
      catalogued_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, text)
    } else {
      catalogued_curl_set_long(easy, CURLOPT_HTTPGET, 1)
    }
    catalogued_curl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    let code = curl_easy_perform(easy)
    catalogued_curl_set_list(easy, CURLOPT_HTTPHEADER, nil)
    guard code == CURLE_OK else { throw .noDaemon(String(cString: curl_easy_strerror(code))) }
    var status = 0
    catalogued_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    guard (200..<300).contains(status) else {
      throw .problem(
        try decode(Problem.self, answer.bytes))
    }
    return answer.bytes
  }

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
