import Catalogue
import ControlAPI
import Glibc
import Library

/// `--restore` and `--salvage`: a store from a backup, or from what reads of a damaged one. Each returns the exit status.
enum Restoring {
  static func restore(_ path: String, _ arguments: Arguments, _ environment: [String: String]) -> Int32 {
    make(arguments, environment) { (store) throws(LibraryError) in
      let summary = try Library.restore(from: Program.absolute(path), to: store) { progress in
        say("\(progress.stage)\(progress.total > 0 ? ", \(progress.done * 100 / progress.total) %" : "")")
        return true
      }
      say(nil)
      print("Restored \(path) to \(store):\n")
      tell(summary)
      return 0
    }
  }

  static func salvage(_ path: String, _ arguments: Arguments, _ environment: [String: String]) -> Int32 {
    make(arguments, environment) { (store) throws(LibraryError) in
      let (saved, summary) = try Library.salvage(
        from: Program.absolute(path), to: store, now: Int64(time(nil)))
      print(
        """
        Saved what reads of \(path) into \(store):

          \(counted(saved.records, "record")) as they were, \(saved.setBack) as an earlier revision has them, \
        \(saved.lost) lost
          \(counted(saved.revisions, "revision")) saved, \(saved.revisionsLost) of saved records lost
          \(counted(saved.runs, "run")) and \(counted(saved.rejects, "reject"))

        """)
      if saved.readLoosePages {
        print(
          "Not everything could be found by the file's own order: its pages were gone through one by one. Held and refused\n"
            + "deletions are lost where their own pages are.\n")
      }
      for reason in saved.reasons { print("  \(reason)") }
      tell(summary)
      print("\nThe next run of each catalogue asks for everything, and brings back what was lost.")
      return saved.isWhole ? 0 : 1
    }
  }

  private static func tell(_ summary: StoreSummary) {
    let width = summary.catalogues.map(\.name.count).max() ?? 0
    for (name, live, withdrawn) in summary.catalogues {
      let padding = String(repeating: " ", count: width - name.count)
      print("  \(name)\(padding)  \(counted(live, "live record")), \(withdrawn) withdrawn")
    }
    let last = summary.lastRun.map { ", the last run ended \(Timestamp(seconds: $0))" } ?? ""
    print(
      "\n  \(counted(summary.records, "record")) of \(counted(summary.catalogues.count, "catalogue"))\(last); "
        + "last change \(summary.lastChange)")
    if summary.openRuns > 0 {
      print("  \(counted(summary.openRuns, "run")) will go on when the daemon starts")
    }
  }

  /// On a terminal, what is going on.
  private static func say(_ text: String?) {
    guard isatty(STDERR_FILENO) != 0 else { return }
    StandardError.write("\r\(text ?? "")\u{1b}[K")
  }

  private static func make(
    _ arguments: Arguments, _ environment: [String: String], _ body: (String) throws(LibraryError) -> Int32
  ) -> Int32 {
    let configuration = Program.load(arguments, environment)
    // A store at the default place is not what a person meant who names another.
    if configuration.isRefused {
      return Program.refuse(configuration, Log(configuration.daemon, environment: environment))
    }
    let state = configuration.daemon.stateDirectory
    do throws(Daemon.StartError) {
      try Daemon.makeDirectory(state)
    } catch {
      StandardError.write("catalogued: \(error.message)\n")
      return 1
    }
    do throws(LibraryError) {
      return try body(state + "/catalogued.sqlite")
    } catch {
      say(nil)
      StandardError.write("catalogued: \(error.message)\n")
      return 1
    }
  }
}
