import CCurl
import Glibc

/// Sets options of one easy handle and remembers the first that failed.
struct EasyOptions {
  private let easy: UnsafeMutableRawPointer
  private(set) var result = CURLE_OK

  init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

  private mutating func note(_ code: CURLcode) {
    if result == CURLE_OK { result = code }
  }

  mutating func set(_ option: CURLoption, _ value: Int) {
    note(catalogued_curl_set_long(easy, option, value))
  }

  /// curl copies the text.
  mutating func set(_ option: CURLoption, _ value: String) {
    note(catalogued_curl_set_string(easy, option, value))
  }

  mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    note(catalogued_curl_set_pointer(easy, option, value))
  }

  mutating func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
    note(catalogued_curl_set_list(easy, option, list))
  }

  mutating func setLogin(_ user: String, _ password: String) {
    set(CURLOPT_HTTPAUTH, 1)
    set(CURLOPT_USERNAME, user)
    set(CURLOPT_PASSWORD, password)
  }

  /// `context` is the unretained hop, which outlives its handle's callbacks.
  mutating func setCallbacks(_ context: UnsafeMutableRawPointer) {
    set(CURLOPT_HEADERDATA, context)
    set(CURLOPT_WRITEDATA, context)
    set(CURLOPT_OPENSOCKETDATA, context)
    set(CURLOPT_PREREQDATA, context)
    note(
      catalogued_curl_set_write(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return hop(context)?.receivedHead(line) == true ? line.count : 0
      })
    note(
      catalogued_curl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        hop(context)?.receivedBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
      })
    note(
      catalogued_curl_set_open_socket(easy) { context, _, address in
        guard let address, let hop = hop(context),
          let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr),
          hop.allows(IPAddress(UnsafeRawPointer(address) + start))
        else { return CURL_SOCKET_BAD }
        // Not for the programs that the daemon starts.
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, type, address.pointee.protocol)
      })
    note(
      catalogued_curl_set_before_request(easy) { context, remote, _, _, _ in
        guard let remote, let hop = hop(context), hop.connected(to: String(cString: remote)) else {
          return CURL_PREREQFUNC_ABORT
        }
        return CURL_PREREQFUNC_OK
      })
  }
}

private func hop(_ context: UnsafeMutableRawPointer?) -> Hop? {
  context.map { Unmanaged<Hop>.fromOpaque($0).takeUnretainedValue() }
}
