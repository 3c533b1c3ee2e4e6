import CSpawn
import Glibc
import Threads

/// One run of a program: no shell, a clean environment, no descriptor but its standard ones, a process group of its own.
struct CommandRun {
  /// A program's path and its arguments.
  var command: [String]
  /// What it finds on its standard input.
  var input: [UInt8]
  /// In seconds; then it is killed, with its group.
  var timeout: Double

  /// So many bytes of what it prints are looked at, for the message of a failure.
  private static let outputLimit = 2000
  /// So many characters of them are said.
  private static let wordsLimit = 200

  /// Why it did not do what was asked of it.
  struct Failure: Error {
    var message: String
  }

  /// Runs it to its end; blocks.
  ///
  /// - Parameter isStopped: Asked often; once true, the program has a second left.
  func run(isStopped: () -> Bool) throws(Failure) {
    guard let program = command.first else { throw Failure(message: "no command is configured") }
    let document = try self.document()
    defer { close(document) }
    var ends: [Int32] = [-1, -1]
    guard catalogued_pipe(&ends) == 0 else { throw failure("a pipe", errno) }
    let process: pid_t
    do throws(Failure) {
      defer { close(ends[1]) }
      process = try spawn(program, input: document, output: ends[1])
    } catch {
      close(ends[0])
      throw error
    }
    defer { close(ends[0]) }
    try wait(for: process, output: ends[0], isStopped)
  }

  /// The input as a file without a name, so that nobody waits for a reader.
  private func document() throws(Failure) -> Int32 {
    let file = catalogued_memory_file()
    guard file >= 0 else { throw failure("the document", errno) }
    var rest = input[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 else {
        close(file)
        throw failure("the document", errno)
      }
      rest = rest.dropFirst(count)
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  private func spawn(_ program: String, input: Int32, output: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    let unclean = catalogued_spawn_clean(&actions, 3)
    guard unclean == 0 else { throw failure("its descriptors", unclean) }
    // The daemon's threads block every signal, and it ignores some.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var process: pid_t = 0
    var environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
    if let zone = getenv("TZ") { environment.append("TZ=" + String(cString: zone)) }
    let code = withCStrings(command) { arguments in
      withCStrings(environment) { variables in
        posix_spawn(&process, program, &actions, &attributes, arguments, variables)
      }
    }
    guard code == 0 else { throw failure(program, code) }
    return process
  }

  /// An array of C strings that ends with a null pointer, lent.
  private func withCStrings<T>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    var pointers = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }

  private func wait(for process: pid_t, output: Int32, _ isStopped: () -> Bool) throws(Failure) {
    var deadline = monotonicSeconds() + timeout
    var isHurried = false
    var printed: [UInt8] = []
    while true {
      var status: Int32 = 0
      let ended = waitpid(process, &status, WNOHANG)
      drain(output, into: &printed)
      if ended == process { return try judge(status, printed) }
      guard ended == 0 || errno == EINTR else { throw failure("its end", errno) }
      if !isHurried, isStopped() {
        isHurried = true
        deadline = min(deadline, monotonicSeconds() + 1)
      }
      if monotonicSeconds() > deadline {
        kill(-process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let why = isHurried ? "the daemon stops" : "it did not end within \(Int(timeout.rounded(.up))) s"
        throw Failure(message: "\(why), and was killed" + said(printed))
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, 20)
      // Its output closed is not its end.
      if waiting.revents & Int16(POLLIN) == 0 { usleep(20_000) }
    }
  }

  private func drain(_ output: Int32, into printed: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // What is printed without end is read on later: the time-out is for that.
    for _ in 0..<16 {
      let count = read(output, &buffer, buffer.count)
      guard count > 0 else { return }
      printed += buffer[..<count].prefix(Self.outputLimit - printed.count)
    }
  }

  /// As `wait(2)` encodes it: the lower seven bits name a signal, the next byte is what it exited with.
  private func judge(_ status: Int32, _ printed: [UInt8]) throws(Failure) {
    let signal = status & 0x7f
    if signal != 0 { throw Failure(message: "it was ended by signal \(signal)" + said(printed)) }
    let code = (status >> 8) & 0xff
    if code != 0 { throw Failure(message: "it ended with status \(code)" + said(printed)) }
  }

  /// The first line of what it printed that says something, without what a terminal would obey.
  private func said(_ printed: [UInt8]) -> String {
    for line in String(decoding: printed, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let scalars = line.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
      let words = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
      guard !words.isEmpty else { continue }
      return ": " + (words.count > Self.wordsLimit ? words.prefix(Self.wordsLimit - 1) + "…" : words)
    }
    return ""
  }

  private func failure(_ what: String, _ code: Int32) -> Failure {
    Failure(message: "\(what): \(String(cString: strerror(code)))")
  }
}
