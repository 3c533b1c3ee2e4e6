import Configuration
import Glibc
import Threads

/// Lines on standard error, one an event, with the priorities that journald understands (sd-daemon(3)).
struct Log: Sendable {
  enum Priority: Int, Sendable {
    case error = 3
    case warning = 4
    case info = 6
    case debug = 7
  }

  private let settings: Monitor<DaemonSettings>
  /// Whether standard error is the journal: then each line says its priority.
  private let isJournal: Bool

  init(_ settings: DaemonSettings, environment: [String: String]) {
    self.settings = Monitor(settings)
    isJournal = Self.isJournal(environment["JOURNAL_STREAM"])
  }

  /// The variable names the journal's stream by device and inode (systemd.exec(5)); whether standard error is still that
  /// one, and was not redirected, is to be asked.
  private static func isJournal(_ stream: String?) -> Bool {
    var facts = stat()
    guard let stream, fstat(STDERR_FILENO, &facts) == 0 else { return false }
    return stream == "\(facts.st_dev):\(facts.st_ino)"
  }

  func write(_ priority: Priority, _ message: String, _ fields: [(String, String)] = []) {
    let settings = settings.withLock { $0 }
    guard priority.rawValue <= Self.limit(settings) else { return }
    var line = isJournal ? "<\(priority.rawValue)>" : ""
    switch settings.logFormat {
    case .text:
      line += Self.clean(message)
      for (name, value) in fields { line += " \(name)=\(Self.clean(value))" }
    case .json:
      line += "{\"priority\":\(priority.rawValue),\"message\":\"\(Self.escaped(message))\""
      for (name, value) in fields { line += ",\"\(name)\":\"\(Self.escaped(value))\"" }
      line += "}"
    }
    line += "\n"
    StandardError.write(line)
  }

  /// Takes other settings, after the configuration was read again.
  func use(_ settings: DaemonSettings) { self.settings.withLock { $0 = settings } }

  private static func limit(_ settings: DaemonSettings) -> Int {
    switch settings.logLevel {
    case .error: Priority.error.rawValue
    case .warning: Priority.warning.rawValue
    case .info: Priority.info.rawValue
    case .debug: Priority.debug.rawValue
    }
  }

  /// Control characters, which upstreams may send, are never printed raw.
  private static func clean(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in clean(text).unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

enum StandardError {
  /// One write, so that lines of several threads do not mix.
  static func write(_ text: String) {
    let bytes = [UInt8](text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
