import CatalogueFormats
import Sync

// What keys do not say together, although each is right by itself.

extension CatalogueFile {
  func senseless(_ harvest: HarvestSettings, _ entries: [TOMLEntry]) -> [KeyFault] {
    var faults = strange(harvest.format, entries)
    // One that cannot be read is no missing one.
    if harvest.format == "listing", harvest.crawl.links == nil, entry("links", entries) == nil {
      let position = entry("format", entries)?.position ?? TOMLPosition(line: 1, column: 1)
      let message =
        "links is missing: which links of the listing lead to reports? For example links = \"h3 a\""
      faults.append(KeyFault(position: position, message: message))
    }
    let preset = JSONPreset.named(harvest.format)?.mapping
    if harvest.format == "json" || preset != nil {
      faults += unasked(harvest, preset, entries) + pointless(entries)
      if preset == nil, harvest.fields[.identifier] == nil {
        let position = entry("fields", entries)?.position ?? TOMLPosition(line: 1, column: 1)
        let message = "identifier is missing in [fields]: what tells one item from another?"
        faults.append(KeyFault(position: position, message: message))
      }
    }
    return faults
  }

  private func entry(_ key: String, _ entries: [TOMLEntry]) -> TOMLEntry? { entries.first { $0.key == key } }

  // MARK: Keys that the format does not read

  private static let oai = ["oai-pmh"]
  private static let pages = ["sitemap", "listing", "feed"]
  private static let json = ["json"] + JSONPreset.all.map(\.name)

  /// The keys that not every format reads, with the formats that do.
  private static let readers: [(key: String, formats: [String])] = [
    ("list", json), ("query", json), ("set", oai + json), ("metadata_prefix", oai), ("from", oai),
    ("overlap", oai + json), ("fields", ["table"] + json), ("separator", ["table"]),
    ("include", pages), ("exclude", pages), ("budget", pages), ("follow", ["feed"]), ("links", ["listing"]),
    ("next", ["listing"]),
  ]

  /// Whether a key says anything where that is the format.
  static func isRead(_ key: String, by format: String) -> Bool {
    format == "auto" || readers.first { $0.key == key }?.formats.contains(format) ?? true
  }

  /// What would be passed over in silence. In `auto`, and where the file names no format, nobody knows yet.
  private func strange(_ format: String, _ entries: [TOMLEntry]) -> [KeyFault] {
    guard format != "auto", entry("format", entries) != nil else { return [] }
    var faults = Self.readers.compactMap { key, formats -> KeyFault? in
      guard !formats.contains(format), let entry = entry(key, entries) else { return nil }
      let presets = formats.contains("json") ? " or a preset's" : ""
      let named = formats.filter { !Self.json.contains($0) || $0 == "json" }.map(quoted)
      return KeyFault(
        position: entry.position,
        message:
          "\(key) says nothing where format is \(quoted(format)): it is for \(named.joined(separator: ", "))\(presets)"
      )
    }
    if format == "table", case .table(let fields)? = entry("fields", entries)?.node.value {
      for field in fields {
        guard case .table = field.node.value else { continue }
        let message =
          "\(field.key) must be the name of a column, or a list of them; tables of parts are for JSON"
        faults.append(KeyFault(position: field.node.position, message: message))
      }
    }
    return faults
  }

  // MARK: JSON

  /// `query` and `set`, where the list does not say how to ask for them.
  private func unasked(_ harvest: HarvestSettings, _ preset: JSONMapping?, _ entries: [TOMLEntry])
    -> [KeyFault]
  {
    let list = harvest.list ?? preset ?? JSONMapping()
    var faults: [KeyFault] = []
    func add(_ key: String, _ message: String) {
      if let position = entry(key, entries)?.position {
        faults.append(KeyFault(position: position, message: message))
      }
    }
    if list.query == nil { add("query", "query says nothing here: query is missing in [list]") }
    if list.set == nil, !harvest.url.contains("{set}") {
      let whole = preset?.url.flatMap { $0.contains("{set}") ? $0 : nil }
      add(
        "set",
        whole.map { "set says nothing here: url must hold {set}, as \(quoted($0)) does" }
          ?? "set says nothing here: set is missing in [list]")
    }
    if harvest.url.contains("{set}"), harvest.set == nil {
      let position = entry("url", entries)?.position ?? entry("format", entries)?.position
      faults.append(
        KeyFault(
          position: position ?? TOMLPosition(line: 1, column: 1),
          message: "set is missing: its value belongs into url, \(quoted(harvest.url))"))
    }
    return faults
  }

  /// The places of `[fields]` that can lead nowhere.
  private func pointless(_ entries: [TOMLEntry]) -> [KeyFault] {
    guard case .table(let fields)? = entry("fields", entries)?.node.value else { return [] }
    var faults: [KeyFault] = []
    func look(_ node: TOMLNode) {
      switch node.value {
      case .string(let text):
        if let fault = Self.faultOfPointer(text) {
          faults.append(
            KeyFault(
              position: node.position, message: "\(excerpt(text)) in [fields] is no JSON Pointer: \(fault)"))
        }
      case .array(let nodes): nodes.forEach(look)
      case .table(let entries): for entry in entries { look(entry.node) }
      default: break
      }
    }
    for field in fields { look(field.node) }
    return faults
  }

  /// Why a text is no pointer, in words; nil where it is one.
  static func faultOfPointer(_ text: String) -> String? {
    if text.hasPrefix("$.") || text.hasPrefix("$[") {
      return "it is JSONPath; a pointer is written /name/name, and * stands for all of a list"
    }
    if text.split(separator: "{/", omittingEmptySubsequences: false).dropFirst().contains(where: {
      !$0.contains("}")
    }) {
      return "{ has no }"
    }
    return JSONMapping.isPointer(text) ? nil : "behind ~ stands 0 or 1"
  }
}
