import ControlAPI
import Library
import Threads

/// The one check of the store that goes on at a time, on a thread of its own, and how the last one ended.
final class StoreCheck: Sendable {
  private let library: Library
  private let status = Monitor(CheckStatus())

  init(_ library: Library) { self.library = library }

  var current: CheckStatus { status.withLock { $0 } }

  /// Begins one, unless one is going on.
  func begin() -> CheckStatus {
    let now = Timestamp(seconds: library.now())
    let (begun, isNew) = status.withLock { status in
      guard status.state != .running else { return (status, false) }
      status = CheckStatus(number: status.number + 1, state: .running, began: now, stage: "copying")
      return (status, true)
    }
    if isNew {
      let me = self
      Thread("verify", stack: 2 << 20) { me.run() }.detach()
    }
    return begun
  }

  private func run() {
    let result: Result<[StoreProblem], LibraryError>
    do throws(LibraryError) {
      result = .success(
        try library.verify { progress in
          status.withLock { status in
            status.stage = progress.stage
            status.done = progress.done
            status.total = progress.total
            return !library.isStopping
          }
        })
    } catch { result = .failure(error) }
    let now = Timestamp(seconds: library.now())
    status.withLock { status in
      status.ended = now
      switch result {
      case .success(let problems):
        status.state = problems.isEmpty ? .sound : .damaged
        status.faults = problems.map { CheckStatus.Fault(what: $0.what, remedy: $0.remedy) }
      case .failure(let error):
        status.state = .failed
        status.message = error.message
      }
    }
    releaseMemory()
  }
}
