import Glibc

/// The system's users (passwd(5), or whatever serves them).
enum User {
  /// A user's name; "uid 1234" where the number has none.
  static func name(_ number: UInt32) -> String {
    var room = [CChar](repeating: 0, count: 1 << 10)
    while true {
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      let code = getpwuid_r(number, &entry, &room, room.count, &found)
      if code == ERANGE, room.count < 1 << 22 {
        room = [CChar](repeating: 0, count: room.count * 4)
        continue
      }
      guard found != nil, let name = entry.pw_name else { return "uid \(number)" }
      return String(cString: name)
    }
  }
}
