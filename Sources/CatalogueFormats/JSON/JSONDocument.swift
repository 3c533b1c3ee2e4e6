import CJSON

/// Reads JSON texts (RFC 8259) with simdjson, one after the other. Owns the C reader; not shared between threads.
///
/// Of keys that stand twice in an object the last one wins. Containers nest up to 128 deep, and a text holds up to
/// 1,048,576 values; one beyond that is refused.
final class JSONDocument {
  private let handle: OpaquePointer?

  init() { handle = cjson_create() }

  deinit { cjson_destroy(handle) }

  /// Reads a text. Returns nil if it is JSON, else why not. What it holds stands in `root` until the next call.
  func read(_ bytes: Bytes) -> JSONFault? {
    guard let handle else { return JSONFault(code: Int32(CJSONNoMemory)) }
    let code = cjson_parse(handle, bytes.baseAddress, bytes.count)
    return code == 0 ? nil : JSONFault(code: code)
  }

  /// The same; a text that is refused is mended and read again. What was mended is added to `repairs`.
  func read(_ bytes: Bytes, repairs: inout [String: Int]) -> JSONFault? {
    guard let fault = read(bytes) else { return nil }
    let mended = JSONMending.mend(bytes)
    guard !mended.repairs.isEmpty, mended.bytes.withUnsafeBufferPointer({ read($0) }) == nil else {
      return read(bytes) ?? fault
    }
    for (name, count) in mended.repairs { repairs[name, default: 0] += count }
    return nil
  }

  /// What the last text holds; nil if it was none.
  var root: JSONValue? {
    guard let handle else { return nil }
    var count = 0
    let first = cjson_values(handle, &count)
    guard count > 0 else { return nil }
    return JSONValue(UnsafeBufferPointer(start: first, count: count), at: 0)
  }
}

/// Why a text is not JSON.
struct JSONFault: Error, Hashable {
  /// simdjson's `error_code`, or one of the shim's.
  var code: Int32

  /// In words that follow "it is not JSON: ".
  var message: String { String(cString: cjson_error(code)) }
}
