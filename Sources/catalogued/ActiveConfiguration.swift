import Configuration
import ControlAPI
import Library
import Notify
import Sync
import Threads

/// The configuration that is in force, and how it is read again.
final class ActiveConfiguration: Sendable {
  private struct State: Sendable {
    var inForce: LoadedConfiguration
    /// Of the files as they were read last; what is in force may be older.
    var problems: [ConfigurationProblem]
    /// What waits for the next start.
    var notes: [String] = []
  }

  private let state: Monitor<State>
  /// One change at a time.
  private let isBusy = Monitor(false)
  private let library: Library
  private let scheduler: Scheduler
  private let notifier: Notifier
  private let log: Log
  private let read: @Sendable (Set<String>) -> LoadedConfiguration

  /// Puts a configuration into force.
  ///
  /// - Parameter read: Reads it again, by the names of the catalogues that are in force.
  init(
    _ loaded: LoadedConfiguration, _ library: Library, _ scheduler: Scheduler, _ notifier: Notifier,
    _ log: Log,
    read: @escaping @Sendable (Set<String>) -> LoadedConfiguration
  ) throws(LibraryError) {
    self.library = library
    self.scheduler = scheduler
    self.notifier = notifier
    self.log = log
    self.read = read
    state = Monitor(State(inForce: loaded, problems: loaded.problems))
    say(try scheduler.configure(loaded.catalogues, faulty: loaded.faulty).undecided)
    notifier.use(loaded.daemon.notify)
  }

  var inForce: LoadedConfiguration { state.withLock { $0.inForce } }
  var problems: [ConfigurationProblem] { state.withLock { $0.problems } }

  /// Reads the files again. What cannot be understood leaves what is in force of it: one catalogue's file that catalogue,
  /// `catalogued.toml` everything, since all catalogues depend on it.
  func reload() -> ReloadAnswer {
    alone {
      let old = inForce
      var loaded = read(Set(old.catalogues.map(\.name)))
      if let lost = loaded.folder.fault(after: old.folder) { loaded.problems.append(lost) }
      var answer = ReloadAnswer(problems: loaded.problems.map(ReloadAnswer.Fault.init))
      for problem in loaded.problems { log.write(.error, "\(problem)") }
      for remark in loaded.remarks { log.write(.warning, "\(remark)") }
      guard !loaded.isRefused else {
        state.withLock { $0.problems = loaded.problems }
        answer.notes = ["nothing was changed: every catalogue depends on what cannot be understood"]
        log.write(.error, "the configuration stays as it was")
        return answer
      }
      let faulty = loaded.faulty
      var new = loaded
      new.catalogues += old.catalogues.filter { faulty.contains($0.name) }
      do throws(LibraryError) {
        let change = try scheduler.configure(new.catalogues, faulty: faulty)
        answer.added = change.added
        answer.changed = change.changed
        answer.removed = change.removed
        answer.unchanged = change.unchanged
        answer.waiting = change.undecided.keys.sorted()
        say(change.undecided)
      } catch {
        answer.problems.append(ReloadAnswer.Fault(file: "", message: error.message))
        log.write(.error, "the configuration stays as it was: \(error.message)")
        return answer
      }
      answer.notes = use(&new.daemon, instead: old.daemon) + loaded.remarks.map(\.description)
      let (notes, inForce) = (answer.notes, new)
      state.withLock { $0 = State(inForce: inForce, problems: inForce.problems, notes: notes) }
      log.write(.info, "the configuration was read again: \(answer.summary)")
      return answer
    }
  }

  /// Does something that changes which names the store knows, and puts what is in force into force again.
  func afterwards<E: Error>(_ body: () throws(E) -> Void, wrap: (LibraryError) -> E) throws(E) {
    let result: Result<Void, E> = alone {
      do throws(E) { try body() } catch { return .failure(error) }
      let current = inForce
      do throws(LibraryError) {
        say(try scheduler.configure(current.catalogues, faulty: current.faulty).undecided)
        return .success(())
      } catch { return .failure(wrap(error)) }
    }
    try result.get()
  }

  /// Goes on with the purges that the end of the program has interrupted, and takes the files that waited for that.
  func finishPurges() {
    do throws(LibraryError) {
      let names = try library.finishPurges()
      guard !names.isEmpty else { return }
      log.write(.warning, "purged \(names.joined(separator: ", "))")
      try afterwards({ () throws(LibraryError) in }, wrap: { $0 })
    } catch {
      if !library.isStopping { log.write(.error, "going on with a purge: \(error.message)") }
    }
  }

  /// Takes what can be changed while the daemon runs; says what cannot.
  private func use(_ new: inout DaemonSettings, instead old: DaemonSettings) -> [String] {
    var notes: [String] = []
    if new.stateDirectory != old.stateDirectory {
      notes.append("state_directory counts from the next start on")
    }
    if new.socketPath != old.socketPath { notes.append("socket counts from the next start on") }
    new.stateDirectory = old.stateDirectory
    new.socketPath = old.socketPath
    log.use(new)
    notifier.use(new.notify)
    scheduler.allow(concurrentRuns: new.concurrentRuns)
    for note in notes { log.write(.warning, note) }
    return notes
  }

  private func say(_ undecided: [String: [String]]) {
    for (name, like) in undecided.sorted(by: { $0.key < $1.key }) {
      guard !like.isEmpty else {
        log.write(.info, "\(name): it waits until its records of before are purged")
        continue
      }
      log.write(
        .warning,
        "\(name): its address is that of \(like.joined(separator: ", ")), which has no file any more; it waits until a "
          + "person says which it is")
    }
  }

  private func alone<T>(_ body: () -> T) -> T {
    isBusy.wait { busy -> Void? in
      if busy { return nil }
      busy = true
      return ()
    }
    defer { isBusy.withLock { $0 = false } }
    return body()
  }
}

extension LoadedConfiguration {
  /// Catalogues whose files are there and cannot be understood.
  var faulty: Set<String> { Set(problems.compactMap(\.catalogue)) }
}

extension ReloadAnswer.Fault {
  init(_ problem: ConfigurationProblem) {
    self.init(
      file: problem.file, line: problem.line, column: problem.column, message: problem.message,
      catalogue: problem.catalogue)
  }
}
