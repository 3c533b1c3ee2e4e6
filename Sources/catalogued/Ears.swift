import Notify
import Sync
import Threads

/// Hands what happens to the notifier, which is made after the scheduler that tells it.
final class Ears: Sendable {
  private let notifier = Monitor<Notifier?>(nil)

  func open(_ notifier: Notifier) { self.notifier.withLock { $0 = notifier } }

  func hear(_ event: SyncEvent) { notifier.withLock { $0 }?.hear(event) }
}
