import Reconciliation
import Storage

/// A person's decision that waits for the close of an open run.
public struct PendingDecision: Sendable {
  public var number: Int64
  public var kind: PendingRow.Kind
  /// What was held when the person decided.
  public var saw: DeletionSet
}

extension Library {
  /// Keeps a decision until the open run has closed, on the disk before it is answered.
  public func postpone(_ kind: PendingRow.Kind, catalogue: Int64) throws(LibraryError) {
    let now = now()
    try writer.perform { (room) throws(LibraryError) in
      try room.durably { () throws(StorageError) in
        try room.connection.addPending(kind, catalogue: catalogue, at: now)
      }
    }
  }

  /// The decisions that wait, in their order.
  public func pending(catalogue: Int64) throws(LibraryError) -> [PendingDecision] {
    try reading { (connection) throws(StorageError) in try connection.pending(catalogue: catalogue) }
      .map { PendingDecision(number: $0.number, kind: $0.kind, saw: DeletionSet($0.saw)) }
  }

  /// Forgets a decision that was carried out.
  public func dropPending(_ number: Int64) throws(LibraryError) {
    try writer.performInTurn { (room) throws(LibraryError) in
      try room.transaction { () throws(LibraryError) in
        try Library.store { () throws(StorageError) in try room.connection.dropPending(number) }
      }
    }
  }
}
