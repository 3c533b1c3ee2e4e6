import Glibc

/// Who asks, as the kernel says (`SO_PEERCRED`, unix(7)).
public struct Peer: Hashable, Sendable {
  public var user: UInt32
  public var group: UInt32
  public var process: Int32
  /// The supplementary groups (`SO_PEERGROUPS`); not asked for where the peer is root.
  public var groups: [UInt32]

  public init(user: UInt32, group: UInt32, process: Int32, groups: [UInt32] = []) {
    self.user = user
    self.group = group
    self.process = process
    self.groups = groups
  }

  /// Who connected this socket; nobody, where the kernel does not say.
  static func of(_ descriptor: Int32) -> Peer {
    var credentials = (process: Int32(0), user: UInt32.max, group: UInt32.max)  // struct ucred
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else {
      return Peer(user: .max, group: .max, process: 0)
    }
    return Peer(
      user: credentials.user, group: credentials.group, process: credentials.process,
      groups: credentials.user == 0 ? [] : groups(of: descriptor))
  }

  private static func groups(of descriptor: Int32) -> [UInt32] {
    let peerGroups: Int32 = 59  // SO_PEERGROUPS, which Glibc's headers leave to the kernel's
    var groups = [UInt32](repeating: 0, count: 32)
    while true {
      let room = groups.count * MemoryLayout<UInt32>.size
      var size = socklen_t(room)
      if getsockopt(descriptor, SOL_SOCKET, peerGroups, &groups, &size) == 0 {
        return Array(groups.prefix(Int(size) / MemoryLayout<UInt32>.size))
      }
      // Too small: the kernel says how many bytes it takes. NGROUPS_MAX is 65,536.
      guard errno == ERANGE, Int(size) > room, Int(size) <= 65_536 * MemoryLayout<UInt32>.size else {
        return []
      }
      groups = [UInt32](repeating: 0, count: Int(size) / MemoryLayout<UInt32>.size)
    }
  }

  /// Root and the daemon's own user.
  public var isOwner: Bool { user == 0 || user == geteuid() }

  /// Whether the peer is in the group, by its first or another.
  public func isIn(_ group: UInt32) -> Bool { self.group == group || groups.contains(group) }
}
