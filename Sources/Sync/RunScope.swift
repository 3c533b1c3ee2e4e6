import CatalogueFormats
import Library

extension HarvestSettings {
  /// What a run asks for, as text.
  var scope: String {
    var parts = [format, url, metadataPrefix ?? "", set ?? "", "\(from?.seconds ?? 0)"]
    // Who is who is asked again; how the rest is mapped is read from kept bytes.
    if let identity = fields[.identifier] { parts.append("identifier: \(identity.alternatives)") }
    if let separator { parts.append("separator: \(separator)") }
    if let query { parts.append("query: \(query)") }
    if var list {
      list.fields = FieldMapping()
      parts.append("\(list)")
    }
    if crawl.follow { parts.append("follow") }
    for (key, values) in [
      ("include", crawl.include), ("exclude", crawl.exclude), ("links", crawl.links.map { [$0] } ?? []),
      ("next", crawl.next.map { [$0] } ?? []),
    ] where !values.isEmpty { parts.append("\(key): \(values)") }
    return parts.joined(separator: " ")
  }
}

extension FullRunReason {
  /// For people.
  var text: String {
    switch self {
    case .first: "the first run"
    case .scopeChanged: "what is asked for has changed"
    case .clockWentBack: "the upstream's clock went back"
    case .due: "a full run is due"
    }
  }
}
