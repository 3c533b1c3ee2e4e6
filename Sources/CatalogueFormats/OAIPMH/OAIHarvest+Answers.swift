import Catalogue

/// What answers mean, before their records are looked at.
extension OAIHarvest {
  /// Throws where the answer is no OAI-PMH, or breaks off.
  func recognise(_ envelope: Envelope) throws(HarvestFault) {
    let root = splitter.root ?? ""
    let isData =
      splitter.listBegan || envelope.isIdentify || !envelope.errors.isEmpty || !envelope.prefixes.isEmpty
      || !envelope.sets.isEmpty || root == "OAI-PMH" || root == "Repository"
    if !(200..<300).contains(status), envelope.errors.isEmpty { throw HTTPRefusal.fault(status) }
    guard isData else {
      if root.lowercased() == "html" || envelope.pageTitle != nil {
        let title = envelope.pageTitle.map { " “\($0)”" } ?? ""
        throw HarvestFault(
          .notData,
          "the answer is a web page\(title), not OAI-PMH: an error page, a login or a bot wall; nothing changed"
        )
      }
      let what = splitter.envelope.isEmpty ? "empty" : "not OAI-PMH"
      throw HarvestFault(.notData, "the answer is \(what); nothing changed")
    }
    guard splitter.ended else {
      throw HarvestFault(.cutShort, "the answer breaks off before its end")
    }
  }

  // MARK: What the small verbs say

  mutating func takeIdentify(_ envelope: Envelope) throws(HarvestFault) {
    guard envelope.isIdentify else {
      if let error = envelope.errors.first { throw said(error) }
      throw HarvestFault(.malformed, "the answer to Identify holds no Identify")
    }
    granularity = envelope.granularity ?? .second
    let policy = envelope.deletedRecord ?? ""
    earliest = envelope.earliest
    heed(policy)
    tell("Repository name", envelope.repositoryName)
    tell("Administrator", envelope.adminEmails.isEmpty ? nil : envelope.adminEmails.joined(separator: ", "))
    tell("Earliest datestamp", earliest?.utc(granularity))
    tell("Granularity", granularity.rawValue)
    tell("Deleted records", policy)
    if !facts.full, let since = windows.first?.from {
      // `from` is inclusive, but what changed within the granule of the last answer may not have stood in it.
      let from = Datestamp(seconds: since.seconds - granularity.seconds - max(0, settings.overlap))
      windows = [Window(from: max(from, settings.from ?? from))]
    }
    phase = facts.full || settings.set != nil ? .formats : .list
  }

  /// Absences count for nothing where deletions are told (rule 6).
  mutating func heed(_ deletedRecord: String) {
    facts.promisesTombstones = deletedRecord == "persistent"
    if facts.promisesTombstones, settings.complete != true { facts.complete = false }
  }

  mutating func takeSets(_ envelope: Envelope) throws(HarvestFault) {
    sets.take(envelope.sets, wanted: settings.set)
    if let next = envelope.token, !next.isEmpty, next != token, !envelope.sets.isEmpty,
      sets.goesOn(settings.set)
    {
      token = next
      return
    }
    let isWhole = envelope.errors.isEmpty && (envelope.token ?? "").isEmpty
    tellSets()
    if let set = settings.set, isWhole, !sets.hasWanted { try check(set, among: sets.specs, "set") }
    beginList()
  }

  mutating func tellSets() {
    if !sets.names.isEmpty { tell("Sets", sets.names.joined(separator: "; ")) }
  }

  mutating func beginList() {
    token = nil
    phase = .list
  }

  /// Our own code for what the repository's lists do not hold.
  static let notOffered = "notOffered"

  func said(_ error: (code: String, text: String)) -> HarvestFault {
    let code = Printable.line(error.code, limit: 60)
    let text = error.text.isEmpty ? "" : ": \(error.text)"
    return HarvestFault(.said(code: code), "the upstream says \(code.isEmpty ? "error" : code)\(text)")
  }

  func check(_ wanted: String, among offered: [String], _ kind: String) throws(HarvestFault) {
    guard !offered.isEmpty, !offered.contains(wanted) else { return }
    let list = offered.prefix(20).map { Printable.line($0) }.joined(separator: ", ")
    throw HarvestFault(
      .said(code: Self.notOffered),
      "the repository offers no \(kind) “\(wanted)”; it offers \(list). Change the catalogue's file")
  }

  mutating func tell(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    facts.about.append(AboutFact(name: name, value: Printable.line(value, limit: 2000)))
  }
}
