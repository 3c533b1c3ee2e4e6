import Catalogue
import ControlAPI
import ControlServer
import Library

/// What removes for good: the purge of a report, and trim.
extension DaemonService {
  func purge(_ reference: String, _ request: PurgeRequest, by peer: Peer) throws(Problem) -> PurgeAnswer {
    let loss = try asking { () throws(LibraryError) in
      request.dryRun
        ? try library.purgeCount(report: reference)
        : try library.purge(report: reference, by: User.name(peer.user))
    }
    let names = try names()
    let catalogues = loss.catalogues.compactMap { names[$0] }.sorted()
    let what =
      "report \(loss.report), “\(loss.title)”: \(counted(loss.records, "record")) of "
      + "\(catalogues.joined(separator: ", ")) with \(counted(loss.revisions, "revision")), and "
      + counted(loss.decisions, "decision")
    if !request.dryRun {
      log.write(.warning, "user \(peer.user) purged \(what)")
      for name in catalogues { events.changed(name) }
    }
    return PurgeAnswer(
      report: loss.report, title: loss.title, catalogues: catalogues, records: loss.records,
      revisions: loss.revisions, decisions: loss.decisions, done: !request.dryRun,
      message: (request.dryRun ? "would remove " : "removed ") + what
        + "; an upstream that goes on listing it brings it back, as a new report")
  }

  func trim(_ request: TrimRequest, by peer: Peer) throws(Problem) -> TrimAnswer {
    let (chosen, skipped) = try toTrim(request.catalogue)
    let moment = library.now() - request.olderThan.seconds
    var counts: [TrimAnswer.Count] = []
    for name in chosen {
      let number = try number(name)
      let count = try asking { () throws(LibraryError) in
        try library.trim(catalogue: number, before: moment, isRehearsal: request.dryRun)
      }
      counts.append(
        TrimAnswer.Count(catalogue: name, records: count.records, revisions: count.revisions))
      if !request.dryRun {
        log.write(
          .warning,
          "user \(peer.user) trimmed \(name): removed \(counted(count.revisions, "revision")) of "
            + "\(counted(count.records, "record")), older than \(request.olderThan.text)")
      }
    }
    return TrimAnswer(
      before: Timestamp(seconds: moment), catalogues: counts, skipped: skipped, done: !request.dryRun)
  }

  /// The names of the catalogues whose states may go, and of those whose may not; throws where the one that is named
  /// keeps them.
  private func toTrim(_ catalogue: String?) throws(Problem) -> (chosen: [String], skipped: [String]) {
    guard let catalogue else {
      let rows = try asking { () throws(LibraryError) in try library.catalogues() }
      let allowed = Set(scheduler.situations().filter(\.settings.allowsTrim).map(\.settings.name))
      let names = rows.filter { $0.live + $0.withdrawn > 0 }.map(\.name).sorted()
      return (names.filter(allowed.contains), names.filter { !allowed.contains($0) })
    }
    try known(catalogue)
    guard scheduler.situation(catalogue)?.settings.allowsTrim == true else {
      throw Problem(
        status: 409, code: .conflict,
        detail: "“\(catalogue)” keeps every state of its records: set trim = true in its file, and reload.")
    }
    return ([catalogue], [])
  }
}
