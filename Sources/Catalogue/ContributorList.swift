/// Gathers the contributors of one element.
struct ContributorList {
  let role: Contributor.Role
  /// Whether what stands behind a ";" may be the affiliation of the person before.
  let findsAffiliations: Bool
  private(set) var contributors: [Contributor] = []
  /// Where the names begin that have no role of their own yet: a plural role behind them is theirs.
  private var withoutRole: [Int] = []

  init(role: Contributor.Role, findsAffiliations: Bool = true) {
    self.role = role
    self.findsAffiliations = findsAffiliations
  }

  mutating func take(_ whole: Bytes) {
    var pieces = Self.pieces(whole)
    if pieces.count > 1000 {
      let start = Self.offset(of: pieces[999], in: whole)
      pieces = Array(pieces.prefix(999)) + [whole.from(start)]
    }
    for (index, piece) in pieces.enumerated() { take(piece: piece, isFirst: index == 0) }
  }

  private mutating func take(piece: Bytes, isFirst: Bool) {
    var (name, found) = RoleWords.strip(piece)
    if name.isEmpty {
      // The role stands alone behind a ";": it is that of the name before.
      if let found, let last = contributors.indices.last {
        give(found, to: last)
      } else {
        append(piece, role)
      }
      return
    }
    if findsAffiliations, !isFirst, found == nil, let last = contributors.indices.last,
      contributors[last].kind != .corporate,
      Self.isAffiliation(name)
    {
      let text = name.string
      contributors[last].affiliation = contributors[last].affiliation.map { $0 + "; " + text } ?? text
      return
    }
    let (rest, bracketed) = Self.withoutAffiliation(name)
    name = rest
    for person in Self.persons(name) {
      let own = RoleWords.strip(person)
      append(own.name.isEmpty ? person : own.name, own.role?.role ?? found?.role ?? role)
      if own.role == nil, found == nil { withoutRole.append(contributors.count - 1) }
      if let plural = own.role, plural.isPlural { give(plural, to: contributors.count - 1) }
    }
    if let bracketed, let last = contributors.indices.last { contributors[last].affiliation = bracketed }
    if let found { give(found, to: contributors.count - 1) }
  }

  private mutating func append(_ bytes: Bytes, _ role: Contributor.Role) {
    contributors.append(Contributor.named(bytes, printed: bytes.string, role: role))
  }

  /// A role in the plural is also that of all names before it that have none.
  private mutating func give(_ found: RoleWords.Found, to index: Int) {
    contributors[index].role = found.role
    if found.isPlural { for earlier in withoutRole { contributors[earlier].role = found.role } }
    withoutRole.removeAll()
  }

  /// The parts between ";" outside brackets. (The ";" of a character reference that nobody decoded parts nothing.)
  private static func pieces(_ bytes: Bytes) -> [Bytes] {
    var pieces: [Bytes] = []
    var depth = 0
    var start = 0
    var reference: Int?
    let lastClosing = bytes.lastIndex(of: UInt8(ascii: ")")) ?? -1
    for i in 0..<bytes.count {
      switch bytes[i] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth = max(0, depth - 1)
      case UInt8(ascii: "&"): reference = i
      case UInt8(ascii: ";") where reference.map({ i - $0 <= 8 && i - $0 > 2 }) ?? false: reference = nil
      case UInt8(ascii: ";"), UInt8(ascii: "|"):
        // A bracket that never closes holds nothing together.
        guard depth == 0 || i > lastClosing else { continue }
        append(bytes.cut(start, i))
        start = i + 1
        depth = 0
      case let byte where byte <= 0x20: reference = nil
      default: break
      }
    }
    append(bytes.from(start))
    return pieces

