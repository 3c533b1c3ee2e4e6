import Glibc

/// Where things are unless a flag or the configuration says otherwise: as systemd says, then the system's places for
/// root, then the XDG base directories.
public enum DefaultPaths {
  /// `catalogued.toml`.
  public static func configuration(_ environment: [String: String]) -> String {
    let directory =
      first(environment["CONFIGURATION_DIRECTORY"])
      ?? (geteuid() == 0 ? "/etc/catalogued" : xdg(environment, "XDG_CONFIG_HOME", ".config"))
    return directory + "/catalogued.toml"
  }

  public static func stateDirectory(_ environment: [String: String]) -> String {
    first(environment["STATE_DIRECTORY"])
      ?? (geteuid() == 0 ? "/var/lib/catalogued" : xdg(environment, "XDG_STATE_HOME", ".local/state"))
  }

  public static func socket(_ environment: [String: String]) -> String {
    if let directory = first(environment["RUNTIME_DIRECTORY"]) { return directory + "/catalogued.sock" }
    if geteuid() != 0, let directory = environment["XDG_RUNTIME_DIR"], directory.hasPrefix("/") {
      return directory + "/catalogued/catalogued.sock"
    }
    return "/run/catalogued/catalogued.sock"
  }

  /// systemd gives several directories separated by colons (systemd.exec(5)); the first is ours.
  private static func first(_ list: String?) -> String? {
    list?.split(separator: ":").first.map(String.init)
  }

  private static func xdg(_ environment: [String: String], _ variable: String, _ fallback: String) -> String {
    if let directory = environment[variable], directory.hasPrefix("/") { return directory + "/catalogued" }
    return (environment["HOME"] ?? "") + "/" + fallback + "/catalogued"
  }
}
