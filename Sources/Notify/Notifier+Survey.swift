import Catalogue
import ControlAPI
import Glibc
import Library
import Sync

/// What holds now, against what was told.
struct Survey {
  /// Something to be told, and what to note once it was.
  struct Due {
    /// What it is about.
    var key: String
    var notice: Notice
    var topics: [String: Int64?]
  }

  var due: [Due] = []
  /// In how many seconds something may be due by the mere passing of time.
  var nextLook = Double.infinity
}

extension Notifier {
  /// So many of the reports that match are named.
  private static let reportLimit = 100

  func survey(_ settings: NotifySettings) -> Survey {
    var survey = Survey()
    do throws(LibraryError) {
      let told = try library.told()
      var over: [String: Int64?] = [:]
      try lookAtCatalogues(settings, told, &survey, &over)
      lookAtDisk(settings, told, &survey, &over)
      if state.withLock({ $0.hasClosed }) { try lookForReports(settings, told, &survey, &over) }
      note(over)
    } catch {
      survey.nextLook = 10
    }
    return survey
  }

  private func notice(_ event: Notice.Event, _ subject: String, _ message: String) -> Notice {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return Notice(
      event: event, host: host, at: Timestamp(seconds: library.now()), subject: "catalogued: " + subject,
      message: message)
  }

  // MARK: Catalogues

  private func lookAtCatalogues(
    _ settings: NotifySettings, _ told: [String: ToldRow], _ survey: inout Survey,
    _ over: inout [String: Int64?]
  ) throws(LibraryError) {
    let held = try library.heldCounts()
    let conflicts = try library.waitingForPersons().conflicts
    let now = library.now()
    var topics: Set<String> = []
    for situation in scheduler.situations() {
      let name = situation.settings.name
      func add(
        _ topic: String, value: Int64 = 1, _ event: Notice.Event, _ subject: String, _ message: String,
        since: Int64?, _ command: String
      ) {
        topics.insert(topic)
        guard told[topic]?.value != value else { return }
        var notice = notice(event, "\(name) \(subject)", message)
        notice.catalogue = name
        notice.title = situation.settings.title
        notice.since = since.map(Timestamp.init(seconds:))
        notice.command = command
        survey.due.append(Survey.Due(key: topic, notice: notice, topics: [topic: value]))
      }
      if let deletions = held[situation.number] {
        // What is held anew is told, even if nobody looked while nothing was.
        add(
          "held:\(situation.number)", value: try library.holder(catalogue: situation.number), .held,
          "waits for you",
          "\(counted(deletions, "deletion")) are too many to be believed: approve or reject them", since: nil,
          "cataloguectl approve \(name)")
      }
      if let open = conflicts[situation.number] {
        let topic = "conflicts:\(situation.number)"
        topics.insert(topic)
        // Only those that opened since; that some were settled is no news.
        if told[topic].map({ $0.value < open.last }) ?? true {
          add(
            topic, value: open.last, .conflicts, "says something else than you",
            "\(counted(open.count, "conflict")) between its upstream and what persons decided: settle them",
            since: open.since, "cataloguectl conflicts --catalogue \(name)")
        }
      }
      let failing = "failing:\(situation.number)"
      let refused = "credentials:\(situation.number)"
      if let failure = situation.failure {
        let left = failure.since + settings.failingAfter - now
        if left <= 0 || told[failing] != nil {
          add(
            failing, .failing, "fails",
            "\(counted(failure.times, "run")) in a row failed: \(failure.message)",
            since: failure.since, "cataloguectl runs \(name)")
        } else {
          survey.nextLook = min(survey.nextLook, Double(left))
        }
        if situation.isRefused || told[refused] != nil {
          add(
            refused, .credentials, "is refused",
            "the upstream does not take the credentials: \(failure.message)",
            since: failure.since, "cataloguectl catalogues \(name)")
        }
      } else if let was = told[failing] ?? told[refused] {
        // No failure is known since the start; only a close is a recovery.
        for topic in [failing, refused] where told[topic] != nil { topics.insert(topic) }
        if let closed = try library.closed(catalogue: situation.number, since: was.at) {
          var notice = notice(.recovered, "\(name) is in step again", "a run has closed")
          notice.catalogue = name
          notice.title = situation.settings.title
          notice.since = Timestamp(seconds: closed)
          let over: [String: Int64?] = [failing: nil, refused: nil]
          survey.due.append(Survey.Due(key: "recovered:\(situation.number)", notice: notice, topics: over))
        }
      }
    }
    for topic in told.keys where !topics.contains(topic) {
      if ["held:", "failing:", "credentials:", "conflicts:"].contains(where: { topic.hasPrefix($0) }) {
        over.updateValue(nil, forKey: topic)
      }
    }
  }

