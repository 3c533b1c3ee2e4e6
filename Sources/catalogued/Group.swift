import Glibc

/// The system's groups (group(5), or whatever serves them).
enum Group {
  /// A group's number; nil where there is none of that name. Asked at each change, so that a group made later counts.
  static func number(_ name: String) -> UInt32? {
    var room = [CChar](repeating: 0, count: 1 << 10)
    while true {
      var entry = group()
      var found: UnsafeMutablePointer<group>?
      let code = getgrnam_r(name, &entry, &room, room.count, &found)
      if code == ERANGE, room.count < 1 << 22 {
        room = [CChar](repeating: 0, count: room.count * 4)
        continue
      }
      return found == nil ? nil : entry.gr_gid
    }
  }
}
