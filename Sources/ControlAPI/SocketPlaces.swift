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
  /// user's own if that is there; and where neither is, the system's, to say so.
  public static func toAsk(
    flag: String?, _ environment: [String: String], user: UInt32, exists: (String) -> Bool
  ) -> String {
    if let flag { return flag }
    if let path = environment["CATALOGUED_SOCKET"], !path.isEmpty { return path }
    if exists(system) { return system }
    if let own = own(environment, user: user, exists: exists), exists(own) { return own }
    return system
  }
}
