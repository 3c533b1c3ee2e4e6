import Library
import Notify
import Sync

extension Log {
  func tell(_ event: NotifyEvent) {
    switch event {
    case .told(let subject): write(.info, "told by the notify command: \(subject)")
    case .failed(let subject, let reason, let wait):
      write(
        .warning,
        "the notify command did not tell “\(subject)”: \(reason); again in \(Int(wait.rounded(.up))) s")
    }
  }

  /// One line an event.
  func tell(_ event: SyncEvent) {
    switch event {
    case .began(let catalogue, let run, let full, let resumed, let because):
      let kind = full ? "a full run" : "a run"
      // What polls for changes is said when it brought some.
      write(
        full || resumed ? .info : .debug,
        "\(catalogue): \(resumed ? "goes on with" : "begins") \(kind) (\(because))",
        [("run", "\(run)")])
    case .recognised(let catalogue, let format, let words):
      write(.info, "\(catalogue): taken for \(words) (format = \"\(format)\")")
    case .readAgain(let catalogue, let records, let changed):
      write(
        .info,
        "\(catalogue): fields are mapped otherwise; \(records) kept revisions were read again, \(changed) changed"
      )
    case .retrying(let catalogue, let run, let reason, let after):
      write(.info, "\(catalogue): asks again in \(Int(after.rounded(.up))) s: \(reason)", [("run", "\(run)")])
    case .ended(let catalogue, let run, let outcome):
      let counts = outcome.counts
      let numbers =
        "\(counts.heard) heard, \(counts.added) new, \(counts.changed) changed, \(counts.gone) gone"
        + (counts.rejected > 0 ? ", \(counts.rejected) rejected" : "")
        + (counts.held > 0 ? ", \(counts.held) held" : "")
      let why = outcome.message.isEmpty ? "" : ": \(outcome.message)"
      let priority: Priority =
        switch outcome.state {
        case .done where counts.added + counts.changed + counts.gone == 0: .debug
        case .done, .rehearsed, .stopped, .paused: .info
        case .doneWithRejects, .doneEmpty, .held, .brokenOff, .postponed: .warning
        case .failed: .error
        }
      write(
        priority, "\(catalogue): \(outcome.state.rawValue), \(numbers)\(why)",
        run > 0 ? [("run", "\(run)")] : [])
    case .clockSet(let seconds):
      write(.warning, "the clock was set by \(seconds) s; what is due goes with it")
    case .trouble(let catalogue, let message):
      write(.warning, "\(catalogue): \(message)")
    }
  }
}
