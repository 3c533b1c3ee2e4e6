/// What `ListSets` has said so far (OAI-PMH 2.0, 4.6). Its list may have pages, too, and HAL's has thousands: only as many
/// are read as are shown, or until the configured set is found.
struct OfferedSets: Sendable {
  /// As people read them: "Reports (reports)".
  private(set) var names: [String] = []
  /// The first setSpecs.
  private(set) var specs: [String] = []
  /// Whether the configured set is among them.
  private(set) var hasWanted = false
  private var pages = 0

  private static let shown = 100
  private static let pageLimit = 1000

  mutating func take(_ page: [(spec: String, name: String)], wanted: String?) {
    pages += 1
    for set in page {
      if set.spec == wanted { hasWanted = true }
      guard names.count < Self.shown else { continue }
      names.append(set.name.isEmpty ? set.spec : "\(set.name) (\(set.spec))")
      specs.append(set.spec)
    }
  }

  /// Whether the next page could say anything more that is of use.
  func goesOn(_ wanted: String?) -> Bool {
    pages < Self.pageLimit && (names.count < Self.shown || (wanted != nil && !hasWanted))
  }
}
