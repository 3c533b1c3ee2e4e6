import Glibc

/// Where the control socket is unless somebody says otherwise; known to both programs, so that they meet.
public enum SocketPlaces {
  /// The service's.
  public static let system = "/run/catalogued/catalogued.sock"

  /// That of a user's own daemon, in the user's runtime directory (XDG Base Directory Specification); nil where there is
  /// none.
  ///
  /// - Parameter exists: Whether a path is there. Where `XDG_RUNTIME_DIR` is lost (`su`, cron), systemd's place for it is
  ///   taken.
  public static func own(_ environment: [String: String], user: UInt32, exists: (String) -> Bool) -> String? {
    if let directory = environment["XDG_RUNTIME_DIR"], directory.hasPrefix("/") {
      return directory + "/catalogued/catalogued.sock"
    }
    let directory = "/run/user/\(user)"
    return exists(directory) ? directory + "/catalogued/catalogued.sock" : nil
  }

  /// Where the companion asks: what the flag says, then `CATALOGUED_SOCKET`, then the system's if it is there, then the
  /// user's own if that is there; and where neither is, the system's, to say so. The user's own also where nobody
  /// listens on the system's, or where this user may not open it.
  public static func toAsk(
    flag: String?, _ environment: [String: String], user: UInt32, exists: (String) -> Bool,
    answers: (String) -> Bool = answers
  ) -> String {
    if let flag { return flag }
    if let path = environment["CATALOGUED_SOCKET"], !path.isEmpty { return path }
    guard let own = own(environment, user: user, exists: exists), exists(own) else { return system }
    return exists(system) && answers(system) ? system : own
  }

  /// Whether somebody listens on a Unix socket, and lets this user in. It never waits: one whose queue is full is
  /// listened on.
  public static func answers(_ path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    let bytes = Array(path.utf8)
    guard bytes.count < room else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 || errno == EAGAIN
      }
    }
  }
}
