import Catalogue

/// A harvest's place, as `name=value` words: `oai1 phase=list token=t12 …`.
extension OAIHarvest {
  private static let version = "oai1"

  var checkpoint: String {
    var words = [Self.version, "phase=\(phase.rawValue)", "full=\(facts.full ? 1 : 0)"]
    func add(_ name: String, _ value: String?) {
      if let value { words.append("\(name)=\(Query.encode(value))") }
    }
    add("complete", facts.complete ? "1" : "0")
    add("tombstones", facts.promisesTombstones ? "1" : "0")
    add("date", facts.responseDate.map { "\($0.seconds)" })
    add("pass", "\(facts.pass)")
    add("expected", facts.expectedRecords.map { "\($0)" })
    add("windows", windows.map { "\(Self.write($0.from))/\(Self.write($0.until))" }.joined(separator: ","))
    // What was heard of the sets is not kept: they are asked for again.
    add("token", phase == .sets ? nil : token)
    add("granularity", granularity.rawValue)
    add("earliest", earliest.map { "\($0.seconds)" })
    add("restarts", "\(restarts)")
    add("ordered", isOrdered ? "1" : "0")
    add("highest", highest.map { "\($0.seconds)" })
    add("heard", "\(heardInWindow)")
    add("pages", "\(pagesInWindow)")
    add("empty", "\(emptyPages)")
    add("ignored", "\(ignoredReceipts)")
    add("from", fromForm.rawValue)
    return words.joined(separator: " ")
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    let words = checkpoint.split(separator: " ")
    guard words.first == Self.version[...] else { return nil }
    var values: [String: String] = [:]
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Query.decode(parts[1]) else { return nil }
      values[String(parts[0])] = value
    }
    func date(_ name: String) -> Datestamp? {
      values[name].flatMap { Int64($0) }.map(Datestamp.init(seconds:))
    }
    self.init(settings, .full)
    guard let phase = values["phase"].flatMap(Phase.init),
      let granularity = values["granularity"].flatMap(Granularity.init),
      let windows = values["windows"].flatMap(Self.readWindows)
    else { return nil }
    self.phase = phase
    self.granularity = granularity
    self.windows = windows
    facts.full = values["full"] == "1"
    facts.complete = values["complete"] == "1"
    facts.promisesTombstones = values["tombstones"] == "1"
    facts.responseDate = date("date")
    facts.pass = values["pass"].flatMap { Int($0) } ?? 0
    facts.expectedRecords = values["expected"].flatMap { Int($0) }
    token = values["token"]
    earliest = date("earliest")
    restarts = values["restarts"].flatMap { Int($0) } ?? 0
    isOrdered = values["ordered"] == "1"
    highest = date("highest")
    heardInWindow = values["heard"].flatMap { Int($0) } ?? 0
    pagesInWindow = values["pages"].flatMap { Int($0) } ?? 0
    emptyPages = values["empty"].flatMap { Int($0) } ?? 0
    fromForm = values["from"].flatMap(FromForm.init) ?? .exact
    graceForReplay(values["ignored"].flatMap { Int($0) } ?? 0)
  }

  private static func write(_ date: Datestamp?) -> String { date.map { "\($0.seconds)" } ?? "" }

  private static func readWindows(_ text: String) -> [Window]? {
    var windows: [Window] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "/", omittingEmptySubsequences: false)
      guard ends.count == 2 else { return nil }
      windows.append(
        Window(
          from: Int64(ends[0]).map(Datestamp.init(seconds:)),
          until: Int64(ends[1]).map(Datestamp.init(seconds:))))
    }
    return windows
  }
}