  // MARK: The disk

  private func lookAtDisk(
    _ settings: NotifySettings, _ told: [String: ToldRow], _ survey: inout Survey,
    _ over: inout [String: Int64?]
  ) {
    guard let room = DiskFloor.Room(of: directory) else { return }
    let was = told["disk"] != nil
    let isNearlyFull = settings.disk.isNearlyFull(room, was: was)
    if was, !isNearlyFull { over.updateValue(nil, forKey: "disk") }
    guard isNearlyFull, !was else { return }
    let notice = notice(.disk, "the disk is nearly full", room.words(of: directory))
    survey.due.append(Survey.Due(key: "disk", notice: notice, topics: ["disk": 1]))
  }

  // MARK: New reports

  private func lookForReports(
    _ settings: NotifySettings, _ told: [String: ToldRow], _ survey: inout Survey,
    _ over: inout [String: Int64?]
  ) throws(LibraryError) {
    // What closes from here on is looked at the next time.
    state.withLock { $0.hasClosed = false }
    let last = try library.lastChange()
    let rows = try library.catalogues()
    let names = Dictionary(uniqueKeysWithValues: rows.map { ($0.number, $0.name) })
    for search in settings.searches {
      let topic = Self.topic(search)
      guard let after = told[topic]?.value else {
        over[topic] = last
        continue
      }
      guard after < last else { continue }
      let catalogue = rows.first { $0.name == search.catalogue }?.number
      if search.catalogue != nil, catalogue == nil {
        over[topic] = last
        continue
      }
      let found: (rows: [SearchRow], total: Int)
      do throws(LibraryError) {
        found = try library.additions(
          matching: search.words, catalogue: catalogue, changes: after + 1..<last + 1,
          limit: Self.reportLimit)
      } catch {
        state.withLock { $0.hasClosed = true }
        throw error
      }
      guard found.total > 0 else {
        over[topic] = last
        continue
      }
      // It is looked for again until it was told.
      state.withLock { $0.hasClosed = true }
      let what = counted(found.total, "new report")
      var notice = notice(.reports, "\(what) for “\(search.name)”", "\(what) match “\(search.words)”")
      notice.search = search.name
      notice.words = search.words
      notice.catalogue = search.catalogue
      notice.total = found.total
      notice.reports = found.rows.map { ReportSummary($0, names) }
      survey.due.append(Survey.Due(key: topic, notice: notice, topics: [topic: last]))
    }
    for topic in told.keys where topic.hasPrefix("search:") {
      let name = topic.dropFirst("search:".count)
      if !settings.searches.contains(where: { $0.name == name }) { over.updateValue(nil, forKey: topic) }
    }
  }
}

extension DiskFloor.Room {
  /// "1.2 GB of 100 GB are free at /var/lib/catalogued".
  public func words(of path: String) -> String {
    "\(Self.size(free)) of \(Self.size(size)) are free at \(path)"
  }

  private static func size(_ bytes: Int64) -> String {
    let unit: (Int64, String) = bytes < 1_000_000_000 ? (100_000, "MB") : (100_000_000, "GB")
    let tenths = bytes / unit.0
    return "\(tenths / 10).\(tenths % 10) \(unit.1)"
  }
}

extension ReportSummary {
  /// A hit, without what only a person's search shows.
  public init(_ row: SearchRow, _ names: [Int64: String]) {
    let report = row.report
    var contributors: [String] = []
    for contributor in report.contributors where !contributors.contains(contributor.name.printed) {
      contributors.append(contributor.name.printed)  // each once, whatever their roles
    }
    self.init(
      number: row.number, title: report.title, subtitle: report.subtitle, contributors: contributors,
      published: report.published?.printed, publisher: report.publisher,
      catalogues: row.catalogues.compactMap { names[$0] }, withdrawn: row.isWithdrawn)
  }
}
