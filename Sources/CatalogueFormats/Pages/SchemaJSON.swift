import Catalogue

/// Makes things of JSON-LD (W3C JSON-LD 1.1) that uses schema.org's words: objects, `@graph`, lists, references by
/// `@id`. Contexts are not fetched: a prefix or a vocabulary's address before a word is taken off.
struct SchemaJSON {
  /// The things that the page's scripts hold directly, in order; those of `@graph` among them.
  private(set) var things: [SchemaThing] = []

  private var count = 0
  private static let depthLimit = 24
  private static let countLimit = 20_000

  /// Reads the scripts. One that is not JSON, even mended, is counted and left out.
  init(_ scripts: [[UInt8]], _ document: JSONDocument, repairs: inout [String: Int]) {
    for script in scripts {
      let body = Self.withoutComments(script)
      guard body.contains(where: { $0 > 0x20 }) else { continue }
      let fault = body.withUnsafeBufferPointer { document.read($0, repairs: &repairs) }
      guard fault == nil, let root = document.root else {
        repairs["unreadable JSON-LD left out", default: 0] += 1
        continue
      }
      addTop(root, depth: 0)
    }
    resolve()
  }

  /// CDATA's and comments' marks, which older programs put around scripts.
  private static func withoutComments(_ script: [UInt8]) -> ArraySlice<UInt8> {
    guard let first = script.firstIndex(where: { $0 > 0x20 }), !"{[".utf8.contains(script[first]) else {
      return script[...]
    }
    guard let start = script.firstIndex(of: UInt8(ascii: "{")),
      let end = script.lastIndex(of: UInt8(ascii: "}")), start < end
    else { return [] }
    return script[start...end]
  }

  private mutating func addTop(_ value: JSONValue, depth: Int) {
    guard depth < 4 else { return }
    switch value.kind {
    case .array: for child in value.children { addTop(child, depth: depth + 1) }
    case .object:
      if let graph = value[Array("@graph".utf8)] {
        addTop(graph, depth: depth + 1)
      } else if case .thing(let thing)? = self.value(value, depth: 0) {
        things.append(thing)
      }
    default: break
    }
  }

  private mutating func value(_ json: JSONValue, depth: Int) -> SchemaValue? {
    guard depth < Self.depthLimit, count < Self.countLimit else { return nil }
    count += 1
    switch json.kind {
    case .string, .number, .boolean: return json.text.map { .text($0) }
    case .null, .array: return nil
    case .object: break
    }
    if let literal = json[Array("@value".utf8)] { return literal.text.map { .text($0) } }
    var thing = SchemaThing()
    for child in json.children {
      let key = String(decoding: child.key, as: UTF8.self)
      switch key {
      case "@type":
        for name in Self.flat(child) {
          if let name = name.text { thing.types.append(SchemaThing.word(name)) }
        }
      case "@id": thing.id = child.text
      case _ where key.hasPrefix("@"): break
      default:
        let name = SchemaThing.word(key)
        for element in Self.flat(child) {
          if let value = value(element, depth: depth + 1) { thing.properties.append((name, value)) }
        }
      }
    }
    return .thing(thing)
  }

  /// A value, or the values of a list, or of `@list` or `@set`.
  private static func flat(_ value: JSONValue) -> [JSONValue] {
    switch value.kind {
    case .array: return Array(value.children.prefix(2000))
    case .object:
      let list = value[Array("@list".utf8)] ?? value[Array("@set".utf8)]
      return list.map { $0.kind == .array ? Array($0.children.prefix(2000)) : [$0] } ?? [value]
    default: return [value]
    }
  }

  // MARK: References

  /// Puts what an `@id` names in the place of the bare reference to it, one level deep (and that of what was put there
  /// another: chapters, their authors, those's affiliations).
  private mutating func resolve() {
    var known: [String: SchemaThing] = [:]
    for thing in things {
      if let id = thing.id, !thing.properties.isEmpty, known[id] == nil { known[id] = thing }
    }
    guard !known.isEmpty else { return }
    giveParts(known)
    var budget = 5000
    for index in things.indices { things[index] = Self.resolved(things[index], known, depth: 0, &budget) }
  }

  /// Chapters that only say what they are parts of (`isPartOf`) are parts of that.
  private mutating func giveParts(_ known: [String: SchemaThing]) {
    var parts: [String: [(name: String, value: SchemaValue)]] = [:]
    for thing in things where thing.types.contains("Chapter") {
      guard let whole = thing.values("isPartOf").first else { continue }
      let id = if case .thing(let whole) = whole { whole.id } else { whole.text }
      if let id, known[id] != nil { parts[id, default: []].append(("hasPart", .thing(thing))) }
    }
    for index in things.indices {
      guard let id = things[index].id, let parts = parts[id], things[index].values("hasPart").isEmpty else {
        continue
      }
      things[index].properties += parts
    }
  }

  private static func resolved(
    _ thing: SchemaThing, _ known: [String: SchemaThing], depth: Int, _ budget: inout Int
  ) -> SchemaThing {
    guard depth < 4, budget > 0 else { return thing }
    var thing = thing
    for index in thing.properties.indices {
      guard case .thing(var inner) = thing.properties[index].value, budget > 0 else { continue }
      budget -= 1
      if inner.properties.isEmpty, let id = inner.id, let whole = known[id] { inner = whole }
      thing.properties[index].value = .thing(resolved(inner, known, depth: depth + 1, &budget))
    }
    return thing
  }
}
