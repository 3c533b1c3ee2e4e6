import CSQLite
import Catalogue

extension Connection {
  /// Lends report, context and raw bytes of a kept body.
  func withBody<T>(
    _ compressed: UnsafeRawBufferPointer, dictionary: Int64,
    _ body: (_ report: UnsafeRawBufferPointer, _ context: UnsafeRawBufferPointer, _ raw: UnsafeRawBufferPointer)
      throws(StorageError) -> T
  ) throws(StorageError) -> T {
    if !bodies.has(dictionary) {
      let bytes = try prepared("SELECT bytes FROM dictionary WHERE id = ?").bind(0, dictionary).first { $0.blob(0) }
      bodies.add(dictionary, bytes ?? [])
    }
    return try bodies.read(compressed, dictionary: dictionary, body)
  }

  /// The report in a kept body.
  func report(_ compressed: UnsafeRawBufferPointer, dictionary: Int64) throws(StorageError) -> Report {
    try withBody(compressed, dictionary: dictionary) { (encoded, _, _) throws(StorageError) in
      do throws(ReportCodingError) {
        return try Report.decode(encoded)
      } catch {
        throw StorageError(.damaged, "reading a kept record: \(error)")
      }
    }
  }

  /// `catalogued_text(body, dictionary, column)`: a column of the full-text index from a kept body. NULL for damage.
  func registerTextFunction() throws(StorageError) {
    let me = Unmanaged.passUnretained(self).toOpaque()  // the function goes with the connection
    let code = sqlite3_create_function_v2(
      handle, "catalogued_text", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, me,
      { context, _, arguments in
        guard let arguments, let user = sqlite3_user_data(context) else { return }
        let connection = Unmanaged<Connection>.fromOpaque(user).takeUnretainedValue()
        let body = UnsafeRawBufferPointer(
          start: sqlite3_value_blob(arguments[0]), count: Int(sqlite3_value_bytes(arguments[0])))
        guard
          let column = EncodedReport.Column(rawValue: Int(sqlite3_value_int64(arguments[2]))),
          let report = try? connection.report(body, dictionary: sqlite3_value_int64(arguments[1]))
        else { return }
        var text: [UInt8] = []
        SearchText.append(column, of: report, to: &text)
        text.withUnsafeBytes { bytes in
          bytes.withMemoryRebound(to: CChar.self) { characters in
            sqlite3_result_text(
              context, characters.baseAddress ?? nil, Int32(characters.count), catalogued_sqlite_transient())
          }
        }
      }, nil, nil, nil)
    guard code == SQLITE_OK else { throw StorageError.last(handle, code: code, doing: "preparing the store") }
  }
}
