import Catalogue
import Sync

/// How things stand, in the one line that `systemctl status` shows.
struct StatusLine {
  let text: String

  /// - Parameters:
  ///   - held: Of how many catalogues deletions are held.
  ///   - undecided: How many catalogues wait until a person says which they are.
  ///   - faults: How many faults the configuration has.
  init(_ catalogues: [CatalogueSituation], held: Int, undecided: Int, faults: Int) {
    var running: [String] = []
    var failing = 0
    for catalogue in catalogues {
      if case .running = catalogue.state { running.append(catalogue.settings.name) }
      if catalogue.failure != nil { failing += 1 }
    }
    var parts = ["Mirrors \(counted(catalogues.count, "catalogue"))"]
    switch running.count {
    case 0: break
    case 1...3: parts.append("runs \(running.joined(separator: ", "))")
    default: parts.append("runs \(running.count) of them")
    }
    var needs: [String] = []
    if held > 0 { needs.append("\(held) held") }
    if failing > 0 { needs.append("\(failing) failing") }
    if undecided > 0 { needs.append("\(undecided) to be named") }
    if faults > 0 { needs.append(counted(faults, "fault") + " in the configuration") }
    let end = needs.isEmpty ? "nothing needs a person" : "needs a person: " + needs.joined(separator: ", ")
    text = parts.joined(separator: ", ") + "; " + end + "."
  }
}
