import Catalogue
import CatalogueFormats
import Configuration
import ControlAPI
import ControlServer
import Library
import Reconciliation
import Sync
import Threads
import Transfer

/// Looking at an address that may become a catalogue.
extension DaemonService {
  func probe(_ request: ProbeRequest, by peer: Peer, _ isAwaited: @escaping () -> Bool) throws(Problem)
    -> ProbeAnswer
  {
    try checkAddress(request.url)
    if let name = request.name { try checkName(name) }
    guard
      isProbing.withLock({ isProbing in
        defer { isProbing = true }
        return !isProbing
      })
    else {
      throw Problem(
        status: 409, code: .conflict,
        detail: "Another address is being looked at; ask again in a minute.")
    }
    defer { isProbing.withLock { $0 = false } }
    var settings = ProbeSettings(configuration.inForce.defaults.transfer)
    // Who may only read is not to see through the daemon what is on its machine and in its network.
    settings.staysPublic = !mayChange(peer)
    let library = library
    let findings: Probe.Findings
    do throws(TransferError) {
      findings = try Probe(engine, settings).look(at: request.url) { isAwaited() && !library.isStopping }
    } catch {
      guard error.kind != .cancelled else {
        throw Problem(status: 503, code: .unavailable, detail: error.message)
      }
      if error.kind == .refused, settings.staysPublic {
        throw Problem(status: 403, code: .notPermitted, detail: error.message)
      }
      throw Problem(status: 502, code: .upstream, detail: error.message)
    }
    return try answer(request, findings)
  }

  private func checkAddress(_ url: String) throws(Problem) {
    func refused(_ why: String) -> Problem { Problem(status: 400, code: .badRequest, detail: why) }
    guard PageAddress(url) != nil, !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
      throw refused(
        "“\(url)” is no http or https address: say it whole, such as https://example.org/publications")
    }
    let authority = url.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
    guard !authority.contains("@") else {
      throw refused(
        "Leave user name and password out of the address: a catalogue's file names a file with them ([credentials])"
      )
    }
  }

  /// A name that a catalogue can have, and that none has or had.
  private func checkName(_ name: String) throws(Problem) {
    guard Configuration.isName(name) else {
      throw Problem(
        status: 400, code: .badRequest,
        detail:
          "“\(name)” is no catalogue's name: at most 64 letters (a to z, A to Z), digits, -, _ and dots, beginning with a "
          + "letter or digit, and no number")
    }
    guard try isTaken(name) else { return }
    let free = try freeName(like: name)
    throw Problem(
      status: 409, code: .conflict,
      detail: "There is a catalogue “\(name)” already, or records of one; \(free) is free.", nearest: [free])
  }

  private func isTaken(_ name: String) throws(Problem) -> Bool {
    if configuration.inForce.hasName(name) { return true }
    // Also one without a file keeps its records, which a new one of that name would take over.
    return try names().values.contains(name)
  }

  private func freeName(like name: String) throws(Problem) -> String {
    let stem = String(name.prefix(60))
    if try !isTaken(stem) { return stem }
    for number in 2...99 where try !isTaken("\(stem)-\(number)") { return "\(stem)-\(number)" }
    return "\(stem)-\(started)"
  }

  // MARK: What was found

  private func answer(_ request: ProbeRequest, _ findings: Probe.Findings) throws(Problem) -> ProbeAnswer {
    var answer = ProbeAnswer(
      url: request.url, address: findings.address, title: findings.title, software: findings.software,
      finds: findings.finds.map(self.find), notes: findings.notes, requests: findings.requests)
    let inForce = configuration.inForce
    answer.catalogues = Set(
      ([request.url, findings.address] + findings.finds.map(\.harvest.url)).flatMap(inForce.catalogues(at:))
    ).sorted()
    guard let best = findings.best, best.reach != .one else { return answer }
    let title = best.title ?? findings.title
    let name =
      if let wanted = request.name { wanted } else {
        try freeName(like: CatalogueNaming.name(of: best.harvest.url, title: title))
      }
    answer.file = file(best, name: name, title: title.isEmpty ? name : title)
    return answer
  }

  private func find(_ find: Find) -> ProbeAnswer.Find {
    ProbeAnswer.Find(
      format: find.harvest.format, url: find.harvest.url, what: find.words, reach: find.reach.words,
      total: find.total, samples: find.samples,
      fields: Field.allCases.compactMap { field in
        let count = find.samples.count { !$0.isEmpty(field) }
        return count > 0 ? ProbeAnswer.Field(name: field.rawValue, count: count) : nil
      }, problem: find.fault)
  }

  private func file(_ find: Find, name: String, title: String) -> ProbeAnswer.File {
    let inForce = configuration.inForce
    var settings = inForce.defaults
    settings.name = name
    settings.title = String(title.prefix(200))
    settings.harvest.url = find.harvest.url
    settings.harvest.format = find.harvest.format
    settings.harvest.crawl.include = find.harvest.crawl.include
    settings.harvest.crawl.follow = find.harvest.crawl.follow
    settings.harvest.crawl.links = find.harvest.crawl.links
    settings.harvest.crawl.next = find.harvest.crawl.next
    let draft = inForce.draft(settings)
    let problem =
      draft.twin.map { "the catalogue \($0) asks for the same at this address already" }
      ?? draft.problems.first?.description
    return ProbeAnswer.File(name: name, path: draft.path, text: draft.text, problem: problem)
  }
}
