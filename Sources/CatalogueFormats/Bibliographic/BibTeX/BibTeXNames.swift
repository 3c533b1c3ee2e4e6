import Catalogue

/// Reads lists of names as BibTeX does: parted by "and", each "First von Last", "von Last, First" or
/// "von Last, Jr, First"; what stands in braces is one word, and a name that stands in braces as a whole is a body's.
/// BibLaTeX's "family=…, given=…" is read, too.
struct BibTeXNames {
  private(set) var contributors: [Contributor] = []
  private let role: Contributor.Role
  private var repairs: [String: Int] = [:]

  /// So many names a field may have; how many stand beyond is counted.
  static let limit = 5000
  static let cut = "name beyond the 5000th of a field left out"

  static func read(_ value: [UInt8], _ role: Contributor.Role, _ repairs: inout [String: Int])
    -> [Contributor]
  {
    var names = BibTeXNames(role)
    value.withUnsafeBufferPointer { p in
      let parts = parts(of: p, at: .and)
      for range in parts.prefix(limit) { names.take(p.part(range).trimmed) }
      if parts.count > limit { repairs[cut, default: 0] += parts.count - limit }
    }
    for (name, count) in names.repairs { repairs[name, default: 0] += count }
    return names.contributors
  }

  private init(_ role: Contributor.Role) { self.role = role }

  private mutating func take(_ name: Bytes, isShortened: Bool = false) {
    let printed = plain(name)
    guard !printed.isEmpty else { return }
    let isBody = Self.isBraced(name)
    // A body's name may end in "and others".
    if !isShortened, let rest = ListedName.withoutOthers(printed),
      rest.isEmpty || !isBody || !printed.lowercased().hasSuffix("others")
    {
      repairs[ListedName.others, default: 0] += 1
      if rest.isEmpty { return }
      let first = Self.withoutOthers(isBody ? name.part(1..<name.count - 1) : name)
      return first.isEmpty ? add(Name(printed: rest), .unknown) : take(first, isShortened: true)
    }
    if isBody {
      return add(Name(printed: printed), .corporate)
    }
    // More than BibTeX allows: names that semicolons part, or commas.
    let several = Self.parts(of: name, at: .semicolon)
    if several.count > 1 {
      if several.count > Self.limit { repairs[Self.cut, default: 0] += several.count - Self.limit }
      for part in several.prefix(Self.limit) { take(name.part(part).trimmed) }
      return
    }
    let pieces = Self.parts(of: name, at: .comma).map { name.part($0).trimmed }
    if pieces.contains(where: { Self.holdsKey($0) }) { return takeKeys(pieces, printed) }
    if pieces.count > 3 {
      return contributors.append(contentsOf: Contributor.parse(printed, role: role))
    }
    if pieces.count > 1 {
      return takeFamilyFirst(pieces, printed, isBraced: name.contains(UInt8(ascii: "{")))
    }
    if !name.contains(UInt8(ascii: "{")) || Self.parts(of: name, at: .space).count == 1 {
      // Bodies that nobody put into braces, and names of other orders than the West's, show by their words.
      let parsed = Contributor.parse(printed, role: role)
      if parsed.count == 1, parsed[0].kind != .unknown { return contributors.append(contentsOf: parsed) }
    }
    takeInOrder(name, printed)
  }

  private mutating func add(_ name: Name, _ kind: Contributor.Kind) {
    contributors.append(Contributor(name: name, role: role, kind: kind))
  }

  private mutating func plain(_ bytes: Bytes) -> String { PlainText.clean(TeXText.plain(bytes, &repairs)) }

  // MARK: Forms

  private mutating func takeFamilyFirst(_ pieces: [Bytes], _ printed: String, isBraced: Bool) {
    let (particle, family) = vonLast(pieces[0])
    var name = Name(printed: printed, family: family, particle: particle)
    let given = plain(pieces[pieces.count > 2 ? 2 : 1])
    name.given = given.isEmpty ? nil : given
    if pieces.count > 2 {
      let suffix = plain(pieces[1])
      name.suffix = suffix.isEmpty ? nil : suffix
    } else if !isBraced, particle == nil, name.given != nil {
      // Where the particle stands behind the given names, or the suffix does.
      let parsed = Name.parse("\(family), \(given)")
      if let parsedFamily = parsed.family {
        (name.family, name.given, name.particle, name.suffix) =
          (parsedFamily, parsed.given, parsed.particle, parsed.suffix)
      }
    }
    if name.given == nil, name.suffix == nil {
      // "World Bank," or a single name.
      let parsed = Contributor.parse(family, role: role)
      if parsed.count == 1, parsed[0].kind == .corporate { return contributors.append(contentsOf: parsed) }
      name.printed = [particle, family].compactMap { $0 }.joined(separator: " ")
    }
    add(name, .person)
  }

  private mutating func takeInOrder(_ name: Bytes, _ printed: String) {
    let words = Self.parts(of: name, at: .space).map { name.part($0) }
    guard words.count > 1 else {
      return contributors.append(
        ListedName.single(printed, role) ?? Contributor(name: Name(printed: printed), role: role))
    }
    let first = words.firstIndex { isSmall($0) } ?? words.count - 1
    let start = min(first, words.count - 1)
    let (particle, family) = vonLast(words[start...])
    let given = words[..<start].map { plain($0) }.joined(separator: " ")
    add(
      Name(printed: printed, family: family, given: given.isEmpty ? nil : given, particle: particle), .person)
  }

