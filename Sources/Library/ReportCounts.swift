import Storage
import Threads

/// How many reports there are. To count them is to walk through all of them: that is done again only after a change, and
/// while changes come in, not more than a twentieth of the time.
final class ReportCounts: Sendable {
  private struct Kept {
    var all: Int
    var withdrawn: Int
    /// The change log's last number before they were counted.
    var change: Int64
    var until: Double
  }

  private let kept = Monitor<Kept?>(nil)

  func current(_ lastChange: Int64, of connection: Connection) throws(StorageError) -> (
    all: Int, withdrawn: Int
  ) {
    let begun = monotonicSeconds()
    if let kept = kept.withLock({ $0 }), kept.change == lastChange || begun < kept.until {
      return (kept.all, kept.withdrawn)
    }
    let found = try connection.reportCounts()
    let now = monotonicSeconds()
    kept.withLock {
      $0 = Kept(
        all: found.all, withdrawn: found.withdrawn, change: lastChange, until: now + 20 * (now - begun))
    }
    return found
  }
}
