import CCurl

/// curl's multi handle.
///
/// Sendable, because only `wake` is called from other threads, which curl allows; everything else, with `pointer`, is
/// done by the engine's thread alone. That thread frees it, once the mailbox is closed and nobody wakes it any more.
struct Multi: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  init?() {
    guard let pointer = curl_multi_init() else { return nil }
    // Connections kept open for the next request, over all hosts.
    catalogued_curl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, 32)
    self.pointer = pointer
  }

  func wake() { curl_multi_wakeup(pointer) }

  func free() { curl_multi_cleanup(pointer) }
}
