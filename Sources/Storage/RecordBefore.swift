import Catalogue

import enum Reconciliation.LinkKey

/// What a record was before the transaction that is going on changed it.
public enum RecordBefore: Sendable {
  /// It never was live.
  case unknown
  /// `report`: the one that it was of; `said`: what its last live revision said.
  case known(catalogue: Int64, isLive: Bool, report: Int64?, said: Report)
}

/// Records whose reports have to be settled together with others'.
public struct UnsettledRecords: Sendable {
  /// All of them, as they were before.
  public var before: [Int64: RecordBefore] = [:]
  /// As they are now, of those that were inserted: what was just written need not be read again.
  public var inserted: [Int64: InsertedRecord] = [:]

  public init() {}
}

/// A live record that was inserted.
public struct InsertedRecord: Sendable {
  public var row: RecordRow
  private var encoded: EncodedReport

  init(_ row: RecordRow, _ encoded: EncodedReport) {
    self.row = row
    self.encoded = encoded
  }

  /// What it says.
  public var said: SaidReport { encoded.said }

  /// By what it finds others.
  public var keys: [LinkKey] { encoded.linkKeys }
}
