import Catalogue

/// A harvest's place, as `name=value` words: `oai1 phase=list token=t12 …`.
extension OAIHarvest {
  private static let version = "oai1"

  var checkpoint: String {
    var words = Checkpoint(Self.version)
    words.add("phase", phase.rawValue)
    words.add("full", facts.full)
    words.add("complete", facts.complete)
    words.add("tombstones", facts.promisesTombstones)
    words.add("date", facts.responseDate)
    words.add("pass", facts.pass)
    words.add("expected", facts.expectedRecords)
    words.add(
      "windows", windows.map { "\(Self.write($0.from))/\(Self.write($0.until))" }.joined(separator: ","))
    // What was heard of the sets is not kept: they are asked for again.
    words.add("token", phase == .sets ? nil : token)
    words.add("granularity", granularity.rawValue)
    words.add("earliest", earliest)
    words.add("restarts", restarts)
    words.add("ordered", isOrdered)
    words.add("highest", highest)
    words.add("heard", heardInWindow)
    words.add("pages", pagesInWindow)
    words.add("empty", emptyPages)
    words.add("ignored", ignoredReceipts)
    words.add("from", fromForm.rawValue)
    return words.text
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    guard let words = Checkpoint(checkpoint, version: Self.version) else { return nil }
    self.init(settings, .full)
    guard let phase = words["phase"].flatMap(Phase.init),
      let granularity = words["granularity"].flatMap(Granularity.init),
      let windows = words["windows"].flatMap(Self.readWindows)
    else { return nil }
    self.phase = phase
    self.granularity = granularity
    self.windows = windows
    facts.full = words.flag("full")
    facts.complete = words.flag("complete")
    facts.promisesTombstones = words.flag("tombstones")
    facts.responseDate = words.date("date")
    facts.pass = words.count("pass")
    facts.expectedRecords = words.number("expected")
    token = words["token"]
    earliest = words.date("earliest")
    restarts = words.count("restarts")
    isOrdered = words.flag("ordered")
    highest = words.date("highest")
    heardInWindow = words.count("heard")
    pagesInWindow = words.count("pages")
    emptyPages = words.count("empty")
    fromForm = words["from"].flatMap(FromForm.init) ?? .exact
    graceForReplay(words.count("ignored"))
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
