/// How often a feed wants to be asked: RSS 2.0's `ttl`, `skipHours` and `skipDays`, RSS 1.0's syndication module.
enum FeedPolling {
  /// Takes one of the feed's elements, if it is about this.
  static func read(
    _ element: FeedElements.Element, _ text: String, _ elements: FeedElements,
    _ names: inout FeedElements.Names,
    into wish: inout PollingWish
  ) {
    switch (element.vocabulary, element.tag) {
    case (.core, .ttl):
      guard let minutes = Int64(text), minutes > 0 else { return }
      wish.interval = min(minutes, longest / 60) * 60
      wish.source = "ttl"
    case (.syndication, .updatePeriod) where wish.source != "ttl":
      guard let period = periods[text.lowercased()] else { return }
      // The frequency may have come before: then it is kept as a negative interval until the period does.
      wish.interval = period / (wish.interval < 0 ? -wish.interval : 1)
      wish.source = "sy:updatePeriod"
    case (.syndication, .updateFrequency) where wish.source != "ttl":
      guard let times = Int64(text), (1...86_400).contains(times) else { return }
      wish.interval = wish.interval > 0 ? max(1, wish.interval / times) : -times
    case (.core, .skipHours):
      let hours = values(.hour, in: element, elements, &names).compactMap { Int($0) }
      // RSS 0.91 counts to 24; a feed that is never to be asked means something else.
      let set = Set(hours.map { $0 == 24 ? 0 : $0 }.filter { (0...23).contains($0) })
      if set.count < 24 { wish.skipHours = set }
    case (.core, .skipDays):
      let days = values(.day, in: element, elements, &names).compactMap { day in
        weekdays.firstIndex { day.lowercased().hasPrefix($0) }.map { $0 + 1 }
      }
      if Set(days).count < 7 { wish.skipDays = Set(days) }
    default: break
    }
  }

  /// A frequency without a period is that of a day (the module's default).
  static func settle(_ wish: PollingWish) -> PollingWish {
    guard wish.interval < 0 else { return wish }
    var settled = wish
    settled.interval = max(1, 86_400 / -wish.interval)
    settled.source = "sy:updateFrequency"
    return settled
  }

  private static let longest: Int64 = 366 * 86_400
  private static let periods: [String: Int64] = [
    "hourly": 3600, "daily": 86_400, "weekly": 7 * 86_400, "monthly": 30 * 86_400, "yearly": 365 * 86_400,
  ]
  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private static func values(
    _ tag: FeedTag, in parent: FeedElements.Element, _ elements: FeedElements,
    _ names: inout FeedElements.Names
  ) -> [String] {
    elements.children(of: parent, core: elements.namespace(of: parent), &names).filter { $0.tag == tag }
      .map { elements.text(of: $0).filter { !$0.isWhitespace } }
  }
}
