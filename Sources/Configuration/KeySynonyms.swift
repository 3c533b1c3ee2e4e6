/// Keys as other programs call them, which spelling alone does not lead to ours.
enum KeySynonyms {
  private static let table: [(key: String, words: [String])] = [
    (
      "interval",
      [
        "fetch_every", "every", "frequency", "poll", "poll_interval", "polling", "refresh",
        "refresh_interval",
        "update_interval", "period", "cron",
      ]
    ),
    ("between", ["schedule", "hours", "window", "time", "times", "when", "start_time", "at"]),
    ("from", ["since", "start", "start_date", "from_date", "after", "earliest"]),
    ("contact", ["user_agent", "useragent", "agent", "email", "mail", "admin", "admin_email", "mailto"]),
    (
      "credentials",
      [
        "username", "user", "login", "password", "pass", "passwd", "auth", "authentication", "token",
        "api_key",
        "apikey", "bearer", "basic", "secret",
      ]
    ),
    ("basic_file", ["username", "user", "login", "password_file", "password"]),
    ("bearer_file", ["token", "token_file"]),
    ("key_file", ["api_key", "apikey"]),
    ("guard", ["guard_count", "guard_share", "max_deletes", "max_deletions", "delete_limit", "threshold"]),
    ("url", ["address", "base_url", "baseurl", "endpoint", "href", "link", "uri", "source", "feed"]),
    ("format", ["type", "kind", "protocol", "parser"]),
    ("title", ["name", "label", "description"]),
    ("set", ["set_spec", "setspec", "sets", "collection"]),
    ("metadata_prefix", ["prefix", "metadata_format", "schema"]),
    ("enabled", ["disabled", "active", "on", "off", "disable", "skip"]),
    ("gap", ["delay", "sleep", "pause", "rate_limit", "throttle", "wait"]),
    ("requests_per_host", ["parallel", "connections", "concurrency", "max_connections"]),
    ("max_size", ["size_limit", "max_bytes", "limit", "max_body"]),
    ("ca_file", ["cacert", "ca", "ca_bundle", "cafile", "tls_ca"]),
    ("proxy", ["http_proxy", "https_proxy", "all_proxy"]),
    ("include", ["allow", "only", "urls", "patterns", "match"]),
    ("exclude", ["disallow", "ignore", "except", "without"]),
    ("budget", ["max_pages", "max_requests", "pages_per_run"]),
    ("links", ["selector", "css", "xpath", "link_selector"]),
    ("next", ["next_page", "pager", "next_selector"]),
    ("separator", ["delimiter", "sep"]),
    ("fields", ["mapping", "columns", "map"]),
    ("list", ["json", "items"]),
    ("state_directory", ["data_dir", "data_directory", "state", "statedir", "database", "db", "store"]),
    ("socket", ["listen", "socket_path", "bind"]),
    ("concurrent_runs", ["workers", "threads", "jobs", "parallel", "concurrency", "max_runs"]),
    ("log", ["log_level", "loglevel", "logging", "verbose", "debug"]),
    ("level", ["log_level", "verbosity"]),
    ("notify", ["hook", "alert", "command", "webhook", "on_failure"]),
    ("defaults", ["default", "catalogue", "global"]),
    ("words", ["query", "terms", "text"]),
  ]

  /// What each says besides its name.
  private static let advice: [String: String] = [
    "interval": "interval = \"6h\"", "between": "between = \"22:00-06:00\"", "from": "from = 2020-01-01",
    "contact": "contact = \"library@example.org\", which every upstream is told",
    "credentials":
      "[credentials] with basic_file, bearer_file, key_file or netrc: secrets stand in files of their own",
    "basic_file": "basic_file, a file that holds user:password",
    "guard": "guard = { count = 10, share = \"20 %\" }", "enabled": "enabled = true or false",
    "log": "[log] with level and format", "notify": "[notify] with command",
  ]

  /// What takes a key's place, in words; nil where nobody calls it so.
  static func hint(for key: String, among names: [String]) -> String? {
    let word = key.lowercased().replacing("-", with: "_")
    if word == "retries" || word == "retry" || word == "max_retries", names.contains("interval") {
      return "what fails is asked again by itself, later and later"
    }
    guard !names.contains(word) else { return nil }
    let keys = table.filter { names.contains($0.key) && $0.words.contains(word) }.map(\.key)
    return keys.first.map { "what you mean may be \(advice[$0] ?? $0)" }
  }
}
