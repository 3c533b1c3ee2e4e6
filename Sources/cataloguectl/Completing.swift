import ControlAPI
import ControlClient
import Manual

/// What a shell may complete a command line with. Quick and quiet, whatever is wrong.
enum Completing {
  /// - Parameter words: Those behind the program's name; the last is the one to complete.
  static func answer(_ words: [String]) -> String {
    let completion = Program.description.complete(words)
    return completion.answer { names(completion.options["--socket"]) }
  }

  /// The names of the catalogues with their titles; none where no daemon answers within a second.
  private static func names(_ socket: String?) -> [Candidate] {
    var options: [String: String] = [:]
    if let socket {
      // A shell leaves ~ to us, since nothing is run yet.
      let home = socket.hasPrefix("~/") ? environment("HOME") : nil
      options["--socket"] = home.map { $0 + socket.dropFirst() } ?? socket
    }
    let context = try? Context(words: [], options: options, patience: 1)
    let catalogues = try? context?.get(Listing<CatalogueStatus>.self, "catalogues").items
    return (catalogues ?? []).filter { isHarmless($0.name) }.map {
      Candidate($0.name, $0.title.withoutControls)
    }
  }

  /// A shell puts it into the command line as it is. No daemon of ours has a catalogue that is called otherwise.
  private static func isHarmless(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
  }
}
