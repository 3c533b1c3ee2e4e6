extension Contributor {
  /// The contributors that one element of a record names, in their order.
  ///
  /// Takes apart what is joined by ";" (and by "and" or "&", where both sides have the whole form of a person's
  /// name). A role that is printed with a name ("(ed.)", ", Hrsg.", "Edited by …") wins over `role`; one in the plural
  /// holds for the names before it, too. After a ";", what has no form of a person's name is the affiliation of the
  /// person before ("Haas, Marcel de; Clingendael Institute"). `kind` is `person` where the name's parts could be
  /// told, `corporate` where a body's words are found, else `unknown`. At most 1,000 names are read from one element;
  /// the rest stays together in the last.
  public static func parse(_ text: String, role: Role) -> [Contributor] {
    text.withBytes { bytes in
      let bytes = bytes.trimmed
      guard !bytes.isEmpty else { return [] }
      // Nearly all elements are one name without role or affiliation.
      if isPlain(bytes) {
        return [named(bytes, printed: bytes.count == text.utf8.count ? text : bytes.string, role: role)]
      }
      var list = ContributorList(role: role)
      list.take(bytes)
      return list.contributors
    }
  }

  /// No separator, bracket or third comma, and no word that joins names or tells a role.
  private static func isPlain(_ bytes: Bytes) -> Bool {
    guard bytes.count <= 120 else { return false }
    var commas = 0
    for i in 0..<bytes.count {
      switch bytes[i] {
      case UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "&"), UInt8(ascii: ":"),
        UInt8(ascii: "/"),
        UInt8(ascii: "|"):
        return false
      case UInt8(ascii: ","): commas += 1
      case UInt8(ascii: " "):
        if i + 1 < bytes.count, RoleWords.mayBegin(bytes, at: i + 1) { return false }
      default: break
      }
    }
    return commas <= 1 && !RoleWords.mayOpen(bytes)
  }

  /// One name, of which role and affiliation have been taken off.
  static func named(
    _ bytes: Bytes, printed: String, role: Role, affiliation: String? = nil
  ) -> Contributor {
    if bytes.count > 200 || CorporateBody.names(bytes) {
      let kind: Kind = bytes.count > 200 ? .unknown : .corporate
      return Contributor(name: Name(printed: printed), role: role, kind: kind, affiliation: affiliation)
    }
    let name = Name.parts(of: bytes, printed: printed) ?? Name(printed: printed)
    return Contributor(
      name: name, role: role, kind: name.family != nil ? .person : .unknown, affiliation: affiliation)
  }
}

/// Gathers the contributors of one element.
private struct ContributorList {
  let role: Contributor.Role
  private(set) var contributors: [Contributor] = []
  /// Where the names begin that have no role of their own yet: a plural role behind them is theirs.
  private var withoutRole: [Int] = []

  init(role: Contributor.Role) { self.role = role }

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
    if !isFirst, found == nil, let last = contributors.indices.last, contributors[last].kind != .corporate,
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
    guard joined, sides.count <= 1000 else { return [bytes] }
    // "Haas, M. de and Putten, F.P. van der".
    if sides.allSatisfy({ NameParts.split($0, at: UInt8(ascii: ",")).count == 2 && isPerson($0) }) {
      return sides
    }
    // "Ann Lee, Bob Roe and Cy Doe".
    let all = sides.flatMap { NameParts.split($0, at: UInt8(ascii: ",")) }
    let sure = all.allSatisfy { NameParts.words($0).count >= 2 && isPerson($0) }
    return sure ? all : [bytes]
  }

  private static func withoutComma(_ bytes: Bytes) -> Bytes {
    bytes.last == UInt8(ascii: ",") ? bytes.cut(0, bytes.count - 1).trimmed : bytes
  }

  private static func isPerson(_ bytes: Bytes) -> Bool {
    !bytes.isEmpty && !CorporateBody.names(bytes) && Name.parts(of: bytes, printed: "")?.family != nil
  }
}
