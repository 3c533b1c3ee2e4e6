import Catalogue
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
  /// How many lines nobody took, since one was last taken.
  private static let lost = Monitor(0)
  /// Milliseconds for which a reader may stand still. After that lines are dropped: a log that nobody reads must hold up
  /// neither a sync nor the end.
  private static let patience: Int32 = 1000

  /// One line, in one write where it is not long, so that lines of several threads do not mix.
  static func write(_ text: String) {
    let before = lost.withLock { $0 }
    // Where the reader stands still already, each line is not waited for anew.
    guard awaitReader(before == 0 ? patience : 0) else { return lost.withLock { $0 += 1 } }
    if before > 0 {
      lost.withLock { $0 -= before }
      put(
        "\(counted(before, "line")) of the log \(before == 1 ? "is" : "are") missing here: nobody took them\n"
      )
    }
    put(text)
  }

  private static func put(_ text: String) {
    let bytes = [UInt8](text.utf8)
    var done = 0
    // A pipe that is ready takes PIPE_BUF bytes without blocking (pipe(7)).
    while done < bytes.count, awaitReader(patience) {
      let written = bytes.withUnsafeBytes {
        Glibc.write(STDERR_FILENO, $0.baseAddress.map { $0 + done }, min(bytes.count - done, Int(PIPE_BUF)))
      }
      guard written > 0 else { return }
      done += written
    }
  }

  /// False if nothing can be written for so many milliseconds.
  private static func awaitReader(_ milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, milliseconds) != 0
  }
}
