/// A JSON Pointer (RFC 6901), in which the token `*` stands for every element of a list.
///
/// `*` also stands for every value of an object that has no key of that name. `*[rel=next]` stands for the elements whose
/// member `rel` is `next`, `*[rel!=next]` for the others, and `*[rel=]` for those that have none. A pointer that begins without `/` is read as if it
/// began with one; the empty one is the whole document.
struct JSONPointer: Hashable, Sendable {
  enum Token: Hashable, Sendable {
    case every
    /// The elements that have such a member, or that have not; none is an empty one.
    case having([UInt8], value: [UInt8], equal: Bool)
    /// A key, or a list's place where it is a number without leading zeros.
    case key([UInt8], place: Int?)
  }

  let tokens: [Token]

  init(tokens: [Token]) { self.tokens = tokens }

  /// The whole document.
  init() { tokens = [] }

  /// Nil where a `~` is followed by neither 0 nor 1 (RFC 6901, 3).
  init?(_ text: String) {
    var tokens: [Token] = []
    let path = text.isEmpty || text.hasPrefix("/") ? text[...] : "/\(text)"
    for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst() {
      guard let key = Self.unescape(part) else { return nil }
      tokens.append(Self.condition(key) ?? (key == Self.star ? .every : .key(key, place: Self.place(key))))
    }
    self.tokens = tokens
  }

  /// Every value that it leads to, in order.
  func values(in root: JSONValue) -> [JSONValue] {
    var found = [root]
    for token in tokens {
      var next: [JSONValue] = []
      for value in found { Self.step(token, from: value, &next) }
      found = next
      if found.isEmpty { break }
    }
    return found
  }

  /// The first value that it leads to.
  func first(in root: JSONValue) -> JSONValue? { values(in: root).first }

  /// Whether a token of a path stands for a key or for a place.
  static func matches(_ token: Token, key: [UInt8]?, place: Int) -> Bool {
    switch token {
    case .every: true
    case .having: false
    case .key(let wanted, let wantedPlace): key.map { $0 == wanted } ?? (wantedPlace == place)
    }
  }

  private static func step(_ token: Token, from value: JSONValue, _ found: inout [JSONValue]) {
    switch token {
    case .every:
      if let named = value[star] { found.append(named) } else { found += value.children }
    case .having(let key, let wanted, let equal):
      for child in value.children where child.kind == .object {
        let member = child[key]?.bytes ?? Bytes(start: nil, count: 0)
        if member.equals(wanted) == equal { found.append(child) }
      }
    case .key(let key, let place):
      if let inner = value[key] ?? place.flatMap({ value[$0] }) { found.append(inner) }
    }
  }

  private static let star = Array("*".utf8)

  /// `*[key=value]`.
  private static func condition(_ key: [UInt8]) -> Token? {
    guard key.starts(with: "*[".utf8), key.last == JSONBytes.closeBracket,
      let equals = key.firstIndex(of: UInt8(ascii: "=")), equals > 2
    else { return nil }
    let value = Array(key[(equals + 1)..<(key.count - 1)])
    let isNegated = key[equals - 1] == UInt8(ascii: "!")
    return .having(Array(key[2..<(isNegated ? equals - 1 : equals)]), value: value, equal: !isNegated)
  }

  private static func unescape(_ part: Substring.UTF8View) -> [UInt8]? {
    var key: [UInt8] = []
    var bytes = part.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "~") else {
        key.append(byte)
        continue
      }
      switch bytes.next() {
      case UInt8(ascii: "0"): key.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): key.append(UInt8(ascii: "/"))
      default: return nil
      }
    }
    return key
  }

  /// RFC 6901, 4: digits without leading zeros.
  private static func place(_ key: [UInt8]) -> Int? {
    guard (1...9).contains(key.count), key.allSatisfy(ASCII.isDigit), key.count == 1 || key[0] != 0x30 else {
      return nil
    }
    return key.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
