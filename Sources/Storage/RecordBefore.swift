import Catalogue

/// What a record was before the transaction that is going on changed it.
public enum RecordBefore: Sendable {
  /// It never was live.
  case unknown
  /// `report`: the one that it was of; `said`: what its last live revision said.
  case known(catalogue: Int64, isLive: Bool, report: Int64?, said: Report)
}
