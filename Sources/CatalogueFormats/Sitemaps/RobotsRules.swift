/// What a site asks of programs that go through it (RFC 9309), as far as it is meant for this one.
public struct RobotsRules: Sendable {
  private struct Rule {
    var pattern: AddressPattern
    var allows: Bool
  }

  private var rules: [Rule] = []
  /// The sitemaps that it names, as written; for every program alike.
  private(set) var sitemaps: [String] = []
  /// `Crawl-delay` in seconds: no part of the standard, but widely meant.
  public private(set) var delay: Double?
  private var refusesAll = false

  /// What a group names this program by.
  static let token = "catalogued"
  /// How much of the file is read (2.5).
  public static let limit = 500 << 10
  /// A longer `Crawl-delay` would keep a catalogue of some thousand pages from ever being read.
  static let longestDelay = 60.0
  /// More rules than anybody means.
  private static let ruleLimit = 10_000
  private static let sitemapLimit = 1000

  /// Everything is allowed: the site has no such file (2.3.1.3).
  public static let none = RobotsRules()
  /// Nothing is: the file cannot be had (2.3.1.4).
  public static let unreachable: RobotsRules = {
    var rules = RobotsRules()
    rules.refusesAll = true
    return rules
  }()

  private init() {}

  /// Reads the file; what it does not understand, it passes over (2.2.4).
  public init(_ bytes: [UInt8]) {
    var own: [Rule] = []
    var others: [Rule] = []
    var ownDelay: Double?
    var othersDelay: Double?
    var isOurs = false
    var isEverybodys = false
    var sawOwn = false
    var isGroupOpen = false
    var text = bytes.prefix(Self.limit)
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let (key, value) = Self.pair(line) else { continue }
      switch key {
      case "user-agent":
        // Several in a row begin one group.
        if isGroupOpen { (isOurs, isEverybodys, isGroupOpen) = (false, false, false) }
        let name = value.prefix { $0 != "/" && $0 != " " }.lowercased()
        if name == Self.token { (isOurs, sawOwn) = (true, true) }
        if name == "*" { isEverybodys = true }
      case "allow", "disallow":
        isGroupOpen = true
        guard !value.isEmpty, own.count + others.count < Self.ruleLimit else { continue }
        let rule = Rule(pattern: AddressPattern(value), allows: key == "allow")
        if isOurs { own.append(rule) }
        if isEverybodys { others.append(rule) }
      case "crawl-delay":
        isGroupOpen = true
        guard let seconds = Double(value), seconds.isFinite, seconds >= 0 else { continue }
        if isOurs { ownDelay = ownDelay ?? seconds }
        if isEverybodys { othersDelay = othersDelay ?? seconds }
      case "sitemap":
        if sitemaps.count < Self.sitemapLimit { sitemaps.append(value) }
      default: continue
      }
    }
    // The groups of this program are one; only without any those for everybody count (2.2.1).
    rules = sawOwn ? own : others
    delay = (sawOwn ? ownDelay : othersDelay).map { min($0, Self.longestDelay) }
  }

  /// `key: value # comment`.
  private static func pair(_ line: ArraySlice<UInt8>) -> (String, String)? {
    let line = line.prefix { $0 != UInt8(ascii: "#") }
    guard let colon = line.firstIndex(of: ASCII.colon) else { return nil }
    func trimmed(_ part: ArraySlice<UInt8>) -> String {
      let start = part.firstIndex { $0 > 0x20 } ?? part.endIndex
      let end = part.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
      return String(decoding: part[start..<max(start, end)], as: UTF8.self)
    }
    return (trimmed(line[..<colon]).lowercased(), trimmed(line[(colon + 1)...]))
  }

  /// Whether a path, with its query, may be asked for: the longest rule that it is of says so, of equals the one that
  /// allows (2.2.2).
  public func allows(_ path: String) -> Bool {
    if path == "/robots.txt" { return true }
    if refusesAll { return false }
    let path = AddressPattern.normalised(Array(path.utf8))
    var best: Rule?
    for rule in rules where rule.pattern.matches(path) {
      guard let found = best else {
        best = rule
        continue
      }
      let isLonger = rule.pattern.length > found.pattern.length
      if isLonger || (rule.pattern.length == found.pattern.length && rule.allows) { best = rule }
    }
    return best?.allows ?? true
  }
}
