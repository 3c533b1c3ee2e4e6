import Glibc

/// Who asks, as the kernel says (`SO_PEERCRED`, unix(7)).
public struct Peer: Hashable, Sendable {
  public var user: UInt32
  public var group: UInt32
  public var process: Int32

  public init(user: UInt32, group: UInt32, process: Int32) {
    self.user = user
    self.group = group
    self.process = process
  }

  /// Who connected this socket; nobody, where the kernel does not say.
  static func of(_ descriptor: Int32) -> Peer {
    var credentials = (process: Int32(0), user: UInt32.max, group: UInt32.max)  // struct ucred
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
      return Peer(user: .max, group: .max, process: 0)
    }
    return Peer(user: credentials.user, group: credentials.group, process: credentials.process)
  }

  /// Root and the daemon's own user may change things; everybody who can open the socket may read.
  var mayChange: Bool { user == 0 || user == geteuid() }
}
