import Library
import Transfer

/// What every run works with. Used by the run's thread.
struct Runner {
  let library: Library
  let engine: TransferEngine
  let backoff: Backoff
  let tell: @Sendable (SyncEvent) -> Void

  /// Carries a run to its end. Never throws: whatever happens is an outcome.
  func run(_ settings: CatalogueSettings, catalogue: Int64, _ request: RunRequest, _ monitor: RunMonitor)
    -> RunOutcome
  {
    do throws(LibraryError) {
      let known = try library.catalogue(catalogue)
      var job = Job(runner: self, settings: settings, known: known, monitor: monitor)
      let outcome =
        request.rehearsal ? try job.rehearse(full: request.full) : try job.carryOut(full: request.full)
      monitor.update { $0.counts = outcome.counts }
      return outcome
    } catch {
      return RunOutcome(failed: error, monitor.progress.counts)
    }
  }
}

extension RunOutcome {
  /// The store failed.
  init(failed error: LibraryError, _ counts: RunCounts) {
    self.init(state: .failed, counts: counts, message: error.message)
    if case .store(let error) = error { isDiskFull = error.kind == .full }
  }
}