  /// "family=Haas, given=Marcel, prefix=de, suffix=Jr".
  private mutating func takeKeys(_ pieces: [Bytes], _ printed: String) {
    var name = Name(printed: "")
    for piece in pieces {
      guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let key = String(decoding: piece.part(0..<equals).trimmed, as: UTF8.self).lowercased()
      let value = plain(piece.part(equals + 1..<piece.count))
      guard !value.isEmpty else { continue }
      switch key {
      case "family": name.family = value
      case "given": name.given = value
      case "prefix": name.particle = value
      case "suffix": name.suffix = value
      default: break
      }
    }
    guard let family = name.fullFamily else { return add(Name(printed: printed), .unknown) }
    name.printed = [family, name.given, name.suffix].compactMap { $0 }.joined(separator: ", ")
    add(name, .person)
  }

  // MARK: Parts of a name

  private mutating func vonLast(_ bytes: Bytes) -> (particle: String?, family: String) {
    vonLast(Self.parts(of: bytes, at: .space).map { bytes.part($0) }[...])
  }

  /// Small words before the last one are the particle.
  private mutating func vonLast(_ words: ArraySlice<Bytes>) -> (particle: String?, family: String) {
    var end = words.startIndex
    for index in words.indices.dropLast() where isSmall(words[index]) { end = index + 1 }
    // A capital before the first small word belongs to the name ("Ortega y Gasset").
    if let first = words.first, end > words.startIndex, !isSmall(first) { end = words.startIndex }
    let particle = words[words.startIndex..<end].map { plain($0) }.joined(separator: " ")
    var family = words[end...].map { plain($0) }.joined(separator: " ")
    guard particle.isEmpty else { return (particle, family) }
    // "d'Estaing", "al-Rashid".
    let parsed = Name.parse("\(family), X")
    if let joined = parsed.particle, let rest = parsed.family, joined + rest == family {
      family = rest
      return (joined, family)
    }
    return (nil, family)
  }

  /// Whether the first letter outside of braces is small. (A command in braces is an accented letter.)
  private mutating func isSmall(_ word: Bytes) -> Bool {
    if word.first == UInt8(ascii: "{"), word.count > 1, word[1] != UInt8(ascii: "\\") { return false }
    return plain(word).unicodeScalars.first { $0.properties.isAlphabetic }?.properties.isLowercase ?? false
  }

  // MARK: Bytes

  /// A name without its last two words, "et al.".
  private static func withoutOthers(_ name: Bytes) -> Bytes {
    var end = parts(of: name, at: .space).dropLast(2).last?.upperBound ?? 0
    while end > 0, name[end - 1] == UInt8(ascii: ",") || ASCII.isSpace(name[end - 1]) { end -= 1 }
    return name.part(0..<end)
  }

  private enum Separator { case and, comma, semicolon, space }

  /// The parts of a text between separators that stand outside of all braces.
  private static func parts(of p: Bytes, at separator: Separator) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var depth = 0
    var start = 0
    var at = 0
    func isBlank(_ byte: UInt8) -> Bool { ASCII.isSpace(byte) || byte == UInt8(ascii: "~") }
    func add(_ end: Int) {
      if end > start { parts.append(start..<end) } else if separator == .comma { parts.append(start..<start) }
    }
    while at < p.count {
      let byte = p[at]
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
      guard depth == 0 else {
        at += 1
        continue
      }
      if separator == .space, byte == UInt8(ascii: "\\") {
        at = commandEnd(p, at)
        continue
      }
      switch separator {
      case .comma where byte == UInt8(ascii: ","), .semicolon where byte == UInt8(ascii: ";"):
        add(at)
        start = at + 1
      case .space where isBlank(byte):
        add(at)
        start = at + 1
      case .and where isBlank(byte):
        if at + 4 < p.count, isBlank(p[at + 4]), p.part(at + 1..<at + 4).startsIgnoringCase(with: and) {
          add(at)
          start = at + 4
          at += 3
        }
      default: break
      }
      at += 1
    }
    add(p.count)
    return parts
  }

  /// Behind the command at `start`. White space ends one of letters, and parts no words (`\AA str\"om`).
  private static func commandEnd(_ p: Bytes, _ start: Int) -> Int {
    var end = start + 1
    while end < p.count, ASCII.isLetter(p[end]) { end += 1 }
    return end > start + 1 ? p.skippingSpace(from: end) : min(end + 1, p.count)
  }

  private static let and = Array("and".utf8)
  private static let keys = ["family", "given", "prefix", "suffix"].map { Array($0.utf8) }

  /// Whether one pair of braces holds all of it.
  private static func isBraced(_ p: Bytes) -> Bool {
    guard p.count > 2, p[0] == UInt8(ascii: "{"), p[p.count - 1] == UInt8(ascii: "}") else { return false }
    var depth = 0
    for at in p.indices {
      if p[at] == UInt8(ascii: "{") { depth += 1 }
      if p[at] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 { return at == p.count - 1 }
    }
    return false
  }

  private static func holdsKey(_ p: Bytes) -> Bool {
    keys.contains {
      p.startsIgnoringCase(with: $0) && p.part($0.count..<p.count).trimmed.first == UInt8(ascii: "=")
    }
  }
}
