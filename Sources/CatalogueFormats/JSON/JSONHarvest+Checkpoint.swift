import Catalogue

/// A harvest's place, as `name=value` words: `json1 asked=… place=cursor:…`.
extension JSONHarvest {
  private static let version = "json1"

  var checkpoint: String {
    var words = Checkpoint(Self.version)
    words.add("asked", asked)
    words.add("place", Self.write(place))
    words.add("full", facts.full)
    words.add("complete", facts.complete)
    words.add("date", facts.responseDate)
    words.add("since", since)
    words.add("pass", facts.pass)
    words.add("expected", facts.expectedRecords)
    words.add("pages", pages)
    words.add("received", received)
    words.add("empty", emptyPages)
    words.add("restarts", restarts)
    words.add("first", firstPage)
    words.add("last", lastPage)
    words.add("ignored", ignoredReceipts)
    return words.text
  }

  /// Goes on from a checkpoint; nil for what is none, and where something else is asked for now.
  init?(_ settings: HarvestSettings, resuming checkpoint: String) {
    guard let words = Checkpoint(checkpoint, version: Self.version) else { return nil }
    self.init(settings, .full)
    guard words["asked"] == asked, let place = words["place"].flatMap(Self.readPlace) else { return nil }
    self.place = place.value
    facts.full = words.flag("full")
    facts.complete = words.flag("complete")
    facts.responseDate = words.date("date")
    since = words.date("since")
    facts.pass = words.count("pass")
    facts.expectedRecords = words.number("expected")
    pages = words.count("pages")
    received = words.count("received")
    emptyPages = words.count("empty")
    restarts = words.count("restarts")
    firstPage = words["first"].flatMap { UInt64($0) } ?? 0
    lastPage = words["last"].flatMap { UInt64($0) } ?? 0
    // Pages that were heard before a kill may come again.
    ignoredReceipts = max(Self.lateReceipts, words.count("ignored"))
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
