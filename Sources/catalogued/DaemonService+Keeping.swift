import ControlAPI
import ControlServer
import Glibc
import Library

/// Backup, verify and compact.
extension DaemonService {
  func backup(by peer: Peer, _ isAwaited: () -> Bool) throws(Problem) -> SentFile {
    defer { releaseMemory() }
    let copy = try asking { () throws(LibraryError) in
      try library.backup { _, _ in isAwaited() && !library.isStopping }
    }
    let file = open(copy.path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(copy.path) }
    // Its name goes with `copy`, so that the room is free again as soon as the client has it, or is gone.
    let digest = FileDigest()
    var size: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        close(file)
        throw unreadable(copy.path)
      }
      guard count > 0 else { break }
      buffer.withUnsafeBytes { digest.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      size += Int64(count)
    }
    return SentFile(descriptor: file, size: size, digest: digest.finish())
  }

  private func unreadable(_ path: String) -> Problem {
    Problem(
      status: 500, code: .failed,
      detail: "The copy \(path) cannot be read: \(String(cString: strerror(errno)))")
  }

  func check() throws(Problem) -> CheckStatus { storeCheck.current }

  func beginCheck(by peer: Peer) throws(Problem) -> CheckStatus { storeCheck.begin() }

  func compact(by peer: Peer) throws(Problem) -> CompactAnswer {
    defer { releaseMemory() }
    let sizes = try asking { () throws(LibraryError) in try library.compact() }
    return CompactAnswer(before: sizes.before, after: sizes.after)
  }

  /// What ails the store, for a person to act on.
  func storeNeeds() -> [Need] {
    let health = library.health
    var needs: [Need] = []
    if let damage = health.damage {
      needs.append(
        Need(
          kind: .store, since: Timestamp(seconds: damage.since), message: damage.message,
          command: "cataloguectl verify"))
    }
    if let staleness = health.staleness {
      needs.append(
        Need(
          kind: .store, since: Timestamp(seconds: staleness.since), message: staleness.message,
          command: "cataloguectl compact"))
    }
    if let full = health.full {
      needs.append(Need(kind: .disk, since: Timestamp(seconds: full.since), message: full.message))
    }
    return needs
  }
}
