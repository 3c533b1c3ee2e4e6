import Catalogue

/// What became of a run's pages, in numbers, and what a person should know of it.
struct CrawlTally: Sendable {
  /// Named by lists, each list's own count.
  var listed = 0
  /// Whether of one of them, at least, no list said when it changed.
  var hasUndated = false
  var reports = 0
  /// Pages that are no report, by what they are.
  var others: [String: Int] = [:]
  /// Listed and not there (404).
  var gone = 0
  /// Refused by robots.txt.
  var refused = Named()
  /// Bot walls, login pages and errors.
  var failed = Named()
  /// Lists that could not be read.
  var failedLists = Named()
  /// Of other sites than the catalogue's; whether a sitemap names them.
  var foreign = Named()
  var isForeignListed = false
  /// The budget was spent before they were asked for: new ones, and those that may have changed.
  var left = 0
  var leftOld = 0
  /// Pages of which nobody knows what record they are, so that the list holds not every record for sure (rule 6).
  var isIncomplete = false

  /// Pages that call another's address their own.
  var distrusted = Named()

  /// Whether no page was read, and none is known from before.
  var holdsNothing: Bool { reports + gone == 0 && others.isEmpty }

  /// A count, with the first few that it is made of.
  struct Named: Sendable {
    var count = 0
    var reasons: [String: Int] = [:]
    var first: [String] = []

    mutating func add(_ address: String, _ reason: String = "") {
      count += 1
      if !reason.isEmpty, reasons.count < 20 || reasons[reason] != nil { reasons[reason, default: 0] += 1 }
      if first.count < 3 { first.append(Printable.line(address, limit: 300)) }
    }

    /// "3: https://…, https://…"; "2 login, 1 HTTP status 500: https://…".
    var words: String {
      let why = reasons.isEmpty ? "\(count)" : CrawlTally.list(reasons)
      return "\(why): \(first.joined(separator: ", "))\(count > first.count ? " …" : "")"
    }
  }

  static func list(_ counts: [String: Int]) -> String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }.joined(
      separator: ", ")
  }

  /// For `cataloguectl catalogues NAME`.
  var about: [AboutFact] {
    var facts = [AboutFact(name: "Pages", value: "\(listed) listed, \(reports) reports")]
    func add(_ name: String, _ value: String) {
      facts.append(AboutFact(name: name, value: Printable.line(value, limit: 1500)))
    }
    if !others.isEmpty { add("Others", Self.list(others)) }
    if gone > 0 { add("Not there", "\(gone) (HTTP status 404 or 410)") }
    if refused.count > 0 { add("Refused by robots.txt", refused.words) }
    if foreign.count > 0 { add("Of other sites", foreign.words) }
    if failedLists.count > 0 { add("Lists not read", failedLists.words) }
    if failed.count > 0 { add("Not read", failed.words) }
    if distrusted.count > 0 { add("Canonical address not believed", distrusted.words) }
    if left > 0 { add("Left for the next run", counted(left, "new page")) }
    return facts
  }

  /// For the run: what kept it from asking for everything.
  var remark: String? {
    var parts: [String] = []
    if left > 0 { parts.append("left for the next run: \(counted(left, "new page")) (budget)") }
    if failed.count > 0 { parts.append("not read: \(failed.words)") }
    if failedLists.count > 0 { parts.append("lists not read: \(failedLists.words)") }
    if isForeignListed { parts.append("listed, and of another site: \(foreign.words)") }
    if refused.count > 0 { parts.append("\(refused.count) refused by robots.txt") }
    if distrusted.count > 0 {
      parts.append("known by their own address, as they share a canonical one: \(distrusted.words)")
    }
    if !others.isEmpty { parts.append("others: \(Self.list(others))") }
    return parts.isEmpty ? nil : Printable.line(parts.joined(separator: "; "), limit: 1000)
  }
}
