import Catalogue

/// All that is written of one live record, made ready on the parsing thread so that the writer only binds bytes.
public struct EncodedReport: Sendable {
  /// The columns of the full-text index, in its order.
  public enum Column: Int, CaseIterable, Sendable { case title, contributors, subjects, abstract, sections }

  /// An identifier that the record can be found by.
  public struct Key: Sendable {
    var scheme: Identifier.Scheme
    var value: Range<Int>
    /// Whether records that have it may be of one report (rule 9).
    var links: Bool
  }

  /// What is encoded.
  public let said: SaidReport
  var bytes: [UInt8]
  var report: Range<Int>
  var body: Range<Int>
  var columns: [Range<Int>]
  var keys: [Key]
  /// By what the record is like others (rule 9).
  var likenesses: [UInt64]
  /// The number of the dictionary that the body was compressed with, 0 for none.
  var dictionary: Int64

  /// How much memory it takes, roughly.
  public var size: Int { bytes.count + 200 }

  /// The canonical encoding of the report.
  public func withReport<T, E: Error>(_ read: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T {
    try with(report, read)
  }

  func with<T, E: Error>(_ range: Range<Int>, _ read: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T
  {
    try bytes.lend { (all) throws(E) in try read(UnsafeRawBufferPointer(rebasing: all[range])) }
  }
}

/// What a record says, handed on as one thing: to copy a report costs a count for each of its fields.
public final class SaidReport: Sendable {
  public let report: Report

  public init(_ report: Report) { self.report = report }
}
