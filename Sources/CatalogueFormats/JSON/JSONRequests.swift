import Catalogue

/// Makes the addresses that a list is asked for at.
struct JSONRequests: Sendable {
  private let settings: HarvestSettings
  private let mapping: JSONMapping

  init(_ settings: HarvestSettings, _ mapping: JSONMapping) {
    self.settings = settings
    self.mapping = mapping
  }

  /// Where a list stands, as the mapping's paging counts it.
  enum Place: Hashable, Sendable {
    case first
    /// A page's number, or an item's.
    case number(Int)
    case cursor(String)
    /// A next page's address, as the upstream gave it.
    case url(String)
  }

  func url(_ place: Place, since: Datestamp?) -> String {
    if case .url(let url) = place { return url }
    if settings.url.hasPrefix("file:") { return settings.url }
    var (address, arguments) = Self.parse(Self.joined(settings.url, mapping.path))
    address = Self.fill(address, "{set}", settings.set)
    let written = since.flatMap { date in mapping.since.map { date.written($0.date) } }
    address = Self.fill(address, "{since}", written ?? mapping.since?.beginning)

    // What the catalogue's own address says wins over what the mapping always sends.
    let own = Set(arguments.map(\.name))
    arguments += mapping.parameters.filter { !own.contains($0.name) }
    if let set = settings.set, let argument = mapping.set { Self.add(argument, set, &arguments) }
    if let query = settings.query, let argument = mapping.query { Self.add(argument, query, &arguments) }
    if let written, let since = mapping.since, !since.argument.parameter.isEmpty {
      Self.add(since.argument, written, &arguments)
      arguments += since.with
    }
    if let size = mapping.size { Self.set(size.parameter, "\(size.value)", &arguments) }
    switch (mapping.paging, place) {
    case (.page(let parameter, let first), .first), (.offset(let parameter, let first), .first):
      Self.set(parameter, "\(first)", &arguments)
    case (.page(let parameter, _), .number(let number)), (.offset(let parameter, _), .number(let number)):
      Self.set(parameter, "\(number)", &arguments)
    case (.cursor(let parameter, let first?, _), .first): Self.set(parameter, first, &arguments)
    case (.cursor(let parameter, _, _), .cursor(let cursor)): Self.set(parameter, cursor, &arguments)
    default: break
    }
    guard !arguments.isEmpty else { return address }
    return address + "?"
      + arguments.map { "\(Query.encode($0.name))=\(Query.encode($0.value))" }.joined(separator: "&")
  }

  /// A next page's address, made whole. A key that the upstream put into it is taken out again: it is not ours to keep.
  func next(_ reference: String, from base: String) -> String? {
    guard let url = WebAddress.resolve(reference, against: base) else { return nil }
    let end = url.firstIndex(of: "#") ?? url.endIndex
    guard case .query(let key)? = mapping.key else { return String(url[..<end]) }
    let parts = url[..<end].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return String(url[..<end]) }
    let kept = parts[1].split(separator: "&").filter { pair in
      Query.decode(pair.prefix { $0 != "=" }) != key
    }
    return kept.isEmpty ? String(parts[0]) : "\(parts[0])?\(kept.joined(separator: "&"))"
  }

  // MARK: Arguments

  private static func add(
    _ argument: JSONMapping.Argument, _ value: String, _ arguments: inout [JSONMapping.Parameter]
  ) {
    let value = argument.value.replacing("{}", with: value)
    let sent = JSONMapping.Parameter(argument.parameter, value)
    guard let join = argument.join, let index = arguments.firstIndex(where: { $0.name == argument.parameter })
    else {
      // An address to which the catalogue was moved for good may hold it already.
      if !arguments.contains(sent) { arguments.append(sent) }
      return
    }
    let isWord = join.contains { $0.isLetter }
    let before = arguments[index].value
    guard !before.split(separator: join).contains(value[...]) else { return }
    arguments[index].value = isWord ? "(\(before))\(join)(\(value))" : before + join + value
  }

  private static func set(_ name: String, _ value: String, _ arguments: inout [JSONMapping.Parameter]) {
    arguments.removeAll { $0.name == name }
    arguments.append(JSONMapping.Parameter(name, value))
  }

  // MARK: Addresses

  private static func fill(_ address: String, _ name: String, _ value: String?) -> String {
    address.replacing(name, with: Query.encode(value ?? ""))
  }

  /// The address without its query, and the query's arguments.
  private static func parse(_ url: String) -> (address: String, arguments: [JSONMapping.Parameter]) {
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return (url, []) }
    let arguments = parts[1].split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      func decoded(_ side: Substring) -> String {
        Query.decode(side.replacing("+", with: " ")) ?? String(side)
      }
      return JSONMapping.Parameter(decoded(sides[0]), sides.count > 1 ? decoded(sides[1]) : "")
    }
    return (String(parts[0]), arguments)
  }

  /// The address with what of `path` it does not hold. One that goes its own way from where the path begins is whole.
  static func joined(_ url: String, _ path: String?) -> String {
    guard let path else { return url }
    let cut = url.firstIndex(of: "?") ?? url.endIndex
    let query = url[cut...]
    var address = url[..<cut]
    while address.hasSuffix("/") { address = address.dropLast() }
    let segments = path.split(separator: "/")
    let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
    let own = address[start...].split(separator: "/").dropFirst()
    for length in stride(from: min(segments.count, own.count), to: 0, by: -1)
    where own.suffix(length).elementsEqual(segments.prefix(length)) {
      return ([address] + segments[length...]).joined(separator: "/") + query
    }
    if let first = segments.first, own.contains(first) { return "\(address)\(query)" }
    if let last = segments.last, own.last == last { return "\(address)\(query)" }
    return ([address] + segments).joined(separator: "/") + query
  }
}
