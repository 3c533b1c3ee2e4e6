import Foundation
import Synchronization

/// A program in a pseudo-terminal of its own: its controlling terminal, so that keys and changes of size reach it as in
/// a window.
///
///     let terminal = try PseudoTerminal("cataloguectl", ["status"], columns: 40)
///     #expect(try terminal.end() == 0)
///     let picture = terminal.picture
///     #expect(picture.faults == [])
///     #expect(picture.text.contains("All is well"))
final class PseudoTerminal: Sendable {
  struct Failure: Error { var message: String }

  private struct State {
    var output: [UInt8] = []
    /// From which byte on the terminal has which size.
    var sizes: [(from: Int, columns: Int, rows: Int)]
    /// What `waitpid` says, once the program is over.
    var status: Int32?
    var isRead = false
  }

  private let master: Int32
  let identifier: pid_t
  private let state: Mutex<State>

  /// - Parameters:
  ///   - program: One of ours by name, or a path.
  ///   - environment: Added to the tests' own; an empty value takes the variable away.
  init(
    _ program: String, _ arguments: [String], columns: Int, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws {
    state = Mutex(State(sizes: [(0, columns, rows)]))
    // What posix_openpt, unlockpt and ptsname do, which Glibc's module does not show.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, 0x4004_5431, &unlocked) == 0, ioctl(master, 0x8004_5430, &number) == 0
    else { throw Failure(message: "no pseudo-terminal: \(String(cString: strerror(errno)))") }
    self.master = master
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    let path = program.hasPrefix("/") ? program : Programs.folder + "/" + program
    identifier = try Self.spawn(path, arguments, on: "/dev/pts/\(number)", environment)
    Thread.detachNewThread { [self] in read() }
  }

  deinit {
    if status == nil { kill(identifier, SIGKILL) }
    close(master)
  }

  /// POSIX_SPAWN_SETSID, which Glibc's module does not show.
  private static let newSession: Int32 = 0x80

  private static func spawn(
    _ path: String, _ arguments: [String], on terminal: String, _ additions: [String: String]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that a session's leader opens becomes its controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGWINCH] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(newSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var variables = ProcessInfo.processInfo.environment
    variables["NO_COLOR"] = nil
    variables["TERM"] = "xterm-256color"
    for (name, value) in additions { variables[name] = value.isEmpty ? nil : value }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var pairs = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for string in words + pairs { free(string) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, path, &actions, &attributes, &words, &pairs)
    guard error == 0 else { throw Failure(message: "\(path): \(String(cString: strerror(error)))") }
    return child
  }

  /// All that the program writes, until it and all that it has started are gone.
  private func read() {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = Foundation.read(master, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      state.withLock { $0.output += buffer[..<count] }
    }
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    state.withLock { state in
      state.status = status
      state.isRead = true
    }
  }

  private var status: Int32? { state.withLock { $0.status } }

  /// What it has written up to now, as it came.
  var output: [UInt8] { state.withLock { $0.output } }

  /// What a terminal shows of that, and what is wrong with it.
  var picture: TerminalPicture { picture(reflows: false) }

  /// - Parameter reflows: Whether the terminal breaks lines anew when its size changes.
  func picture(reflows: Bool) -> TerminalPicture {
    let (output, sizes) = state.withLock { ($0.output, $0.sizes) }
    var picture = TerminalPicture(columns: sizes[0].columns, rows: sizes[0].rows)
    for (index, size) in sizes.enumerated() {
      if index > 0 { picture.resize(columns: size.columns, rows: size.rows, reflows: reflows) }
      picture.feed(output[size.from..<(index + 1 < sizes.count ? sizes[index + 1].from : output.count)])
    }
    picture.finish()
    return picture
  }

  /// Keys: "\u{3}" is Ctrl-C.
  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Makes the terminal another size. For a moment the program does not know yet: what it writes then may have either
  /// width.
  func resize(columns: Int, rows: Int) {
    let before = state.withLock { $0.sizes.last?.columns ?? 0 }
    if columns >= before { note(columns, rows) }
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    guard columns < before else { return }
    usleep(500_000)
    note(columns, rows)
  }

  private func note(_ columns: Int, _ rows: Int) {
    state.withLock { $0.sizes.append(($0.output.count, columns, rows)) }
  }

  /// Waits until the picture is such; throws with what it is instead.
  func wait(_ seconds: Double = 20, until isRight: (TerminalPicture) -> Bool) throws {
    let end = Date() + seconds
    while true {
      let isOver = state.withLock { $0.isRead }
      let picture = picture
      if isRight(picture) { return }
      guard !isOver, Date() < end else {
        throw Failure(message: "\(isOver ? "it ended" : "waited in vain"); its screen says:\n\(picture.text)")
      }
      usleep(20_000)
    }
  }

  /// Waits for its end, and says how it was: its exit status, or 128 and the signal's number, as shells do.
  func end(within seconds: Double = 30) throws -> Int32 {
    let end = Date() + seconds
    while true {
      if let status = state.withLock({ $0.isRead ? $0.status : nil }) {
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
      }
      guard Date() < end else {
        throw Failure(message: "it does not end; its screen says:\n\(picture.text)")
      }
      usleep(10_000)
    }
  }
}
