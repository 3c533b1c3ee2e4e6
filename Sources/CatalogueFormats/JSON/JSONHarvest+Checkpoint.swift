import Catalogue

/// A harvest's place, as `name=value` words: `json1 asked=… place=cursor:…`.
extension JSONHarvest {
  private static let version = "json1"

  var checkpoint: String {
    var words = [Self.version]
    func add(_ name: String, _ value: String?) {
      if let value { words.append("\(name)=\(Query.encode(value))") }
    }
    add("asked", asked)
    add("place", Self.write(place))
    add("full", facts.full ? "1" : "0")
    add("complete", facts.complete ? "1" : "0")
    add("date", facts.responseDate.map { "\($0.seconds)" })
    add("since", since.map { "\($0.seconds)" })
    add("pass", "\(facts.pass)")
    add("expected", facts.expectedRecords.map { "\($0)" })
    add("pages", "\(pages)")
    add("received", "\(received)")
    add("empty", "\(emptyPages)")
    add("restarts", "\(restarts)")
    add("first", "\(firstPage)")
    add("last", "\(lastPage)")
    add("ignored", "\(ignoredReceipts)")
    return words.joined(separator: " ")
  }

  /// Goes on from a checkpoint; nil for what is none, and where something else is asked for now.
  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    let words = checkpoint.split(separator: " ")
    guard words.first == Self.version[...] else { return nil }
    var values: [String: String] = [:]
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Query.decode(parts[1]) else { return nil }
      values[String(parts[0])] = value
    }
    func number(_ name: String) -> Int { values[name].flatMap { Int($0) } ?? 0 }
    func date(_ name: String) -> Datestamp? {
      values[name].flatMap { Int64($0) }.map(Datestamp.init(seconds:))
    }
    self.init(settings, .full)
    guard values["asked"] == asked, let place = values["place"].flatMap(Self.readPlace) else { return nil }
    self.place = place.value
    facts.full = values["full"] == "1"
    facts.complete = values["complete"] == "1"
    facts.responseDate = date("date")
    since = date("since")
    facts.pass = number("pass")
    facts.expectedRecords = values["expected"].flatMap { Int($0) }
    pages = number("pages")
    received = number("received")
    emptyPages = number("empty")
    restarts = number("restarts")
    firstPage = values["first"].flatMap { UInt64($0) } ?? 0
    lastPage = values["last"].flatMap { UInt64($0) } ?? 0
    // Pages that were heard before a kill may come again.
    ignoredReceipts = max(Self.lateReceipts, number("ignored"))
  }

  /// A hash of everything that decides what is asked for and how it is read.
  private var asked: String {
    var hash = Fingerprint()
    hash.take(requests.url(.first, since: nil).utf8)
    hash.take(
      "\(mapping.items) \(mapping.lines) \(mapping.paging) \(mapping.total) \(mapping.since.map { "\($0)" } ?? "")"
        .utf8)
    for field in ReportField.allCases {
      guard let source = mapping.fields[field] else { continue }
      hash.take("\(field.rawValue) \(source.alternatives)".utf8)
      for part in FieldSource.NamePart.allCases {
        if let places = source.parts[part] { hash.take("\(part.rawValue) \(places)".utf8) }
      }
    }
    return String(hash.value, radix: 16)
  }

  private static func write(_ place: JSONRequests.Place?) -> String {
    switch place {
    case nil: "over"
    case .first?: "first"
    case .number(let number)?: "number:\(number)"
    case .cursor(let cursor)?: "cursor:\(cursor)"
    case .url(let url)?: "url:\(url)"
    }
  }

  private static func readPlace(_ text: String) -> (value: JSONRequests.Place?, Void)? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count > 1 ? String(parts[1]) : ""
    switch parts[0] {
    case "over": return (nil, ())
    case "first": return (.first, ())
    case "number": return Int(value).map { (.number($0), ()) }
    case "cursor": return (.cursor(value), ())
    case "url": return (.url(value), ())
    default: return nil
    }
  }
}
