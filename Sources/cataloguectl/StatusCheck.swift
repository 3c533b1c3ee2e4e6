import Catalogue
import ControlAPI

/// `status --check`: one line and an exit status, as monitoring plugins answer (Monitoring Plugins' guidelines).
enum StatusCheck {
  /// 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN: not what the exit statuses of other commands mean.
  private static let states: [(name: String, code: ExitCode)] = [
    ("OK", .done), ("WARNING", .failed), ("CRITICAL", .usage), ("UNKNOWN", .noDaemon),
  ]

  /// What endangers the mirror itself; the rest waits for a person.
  private static let critical: Set<Need.Kind> = [.store, .disk, .notify]

  static func run(_ context: Context) throws(Failure) -> ExitCode {
    do throws(Failure) {
      return say(try context.get(Status.self, "status"), context.screen)
    } catch {
      context.screen.print("CATALOGUED \(states[3].name) - \(error.message)")
      return states[3].code
    }
  }

  private static func say(_ status: Status, _ screen: Screen) -> ExitCode {
    let needs = status.needsPerson
    let state = states[needs.isEmpty ? 0 : needs.contains { critical.contains($0.kind) } ? 2 : 1]
    let catalogues = status.catalogues.reduce(0) { $0 + $1.count }
    var text = "\(counted(catalogues, "catalogue")), \(counted(status.store.reports, "report"))"
    if let first = needs.first {
      text = first.catalogue.map { "\($0): " } ?? ""
      text += first.message + (needs.count > 1 ? " (and \(needs.count - 1) more)" : "")
    }
    // What stands behind the bar is for graphs; the bar itself may not stand before it.
    let plain = text.replacing("|", with: "/")
    screen.print(
      "CATALOGUED \(state.name) - \(plain) | needs=\(needs.count) catalogues=\(catalogues) reports=\(status.store.reports) store=\(status.store.bytes)B"
    )
    return state.code
  }
}
