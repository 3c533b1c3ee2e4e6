extension SiteHarvest {
  private static let form = "site1"

  /// The lists are read again after a kill, and the store knows which pages this run has asked for: only what it may
  /// still spend is to be remembered.
  var checkpoint: String {
    var words = Checkpoint(Self.form)
    words.add("spent", spent)
    words.add("all", settings.crawl.asksAll)
    return words.text
  }

  /// Begins a reading.
  static func begin(_ source: Source, _ settings: HarvestSettings, _ scope: HarvestScope) -> any Harvest {
    var harvest = SiteHarvest(source, settings, scope)
    harvest.goOn()
    return harvest
  }

  /// Goes on with one; nil for a text that is no checkpoint.
  static func resume(_ source: Source, _ settings: HarvestSettings, _ checkpoint: String) -> (any Harvest)? {
    var harvest = SiteHarvest(source, settings, resuming: checkpoint)
    harvest?.goOn()
    return harvest
  }

  /// Goes on from a checkpoint; nil for what is none.
  init?(_ source: Source, _ settings: HarvestSettings, resuming checkpoint: String) {
    guard let words = Checkpoint(checkpoint, version: Self.form) else { return nil }
    var settings = settings
    settings.crawl.asksAll = words.flag("all")
    self.init(source, settings, .full)
    spent = words.count("spent")
  }
}
