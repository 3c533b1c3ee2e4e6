import Catalogue
import Library
import Sync

/// How things stand, in the one line that `systemctl status` shows. Asks nothing of the store that grows with it.
struct StatusLine {
  let text: String

  /// - Parameter faults: How many faults the configuration has.
  init(_ scheduler: Scheduler, _ library: Library, faults: Int) {
    let catalogues = scheduler.situations()
    var running: [String] = []
    var failing = 0
    for catalogue in catalogues {
      if case .running = catalogue.state { running.append(catalogue.settings.name) }
      if catalogue.failure != nil { failing += 1 }
    }
    var text = "Mirrors \(counted(catalogues.count, "catalogue"))"
    switch running.count {
    case 0: break
    case 1...3: text += ", runs \(running.joined(separator: ", "))"
    default: text += ", runs \(running.count) of them"
    }
    let health = library.health
    let held = (try? library.heldCatalogues()) ?? 0
    let undecided = scheduler.undecided().count
    var needs: [String] = []
    if health.damage != nil { needs.append("the store is damaged") }
    if health.staleness != nil { needs.append("the store is to be compacted") }
    if health.full != nil { needs.append("the disk is full") }
    if held > 0 { needs.append("\(held) held") }
    if failing > 0 { needs.append("\(failing) failing") }
    if undecided > 0 { needs.append("\(undecided) to be named") }
    if faults > 0 { needs.append(counted(faults, "fault") + " in the configuration") }
    text +=
      needs.isEmpty ? "; nothing needs a person." : "; needs a person: " + needs.joined(separator: ", ") + "."
    self.text = text
  }
}
