import CSQLite
import Catalogue

extension Connection {
  /// Lends report, context and raw bytes of a kept body.
  func withBody<T>(
    _ compressed: UnsafeRawBufferPointer, dictionary: Int64,
    _ body: (
      _ report: UnsafeRawBufferPointer, _ context: UnsafeRawBufferPointer, _ raw: UnsafeRawBufferPointer
    )
      throws(StorageError) -> T
  ) throws(StorageError) -> T {
    if !bodies.has(dictionary) {
      let bytes = try prepared("SELECT bytes FROM dictionary WHERE id = ?").bind(0, dictionary).first {
        $0.blob(0)
      }
      guard let bytes else {
        throw StorageError(
          .damaged, "reading a kept record: the dictionary \(dictionary) that it needs is gone")
      }
      bodies.add(dictionary, bytes)
    }
    return try bodies.read(compressed, dictionary: dictionary, body)
  }

  /// The report in a kept body.
  ///
  /// - Parameter other: A record that probably says most of it as well.
  func report(
    _ compressed: UnsafeRawBufferPointer, dictionary: Int64, beside other: EncodedReport? = nil
  ) throws(StorageError) -> Report {
    try withBody(compressed, dictionary: dictionary) { (encoded, _, _) throws(StorageError) in
      do throws(ReportCodingError) {
        guard let other else { return try Report.decode(encoded) }
        return try other.withReport { (bytes) throws(ReportCodingError) in
          try Report.decode(encoded, beside: other.said.report, encodedAs: bytes)
        }
      } catch {
        throw StorageError(.damaged, "reading a kept record: \(error)")
      }
    }
  }

  /// The report in a kept body, with what else is shown of it.
  func report(_ statement: PreparedStatement, body: Int32, dictionary: Int32, patch: Int32)
    throws(StorageError) -> Report
  {
    let number = statement.int(dictionary)
    var report = try statement.withBlob(body) { (bytes) throws(StorageError) in
      try self.report(bytes, dictionary: number)
    }
    if !statement.isNull(patch) {
      report = try statement.withBlob(patch) { (bytes) throws(StorageError) in
        try ReportPatch.apply(bytes, to: report)
      }
    }
    return report
  }

  /// `catalogued_text(body, dictionary, patch, column)`: a column of the full-text index from a kept body and what else
  /// is shown; with -1 the title alone. NULL for damage.
  func registerTextFunction() throws(StorageError) {
    let me = Unmanaged.passUnretained(self).toOpaque()  // the function goes with the connection
    let code = sqlite3_create_function_v2(
      handle, "catalogued_text", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, me,
      { context, _, arguments in
        guard let arguments, let user = sqlite3_user_data(context) else { return }
        let connection = Unmanaged<Connection>.fromOpaque(user).takeUnretainedValue()
        let body = UnsafeRawBufferPointer(
          start: sqlite3_value_blob(arguments[0]), count: Int(sqlite3_value_bytes(arguments[0])))
        let column = EncodedReport.Column(rawValue: Int(sqlite3_value_int64(arguments[3])))
        guard
          var report = try? connection.report(body, dictionary: sqlite3_value_int64(arguments[1]))
        else { return }
        if sqlite3_value_type(arguments[2]) != SQLITE_NULL {
          let patch = UnsafeRawBufferPointer(
            start: sqlite3_value_blob(arguments[2]), count: Int(sqlite3_value_bytes(arguments[2])))
          guard let patched = try? ReportPatch.apply(patch, to: report) else { return }
          report = patched
        }
        var text: [UInt8] = []
        if let column {
          SearchText.append(column, of: report, to: &text)
        } else {
          text = Array(report.title.utf8)
        }
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

/// A kept body, undone.
public struct KeptBody: Sendable {
  /// Nil for a tombstone.
  public var report: Report?
  public var context: [UInt8]
  public var raw: [UInt8]

  init(report: Report?, context: [UInt8], raw: [UInt8]) {
    self.report = report
    self.context = context
    self.raw = raw
  }

  /// From the three parts of a body; throws `.damaged` where the first is no report.
  init(_ encoded: UnsafeRawBufferPointer, _ context: UnsafeRawBufferPointer, _ raw: UnsafeRawBufferPointer)
    throws(StorageError)
  {
    self.init(report: nil, context: [UInt8](context), raw: [UInt8](raw))
    guard !encoded.isEmpty else { return }
    do throws(ReportCodingError) {
      report = try Report.decode(encoded)
    } catch {
      throw StorageError(.damaged, "reading a kept record: \(error)")
    }
  }
}

extension Connection {
  /// Undoes a kept body.
  public func unpack(_ body: [UInt8], dictionary: Int64) throws(StorageError) -> KeptBody {
    guard !body.isEmpty else { return KeptBody(report: nil, context: [], raw: []) }
    return try body.lend { (compressed) throws(StorageError) in
      try withBody(compressed, dictionary: dictionary) { (encoded, context, raw) throws(StorageError) in
        try KeptBody(encoded, context, raw)
      }
    }
  }

  /// A revision's kept body, still compressed; nil where there is no such revision.
  public func body(ofRevision revision: Int64) throws(StorageError) -> [UInt8]? {
    try prepared("SELECT body FROM revision WHERE id = ?").bind(0, revision).first { $0.blob(0) }
  }

  /// A revision's kept body, undone; nil where there is no such revision.
  public func keptBody(ofRevision revision: Int64) throws(StorageError) -> KeptBody? {
    let kept = try prepared("SELECT body, dictionary FROM revision WHERE id = ?").bind(0, revision).first {
      ($0.blob(0), $0.int(1))
    }
    guard let (body, dictionary) = kept else { return nil }
    return try unpack(body, dictionary: dictionary)
  }

  /// The revisions of a catalogue's records in order of their numbers, those above `after`: each with its body.
  public func revisions(catalogue: Int64, after: Int64, limit: Int) throws(StorageError)
    -> [(revision: Int64, record: Int64, dictionary: Int64, body: [UInt8])]
  {
    try prepared(
      """
      SELECT v.id, v.record, v.dictionary, v.body FROM revision AS v JOIN record ON record.id = v.record
      WHERE v.id > ? AND record.catalogue = ? ORDER BY v.id LIMIT ?
      """
    ).bind(0, after).bind(1, catalogue).bind(2, Int64(limit))
      .all { ($0.int(0), $0.int(1), $0.int(2), $0.blob(3)) }
  }
}
