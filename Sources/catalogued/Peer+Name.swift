import ControlServer
import Glibc

extension Peer {
  /// The user's name (passwd(5), or whatever serves it); "uid 1234" where it has none.
  var name: String {
    var size = 1 << 10
    while true {
      let (name, isTooSmall) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { room in
        guard let start = room.baseAddress else { return (String?.none, false) }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let code = getpwuid_r(user, &entry, start, size, &found)
        let name = found.flatMap { entry in entry.pointee.pw_name.map { String(cString: $0) } }
        return (name, code == ERANGE)
      }
      if isTooSmall, size < 1 << 22 {
        size *= 4
        continue
      }
      return name.flatMap { $0.isEmpty ? nil : $0 } ?? "uid \(user)"
    }
  }
}
