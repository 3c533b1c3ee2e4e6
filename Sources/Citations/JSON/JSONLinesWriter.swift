import Catalogue

/// One JSON object a line (`application/x-ndjson`): everything that the library shows of a report, as the control API
/// says it.
///
///     {"number":17,"report":{"contributors":[…],"title":"…"}}
///     {"gone":"withdrawn","number":18}
public struct JSONLinesWriter: ReportWriter {
  public init() {}

  public mutating func add(_ citation: Citation, to bytes: inout [UInt8]) {
    bytes.add("{\"number\":")
    bytes.add(citation.number)
    bytes.add(",\"report\":")
    bytes.json(citation.report)
    bytes.add("}\n")
  }

  public mutating func add(gone: GoneReport, to bytes: inout [UInt8]) {
    bytes.add("{\"gone\":\"\(gone.reason.rawValue)\",\"number\":\(gone.number)}\n")
  }
}
