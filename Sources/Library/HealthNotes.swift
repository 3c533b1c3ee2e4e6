import Glibc
import Storage
import Threads

/// What ails a store, kept in a file beside it: a damaged store may not be one to write into, and a restart must not make
/// all seem well. The file names the store's inode, so that it says nothing of another store in the same place.
final class HealthNotes: Sendable {
  private let state: Monitor<StoreHealth>
  private let store: String
  private var path: String { store + ".damage" }

  /// - Parameter store: The store's path; there is a file there.
  init(_ store: String) {
    self.store = store
    state = Monitor(Self.read(store + ".damage", inode: Self.inode(store)))
  }

  var health: StoreHealth { state.withLock { $0 } }

  /// What was met on the way.
  func note(_ error: StorageError, at now: Int64) { change { $0.note(error, at: now) } }

  /// Something could be written.
  func noteRoom() { state.withLock { $0.full = nil } }

  /// How a whole check ended.
  func note(_ problems: [StoreProblem], at now: Int64) {
    let stale = problems.first { $0.remedy == StoreProblem.compact }
    let lost = problems.first { $0.remedy != StoreProblem.compact }
    let store = store
    change { health in
      health.damage = lost.map {
        StoreHealth.Ailment(
          since: health.damage?.since ?? now,
          message: "the store \(store) is damaged (\($0.what)). \($0.remedy)")
      }
      // Where pages are damaged, the rest was not looked at.
      guard stale != nil || lost == nil else { return }
      health.staleness = stale.map {
        StoreHealth.Ailment(
          since: health.staleness?.since ?? now, message: "the store \(store): \($0.what); \($0.remedy)")
      }
    }
  }

  /// What follows from the records was made anew.
  func noteCompact() { change { $0.staleness = nil } }

  // MARK: The file

  private func change(_ body: (inout StoreHealth) -> Void) {
    let (store, path) = (store, path)
    state.withLock { health in
      let before = health
      body(&health)
      guard health.damage != before.damage || health.staleness != before.staleness else { return }
      Self.write(health, to: path, inode: Self.inode(store))
    }
  }

  private static func inode(_ path: String) -> UInt64 {
    var facts = stat()
    return stat(path, &facts) == 0 ? UInt64(facts.st_ino) : 0
  }

  /// Where that cannot be written, what is noted lasts as long as the program does.
  private static func write(_ health: StoreHealth, to path: String, inode: UInt64) {
    guard health.damage != nil || health.staleness != nil else {
      unlink(path)
      return
    }
    var text = "\(inode)\n"
    for (name, ailment) in [("damage", health.damage), ("stale", health.staleness)] {
      guard let ailment else { continue }
      text += "\(name) \(ailment.since) \(ailment.message.split(separator: "\n").joined(separator: " "))\n"
    }
    let new = path + ".new"
    let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard file >= 0 else { return }
    let bytes = Array(text.utf8)
    let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    close(file)
    if isWritten { rename(new, path) } else { unlink(new) }
  }

  private static func read(_ path: String, inode: UInt64) -> StoreHealth {
    var health = StoreHealth()
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return health }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = max(0, Glibc.read(file, &bytes, bytes.count))
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    guard let first = lines.first, UInt64(first) == inode else { return health }
    for line in lines.dropFirst() {
      let parts = line.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let since = Int64(parts[1]) else { continue }
      let ailment = StoreHealth.Ailment(since: since, message: String(parts[2]))
      if parts[0] == "damage" { health.damage = ailment }
      if parts[0] == "stale" { health.staleness = ailment }
    }
    return health
  }
}
