import Glibc

/// The service manager (systemd) as the daemon sees it: what it wants to be told, and how often.
///
/// The protocol of sd_notify(3), spoken by hand: one datagram of `NAME=value` lines to a socket. systemd promises that it
/// stays as it is and recommends this over libsystemd, which would bring the daemon half a dozen libraries that it does
/// not need; OpenSSH went the same way in 2024. The watchdog is sd_watchdog_enabled(3), the sockets are
/// sd_listen_fds(3).
struct ServiceManager: Sendable {
  /// Where it listens; nil where there is none.
  private let address: String?
  /// It ends the process when it hears nothing for so long, in seconds.
  let watchdog: Double?
  /// How many sockets it has opened for the daemon: descriptors from 3 on.
  let sockets: Int32

  /// The variables that are meant for this process alone, and must not be seen by what it starts.
  static let variables = [
    "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
  ]

  init(_ environment: [String: String], process: Int32 = getpid()) {
    let path = environment["NOTIFY_SOCKET"] ?? ""
    // AF_VSOCK is for virtual machines' own init.
    address = path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
    let isWatched = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Double($0) } ?? 0
    watchdog = address != nil && isWatched && microseconds > 0 ? microseconds / 1e6 : nil
    let count = environment["LISTEN_FDS"].flatMap { Int32($0) } ?? 0
    let isOurs = environment["LISTEN_PID"].flatMap { Int32($0) } == process
    sockets = isOurs ? max(0, count) : 0
  }

  var isThere: Bool { address != nil }

  /// The daemon answers; or a reload has ended.
  func ready() { tell("READY=1") }

  /// The configuration is being read again. The date lets newer managers tell this reload from one before.
  func reloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    tell("RELOADING=1\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
  }

  func stopping() { tell("STOPPING=1\nSTATUS=Stops: runs end with their last page.") }

  /// - Parameter status: A line for `systemctl status`.
  func status(_ status: String) {
    // A line that ends would begin another variable.
    tell("STATUS=" + String(status.map { $0.isNewline ? " " : $0 }))
  }

  /// The daemon is alive.
  func beat() { tell("WATCHDOG=1") }

  /// Whoever does not listen is not waited for: a state that is lost is told again with the next change.
  private func tell(_ lines: String) {
    guard let address else { return }
    var name = sockaddr_un()
    var path = Array(address.utf8)
    if path.first == UInt8(ascii: "@") { path[0] = 0 }
    guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
    // An abstract name is as long as it says; a path ends with its zero.
    let length = MemoryLayout<sa_family_t>.size + path.count + (path.first == 0 ? 0 : 1)
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(lines.utf8)
    _ = withUnsafePointer(to: name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, socklen_t(length))
      }
    }
  }
}
