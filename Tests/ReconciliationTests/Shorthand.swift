import Catalogue

@testable import Reconciliation

// Short forms, so that a table of a rule's cases reads as the rule.

func at(_ seconds: Int64?) -> Datestamp? { seconds.map(Datestamp.init) }

func live(_ seconds: Int64? = nil) -> HeardStatement { HeardStatement(.live, datestamp: at(seconds)) }
func deleted(_ seconds: Int64? = nil) -> HeardStatement { HeardStatement(.deleted, datestamp: at(seconds)) }
func broken() -> HeardStatement { HeardStatement(.broken) }

/// A stored record, number 1 unless said.
func record(_ number: RecordNumber = 1, live: Bool = true, at seconds: Int64? = nil, missed: Int = 0)
  -> RecordState
{
  RecordState(number: number, isLive: live, datestamp: at(seconds), missed: missed)
}

extension RunMemory {
  static func run(
    full: Bool = true, complete: Bool = true, held: [RecordNumber: DeletionReason] = [:],
    rejected: [(RecordNumber, DeletionReason)] = []
  ) -> RunMemory {
    RunMemory(
      begun: 100 * 86400, full: full, complete: complete, held: DeletionSet(held),
      rejected: RejectedDeletions(rejected))
  }

  /// Closes over these live records, with no guard unless set.
  func close(
    live records: [RecordState], settings: ArrivalSettings = ArrivalSettings(guardCount: 1000),
    gone: [GuardEntry] = [], peaks: [GuardEntry] = [], count: Int? = nil
  ) -> CloseDecision {
    close(
      CloseFacts(settings: settings, liveRecords: count ?? records.count, gone: gone, peaks: peaks)
    ) { give in
      for record in records { give(record.number, record.missed) }
    }
  }
}

extension DeletionSet {
  init(_ deletions: [RecordNumber: DeletionReason]) { self.init(deletions.map { ($0.key, $0.value) }) }

  var dictionary: [RecordNumber: DeletionReason] {
    Dictionary(uniqueKeysWithValues: map { ($0.number, $0.reason) })
  }
}
