import Threads

/// What the other threads tell the engine's thread.
enum Command: Sendable {
  case start(Exchange)
  case cancel(Exchange.ID)
  /// The reader took what was in the buffer of a paused exchange.
  case resume(Exchange.ID)
  case stop
}

/// The way to the engine's thread: a queue behind a lock, and curl's wake-up.
final class Mailbox: Sendable {
  private struct State {
    var commands: [Command] = []
    var isOpen = true
    var hasEnded = false
    var lastID: Exchange.ID = 0
  }
  private let state = Monitor(State())
  /// Valid while the mailbox is open: the engine's thread closes it before it frees the handle.
  private let multi: Multi

  init(_ multi: Multi) { self.multi = multi }

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func nextID() -> Exchange.ID {
    state.withLock {
      $0.lastID += 1
      return $0.lastID
    }
  }

  /// Says whether the engine still listens.
  @discardableResult
  func post(_ command: Command) -> Bool {
    state.withLock {
      guard $0.isOpen else { return false }
      $0.commands.append(command)
      multi.wake()
      return true
    }
  }

  /// For the engine's thread: the commands since the last call, in order.
  func take() -> [Command] {
    state.withLock {
      let commands = $0.commands
      $0.commands = []
      return commands
    }
  }

  /// For the engine's thread: nothing is accepted any more. Gives what came last.
  func close() -> [Command] {
    state.withLock {
      $0.isOpen = false
      let commands = $0.commands
      $0.commands = []
      return commands
    }
  }

  /// For the engine's thread, as its last act.
  func end() {
    state.withLock {
      $0.isOpen = false
      $0.hasEnded = true
    }
  }

  /// Blocks until the engine's thread has freed everything.
  func waitForEnd() { state.wait { $0.hasEnded ? () : nil } }
}
