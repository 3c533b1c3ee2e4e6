import ControlAPI
import ControlClient
import Glibc

/// What a command runs with: its words and options, the screen, and the daemon.
final class Context {
  let words: [String]
  let screen = Screen.standard()
  private let options: [String: String]
  private let client: ControlClient

  /// - Parameter patience: Seconds that a question may take.
  init(words: [String], options: [String: String], patience: Int? = nil) throws(Failure) {
    if let socket = options["--socket"], socket.isEmpty {
      throw Failure(code: .usage, message: "--socket needs a path")
    }
    // Monitoring does not wait for long.
    let patience = patience ?? (options["--check"] == nil ? ControlClient.patience : Self.checkPatience)
    self.words = words
    self.options = options
    let path = Self.socketPath(options["--socket"])
    do throws(ControlClient.Failure) {
      client = try ControlClient(socketPath: path, patience: patience)
    } catch { throw Failure(error) }
  }

  private static let checkPatience = 8

  func has(_ option: String) -> Bool { options[option] != nil }
  func value(_ option: String) -> String? { options[option] }
  var wantsJSON: Bool { has("--json") }

  /// How many things a list shall have at most.
  func limit(unlessSaid usual: Int) -> Int { value("--limit").flatMap { Int($0) } ?? usual }

  private static func socketPath(_ flag: String?) -> String {
    var variables: [String: String] = [:]
    for name in ["CATALOGUED_SOCKET", "XDG_RUNTIME_DIR"] { variables[name] = environment(name) }
    return SocketPlaces.toAsk(flag: flag, variables, user: geteuid()) { path in
      // What is in a folder that may not be looked into is there for this purpose: the answer says what is amiss.
      access(path, F_OK) == 0 || errno == EACCES
    }
  }

  // MARK: Asking

  /// The answer's own bytes. Who waits at a terminal is told so.
  func get(_ path: String) throws(Failure) -> [UInt8] {
    let wait = Wait(on: screen, "has not answered yet", from: 2, isSeen: !wantsJSON)
    defer { wait.end() }
    do throws(ControlClient.Failure) { return try client.get(path, meanwhile: wait.tick) } catch {
      throw Failure(error)
    }
  }

  func get<Value: Decodable>(_ type: Value.Type, _ path: String) throws(Failure) -> Value {
    try decode(type, try get(path))
  }

  /// Asks for a change: what was answered, and its own bytes.
  ///
  /// - Parameter doing: What the daemon does, for a person who waits: "removes zenodo".
  func post<Value: Decodable>(
    _ type: Value.Type, _ path: String, _ body: some Encodable, doing: String? = nil
  ) throws(Failure) -> (Value, [UInt8]) {
    try change(type, doing) { (client, tick) throws(ControlClient.Failure) in
      try client.post(path, body, meanwhile: tick)
    }
  }

  /// The same by PATCH.
  func patch<Value: Decodable>(
    _ type: Value.Type, _ path: String, _ body: some Encodable
  ) throws(Failure) -> (Value, [UInt8]) {
    try change(type, nil) { (client, tick) throws(ControlClient.Failure) in
      try client.patch(path, body, meanwhile: tick)
    }
  }

  /// Asks for what is at the path to go.
  func delete<Value: Decodable>(_ type: Value.Type, _ path: String) throws(Failure) -> (Value, [UInt8]) {
    try change(type, nil) { (client, tick) throws(ControlClient.Failure) in
      try client.delete(path, meanwhile: tick)
    }
  }

  private func change<Value: Decodable>(
    _ type: Value.Type, _ doing: String?,
    _ ask: (ControlClient, @escaping () -> Void) throws(ControlClient.Failure) -> [UInt8]
  ) throws(Failure) -> (Value, [UInt8]) {
    let wait = Wait(
      on: screen, doing ?? "has not answered yet", from: doing == nil ? 2 : 1, isSeen: !wantsJSON)
    defer { wait.end() }
    do throws(ControlClient.Failure) {
      let bytes = try ask(client, wait.tick)
      return (try client.decode(type, bytes), bytes)
    } catch { throw Failure(error) }
  }

