import ControlAPI
import Glibc

/// Where things are unless a flag or the configuration says otherwise: as systemd says (systemd.exec(5)), then the
/// system's places for root, then the XDG base directories.
public struct DefaultPaths: Hashable, Sendable {
  /// `catalogued.toml`; nil where neither systemd nor the user's variables lead to it.
  public var configuration: String?
  /// Where the store is; nil as above.
  public var stateDirectory: String?
  /// The control socket.
  public var socket: String

  /// - Parameters:
  ///   - environment: all variables.
  ///   - user: whose daemon it is.
  ///   - exists: whether a path is there.
  public init(
    _ environment: [String: String], user: UInt32 = geteuid(),
    exists: (String) -> Bool = { access($0, F_OK) == 0 }
  ) {
    /// systemd may name several folders, separated by colons; the first is ours.
    func systemd(_ variable: String) -> String? {
      environment[variable]?.split(separator: ":").first.map(String.init)
    }
    /// An XDG variable that is not absolute is to be ignored, says the specification.
    func xdg(_ variable: String, _ fallback: String) -> String? {
      if let directory = environment[variable], directory.hasPrefix("/") { return directory + "/catalogued" }
      // Without a home these would be folders of the root.
      guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
      return home + "/" + fallback + "/catalogued"
    }
    let isRoot = user == 0
    configuration =
      (systemd("CONFIGURATION_DIRECTORY")
      ?? (isRoot ? "/etc/catalogued" : xdg("XDG_CONFIG_HOME", ".config"))).map { $0 + "/catalogued.toml" }
    stateDirectory =
      systemd("STATE_DIRECTORY") ?? (isRoot ? "/var/lib/catalogued" : xdg("XDG_STATE_HOME", ".local/state"))
    let own = isRoot ? nil : SocketPlaces.own(environment, user: user, exists: exists)
    socket = systemd("RUNTIME_DIRECTORY").map { $0 + "/catalogued.sock" } ?? own ?? SocketPlaces.system
  }
}
