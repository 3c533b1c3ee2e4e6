import Catalogue
import TestSupport

@testable import Reconciliation

extension MemoryStore {
  func snapshot(of name: Int) throws -> CatalogueSnapshot {
    let catalogue = catalogues[name]
    if let fault = catalogue.faults.first { throw StoreFault(message: fault) }
    var out = CatalogueSnapshot()
    out.records = catalogue.records.mapValues {
      RecordSnapshot(
        revisions: $0.revisions, datestamp: $0.datestamp.map { Int($0.seconds) }, missed: $0.missed)
    }
    out.held = catalogue.byIdentifier(catalogue.held)
    out.rejected = Set(
      catalogue.rejected.map {
        RejectedSnapshot(identifier: catalogue.identifiers[$0.number]!, reason: $0.reason.snapshot)
      })
    out.gone = catalogue.gone.map(\.snapshot)
    out.peaks = catalogue.peaks.map(\.snapshot)
    out.scope = catalogue.last?.scope
    out.response = catalogue.last?.responseDate.map { Int($0.seconds) }
    if let run = catalogue.run {
      out.run = RunSnapshot(
        full: run.memory.full, complete: run.memory.complete, staged: catalogue.byIdentifier(run.staged),
        older: Dictionary(
          uniqueKeysWithValues: run.older.map { (catalogue.identifiers[$0.key]!, $0.value.said) }),
        wasHeld: Set(run.memory.wasHeld.map { catalogue.identifiers[$0]! }))
    }
    return out
  }

  struct StoreFault: Error {
    var message: String
  }
}

extension MemoryStore.Catalogue {
  func byIdentifier(_ rows: [RecordNumber: DeletionReason]) -> [Int: ReasonSnapshot] {
    Dictionary(uniqueKeysWithValues: rows.map { (identifiers[$0.key]!, $0.value.snapshot) })
  }
}

extension DeletionReason {
  var snapshot: ReasonSnapshot {
    switch self {
    case .absent: .absent
    case .stated(let datestamp): .stated(datestamp.map { Int($0.seconds) })
    }
  }
}

extension GuardEntry {
  var snapshot: CountSnapshot { CountSnapshot(day: Int(begun / MemoryStore.day), count: count) }
}