  /// What happens from now on, or behind an event that was heard before.
  func events(after id: String?) throws(ControlClient.Failure) -> EventReader { try client.events(after: id) }

  /// From now on a signal ends the waiting for an answer.
  func noteSignals() {
    Interruption.prepare()
    client.givesUp = { Interruption.code != nil }
  }

  /// Asks for a file; see `ControlClient.download`.
  func download(
    _ path: String, take: @escaping (UnsafeRawBufferPointer) -> Bool,
    progress: @escaping (ControlClient.Download) -> Void
  ) throws(Failure) -> Int64 {
    do throws(ControlClient.Failure) {
      return try client.download(path, take: take, progress: progress)
    } catch { throw Failure(error) }
  }

  /// Asks for an answer of any length; see `ControlClient.stream`.
  ///
  /// - Parameter take: Throws where the bytes cannot be kept: that ends it.
  func stream(_ path: String, take: @escaping (UnsafeRawBufferPointer) throws(Failure) -> Void)
    throws(Failure)
    -> Int64
  {
    var fault: Failure?
    do throws(ControlClient.Failure) {
      return try client.stream(path) { bytes in
        do throws(Failure) { try take(bytes) } catch { fault = error }
        return fault == nil
      }
    } catch { throw fault ?? Failure(error) }
  }

  func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(Failure) -> Value {
    do throws(ControlClient.Failure) { return try client.decode(type, bytes) } catch { throw Failure(error) }
  }

  // MARK: Showing

  /// Asks, and prints the API's own bytes where `--json` wants them, else the page that `lay` makes.
  func show<Value: Decodable>(
    _ type: Value.Type, _ path: String, _ lay: (Value, inout Page) throws(Failure) -> Void
  ) throws(Failure) -> ExitCode {
    let bytes = try get(path)
    if wantsJSON {
      Screen.write(bytes)
    } else {
      var page = Page(screen)
      try lay(try decode(type, bytes), &page)
      page.print()
    }
    return .done
  }

  /// Asks for a change of a catalogue, and says in a line what was done.
  func change<Value: Decodable>(
    of name: String, _ type: Value.Type, _ verb: String, _ wish: some Encodable = [String: String](),
    doing: String? = nil, say: (Value) -> (Line, ExitCode)
  ) throws(Failure) -> ExitCode {
    let path = "catalogues/\(ControlClient.encode(name))/\(verb)"
    let (answer, bytes) = try post(type, path, wish, doing: doing)
    let (line, code) = say(answer)
    if wantsJSON { Screen.write(bytes) } else { screen.say(line) }
    return code
  }

  /// Does it for each catalogue that is named: what cannot be done for one does not keep the others from it.
  func eachCatalogue(_ body: (String) throws(Failure) -> ExitCode) throws(Failure) -> ExitCode {
    try each(words, body)
  }

  func each(_ words: [String], _ body: (String) throws(Failure) -> ExitCode) throws(Failure) -> ExitCode {
    var worst = ExitCode.done
    for name in words {
      do throws(Failure) {
        worst = worst.worse(try body(name))
      } catch {
        // Nobody answers for any of them.
        guard words.count > 1, error.code != .noDaemon else { throw error }
        Screen.complain(error.message)
        worst = worst.worse(error.code)
      }
    }
    return worst
  }
}

/// Says on a terminal what is waited for, and for how long.
private final class Wait {
  private let screen: Screen
  private let what: String
  private let first: Int64
  private let isSeen: Bool
  private let began = time(nil)
  private var isDrawn = false

  /// - Parameters:
  ///   - what: What the daemon does.
  ///   - first: After how many seconds it is said first.
  init(on screen: Screen, _ what: String, from first: Int64, isSeen: Bool) {
    self.screen = screen
    self.what = what
    self.first = first
    self.isSeen = isSeen && screen.isTerminal
  }

  func tick() {
    let seconds = Int64(time(nil) - began)
    guard isSeen, seconds >= first else { return }
    screen.redraw("the daemon \(what): \(Words.span(seconds))")
    isDrawn = true
  }

  func end() { if isDrawn { screen.redraw(nil) } }
}
