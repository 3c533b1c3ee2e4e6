import Catalogue
import Reconciliation

/// What of a report is not what its supplier says (`ReportView.fields`), as bytes: the fields' names, and a report that
/// holds nothing but them.
public enum ReportPatch {
  /// Nil where there is nothing to patch.
  public static func encode(_ fields: [ShownField]) -> [UInt8]? {
    guard !fields.isEmpty else { return nil }
    var bytes = [UInt8](fields.map(\.field.rawValue).joined(separator: ",").utf8)
    bytes.append(0)
    var report = Report()
    for field in fields { report[field.field] = field.value }
    report.encode(into: &bytes)
    return bytes
  }

  /// - Throws: `.damaged`.
  static func apply(_ bytes: UnsafeRawBufferPointer, to report: Report) throws(StorageError) -> Report {
    func damaged(_ what: String) -> StorageError {
      StorageError(.damaged, "reading what a report shows: \(what)")
    }
    guard let end = bytes.firstIndex(of: 0) else { throw damaged("it has no end") }
    let patch: Report
    do throws(ReportCodingError) {
      patch = try Report.decode(UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...]))
    } catch { throw damaged("\(error)") }
    var report = report
    for name in bytes[..<end].split(separator: UInt8(ascii: ",")) {
      guard let field = Field(rawValue: String(decoding: name, as: UTF8.self)) else {
        throw damaged("a field of another release")
      }
      report[field] = patch[field]
    }
    return report
  }
}
