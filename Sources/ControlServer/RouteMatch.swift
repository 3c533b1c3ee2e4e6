import ControlAPI

/// Which operations a path belongs to, and what stands in the place of the names in their paths.
struct RouteMatch: Sendable {
  /// One for each method.
  var operations: [Operation]
  /// What stands in the place of the one name that a path may have.
  var name: String

  /// Nil where nothing is at the path.
  ///
  /// - Parameter parts: What stands between the path's slashes. The reference of a report may be several of them, and
  ///   empty ones; one that ends as a path below a report does is given with its slashes encoded, as one part.
  init?(_ parts: [String]) {
    operations = []
    name = ""
    for operation in Operation.allCases {
      guard let found = Self.match(parts, Self.templates[operation] ?? []) else { continue }
      // More exact ones stand before: `/v1/reports/{id}/history` before `/v1/reports/{id}`.
      if let first = operations.first, first.route.path != operation.route.path { break }
      operations.append(operation)
      name = found
    }
    if operations.isEmpty { return nil }
  }

  private static let templates = Dictionary(
    uniqueKeysWithValues: Operation.allCases.map {
      ($0, $0.route.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
    })

  private static func match(_ parts: [String], _ template: [String]) -> String? {
    guard let place = template.firstIndex(where: { $0.hasPrefix("{") }) else {
      return parts == template ? "" : nil
    }
    let behind = template.count - place - 1
    guard parts.count >= template.count, parts[..<place] == template[..<place],
      parts.suffix(behind) == template.suffix(behind)
    else { return nil }
    let name = parts[place..<(parts.count - behind)]
    // Only a report's reference may hold slashes.
    guard name.count == 1 || template[place - 1] == "reports" else { return nil }
    return name.joined(separator: "/")
  }
}