    func append(_ piece: Bytes) {
      let piece = piece.trimmed
      if !piece.isEmpty { pieces.append(piece) }
    }
  }

  private static func offset(of piece: Bytes, in whole: Bytes) -> Int {
    guard let start = whole.baseAddress, let place = piece.baseAddress else { return 0 }
    return place - start
  }

  /// A part that has no form of a person's name: a body's, or one that opens with a small letter or digit, or an address.
  private static func isAffiliation(_ bytes: Bytes) -> Bool {
    if CorporateBody.names(bytes) { return true }
    if bytes.place(ofByte: UInt8(ascii: "@")) != nil { return true }
    var commas = 0
    var words = 0
    var inWord = false
    for byte in bytes {
      if byte == UInt8(ascii: ",") { commas += 1 }
      if ASCII.isDigit(byte) { return true }
      if byte > 0x20, !inWord { words += 1 }
      inWord = byte > 0x20
    }
    return commas > 2 || words > 7
  }

  /// "John Smith (World Bank)": brackets with a body's name behind a person's hold the affiliation.
  private static func withoutAffiliation(_ bytes: Bytes) -> (name: Bytes, affiliation: String?) {
    guard bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")), open > 0 else {
      return (bytes, nil)
    }
    let name = bytes.cut(0, open).trimmed
    let inside = bytes.cut(open + 1, bytes.count - 1).trimmed
    guard CorporateBody.names(inside), !name.isEmpty, !CorporateBody.names(name),
      let parts = Name.parts(of: name, printed: ""), parts.family != nil
    else { return (bytes, nil) }
    return (name, inside.string)
  }

  /// The persons joined by "and", "&" and, before those, by commas; the whole as one where that is not sure.
  private static func persons(_ bytes: Bytes) -> [Bytes] {
    guard !CorporateBody.names(bytes) else { return [bytes] }
    var sides = [bytes]
    var joined = false
    for conjunction in [" and ", " & ", " und ", " et ", " en "] as [StaticString] {
      sides = sides.flatMap { side -> [Bytes] in
        var parts: [Bytes] = []
        var start = 0
        while let place = side.place(of: conjunction, from: start) {
          parts.append(withoutComma(side.cut(start, place).trimmed))
          start = place + conjunction.utf8CodeUnitCount
          joined = true
        }
        parts.append(side.from(start).trimmed)
        return parts
      }
    }
    guard joined, sides.count <= 1000 else { return initialled(bytes) ?? [bytes] }
    // "Haas, M. de and Putten, F.P. van der".
    if sides.allSatisfy({ NameParts.split($0, at: UInt8(ascii: ",")).count == 2 && isPerson($0) }) {
      return sides
    }
    // "Ann Lee, Bob Roe and Cy Doe".
    let all = sides.flatMap { NameParts.split($0, at: UInt8(ascii: ",")) }
    let sure = all.allSatisfy { NameParts.words($0).count >= 2 && isPerson($0) }
    return sure ? all : [bytes]
  }

  /// "Lee, A., Roe, B.C.": at least two pairs, of which every second part is initials.
  private static func initialled(_ bytes: Bytes) -> [Bytes]? {
    let parts = NameParts.split(bytes, at: UInt8(ascii: ","))
    guard parts.count >= 4, parts.count <= 1000, parts.count % 2 == 0 else { return nil }
    var persons: [Bytes] = []
    for i in stride(from: 0, to: parts.count, by: 2) {
      guard NameParts.words(parts[i + 1]).allSatisfy(NameWords.isInitials) else { return nil }
      let start = offset(of: parts[i], in: bytes)
      persons.append(bytes.cut(start, offset(of: parts[i + 1], in: bytes) + parts[i + 1].count))
    }
    return persons.allSatisfy(isPerson) ? persons : nil
  }

  private static func withoutComma(_ bytes: Bytes) -> Bytes {
    bytes.last == UInt8(ascii: ",") ? bytes.cut(0, bytes.count - 1).trimmed : bytes
  }

  private static func isPerson(_ bytes: Bytes) -> Bool {
    !bytes.isEmpty && !CorporateBody.names(bytes) && Name.parts(of: bytes, printed: "")?.family != nil
  }
}
