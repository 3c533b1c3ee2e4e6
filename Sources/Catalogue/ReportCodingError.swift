/// Why bytes are no encoded report. `offset` counts from the first byte of the encoding.
public enum ReportCodingError: Error, Hashable, Sendable {
  /// More than `Report.encodedSizeLimit` bytes.
  case tooLarge(bytes: Int)
  /// The bytes are of a version that this program does not know.
  case unknownVersion(UInt8)
  /// The bytes end inside a field, or before the version.
  case cutShort(offset: Int)
  /// A length or number that does not fit, fields out of order or given twice, or a value outside its range.
  case malformed(offset: Int)
  /// Text that is not UTF-8.
  case notUTF8(offset: Int)
}

extension ReportCodingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLarge(let bytes): "the encoded report has \(bytes) bytes, more than \(Report.encodedSizeLimit)"
    case .unknownVersion(let version): "the report is encoded in version \(version), which is not known"
    case .cutShort(let offset): "the encoded report is cut short at byte \(offset)"
    case .malformed(let offset): "the encoded report is malformed at byte \(offset)"
    case .notUTF8(let offset): "the encoded report holds text that is not UTF-8 at byte \(offset)"
    }
  }
}
