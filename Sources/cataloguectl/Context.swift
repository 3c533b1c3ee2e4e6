import ControlAPI
import ControlClient
import Glibc

/// What a command runs with.
final class Context {
  let words: [String]
  let options: [String: String]
  let client: ControlClient

  init(words: [String], options: [String: String]) throws(Failure) {
    self.words = words
    self.options = options
    let path = Self.socketPath(options["--socket"])
    do throws(ControlClient.Failure) {
      client = try ControlClient(socketPath: path)
    } catch { throw Failure(code: .failed, message: "libcurl does not start") }
  }

  func has(_ option: String) -> Bool { options[option] != nil }

  var wantsJSON: Bool { has("--json") }

  /// The flag, then the environment, then the system's socket if it is there, then the user's own.
  private static func socketPath(_ flag: String?) -> String {
    if let flag { return flag }
    if let path = variable("CATALOGUED_SOCKET") { return path }
    let system = "/run/catalogued/catalogued.sock"
    if access(system, F_OK) != 0, let directory = variable("XDG_RUNTIME_DIR") {
      return directory + "/catalogued/catalogued.sock"
    }
    return system
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  // MARK: Asking

  func get(_ path: String) throws(Failure) -> [UInt8] {
    try asking { () throws(ControlClient.Failure) in try client.get(path) }
  }

  func get<Value: Decodable>(_ type: Value.Type, _ path: String) throws(Failure) -> Value {
    try asking { () throws(ControlClient.Failure) in try client.decode(type, try client.get(path)) }
  }

  func post<Value: Decodable>(_ type: Value.Type, _ path: String, _ body: some Encodable) throws(Failure) -> (
    Value, [UInt8]
  ) {
    try asking { () throws(ControlClient.Failure) in
      let bytes = try client.post(path, body)
      return (try client.decode(type, bytes), bytes)
    }
  }

  private func asking<Value>(_ body: () throws(ControlClient.Failure) -> Value) throws(Failure) -> Value {
    do throws(ControlClient.Failure) { return try body() } catch {
      switch error {
      case .noDaemon(let why):
        throw Failure(
          code: .noDaemon,
          message: "no daemon answers on \(client.socketPath) (\(why)): is it running? systemctl status catalogued")
      case .unreadable(let why): throw Failure(code: .failed, message: why)
      case .problem(let problem):
        let code: ExitCode =
          switch problem.status {
          case 403: .notPermitted
          case 404: .notFound
          default: .failed
          }
        throw Failure(code: code, message: Terminal.clean(problem.detail))
      }
    }
  }

  /// Prints the API's own bytes where `--json` asks for them, else what `show` makes.
  func print(_ path: String, _ show: ([UInt8]) throws(Failure) -> Void) throws(Failure) -> ExitCode {
    let bytes = try get(path)
    if wantsJSON {
      Terminal.write(bytes)
    } else {
      try show(bytes)
    }
    return .done
  }

  func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(Failure) -> Value {
    try asking { () throws(ControlClient.Failure) in try client.decode(type, bytes) }
  }
}
