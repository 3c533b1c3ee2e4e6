/// Takes names apart.
enum NameParts {
  /// "Family, Given", "King, Martin Luther, Jr.", "King, Jr., Martin Luther", "Haas, Marcel de".
  static func familyFirst(_ before: Bytes, _ after: Bytes, printed: String) -> Name? {
    var name = Name(printed: printed)
    var pieces = split(after, at: UInt8(ascii: ","))
    if let place = pieces.firstIndex(where: NameWords.isSuffix) {
      name.suffix = pieces.remove(at: place).string
    }
    // Several persons, or an address.
    guard pieces.count <= 2 else { return nil }
    // What follows the given names is a year of birth or a title; it stays in `printed` alone.
    guard
      let givenBytes = pieces.first(where: { !startsWithDigit($0) })
        ?? (name.suffix != nil ? Bytes(rebasing: after[0..<0]) : nil)
    else { return nil }
    var given = words(givenBytes)
    var family = words(before)
    guard (1...6).contains(family.count), given.count <= 8 else { return nil }

    if name.suffix == nil, family.count > 1, let last = family.last, NameWords.isSuffix(last) {
      name.suffix = last.string
      family.removeLast()
    }
    if name.suffix == nil, given.count > 1, let last = given.last, NameWords.isSuffix(last) {
      name.suffix = last.string
      given.removeLast()
    }
    while given.count > 1, NameWords.isTitle(given[0]) { given.removeFirst() }

    var particles: [Bytes] = []
    while given.count > 1, let last = given.last, NameWords.isParticle(last) {
      particles.insert(given.removeLast(), at: 0)
    }
    if particles.isEmpty {
      while family.count > 1, NameWords.isParticle(family[0]) { particles.append(family.removeFirst()) }
    }
    // An upstream that says "Haas, de" gives no given name.
    if particles.isEmpty, given.count == 1, NameWords.isParticle(given[0]) {
      particles = [given.removeFirst()]
    }
    if given.isEmpty, name.suffix != nil, family.count > 1, particles.isEmpty {
      return inOrder(family, name: name)
    }
    setFamily(family, particles, &name)
    name.given = given.isEmpty ? nil : joined(given)
    return name
  }

  /// "Given Family" and the orders that show themselves by their form.
  static func inOrder(_ bytes: Bytes, printed: String) -> Name? {
    let name = Name(printed: printed)
    if bytes[0] >= 0xE3, let name = EastAsianName.parts(bytes, printed: printed) { return name }
    let all = words(bytes)
    guard all.count <= 7 else { return nil }
    return inOrder(all, name: name)
  }

  private static func inOrder(_ all: [Bytes], name: Name) -> Name? {
    var name = name
    var words = all
    while words.count > 2, NameWords.isTitle(words[0]) { words.removeFirst() }
    while words.count > 2, let last = words.last, NameWords.isSuffix(last) {
      name.suffix = name.suffix.map { last.string + " " + $0 } ?? last.string
      words.removeLast()
    }
    guard words.count > 1, let last = words.last else { return nil }
    if let family = NameWords.vietnameseFamily(words[0]) {
      // "Nguyễn Văn A".
      name.family = family
      name.given = joined(Array(words.dropFirst()))
      return name
    }
    if words.count == 2, let family = NameWords.koreanFamily(words[0], before: last) {
      name.family = family
      name.given = last.string
      return name
    }
    // Arabic and Hebrew names are not told apart by place.
    guard words[0][0] < 0xD6 || words[0][0] > 0xDB else { return nil }

    if let place = words.firstIndex(where: NameWords.isParticle), place + 1 < words.count {
      var end = place
      while end + 1 < words.count, NameWords.isParticle(words[end]) { end += 1 }
      setFamily(Array(words[end...]), Array(words[place..<end]), &name)
      name.given = place == 0 ? nil : joined(Array(words[..<place]))
      return name
    }
    if let place = words.firstIndex(where: NameWords.isJoinedParticle), place > 0 {
      setFamily(Array(words[place...]), [], &name)
      name.given = joined(Array(words[..<place]))
      return name
    }
    // A word in small letters that is no particle: no name, or none that we know how to read.
    if words.contains(where: {
      $0[0] >= 0x61 && $0[0] <= 0x7A && !$0.equals("y") && !$0.equals("i") && !$0.equals("e")
    }) {
      return nil
    }
    var start = words.count - 1
    if words.count > 3,
      words[start - 1].equals("y") || words[start - 1].equals("i") || words[start - 1].equals("e")
    {
      start -= 2  // "José Ortega y Gasset".
    } else if let capital = words.dropFirst().firstIndex(where: NameWords.isCapitalParticle), capital < start
    {
      start = capital  // "John Van Buren".
    }
    let familyStandsFirst =
      (NameWords.isInitials(last) && !NameWords.isInitials(words[0]))
      || (NameWords.isAllCapitals(words[0]) && !NameWords.isAllCapitals(last))
      || NameWords.isPatronymic(last)
    if familyStandsFirst {
      var end = 1
      while end < words.count - 1, NameWords.isAllCapitals(words[end]), NameWords.isAllCapitals(words[0]) {
        end += 1
      }
      // "Garcia Lopez M": all before the initials is the family name.
      if NameWords.isInitials(last) {
        while end < words.count - 1, !NameWords.isInitials(words[end]) { end += 1 }
      }
      setFamily(Array(words[..<end]), [], &name)
      name.given = joined(Array(words[end...]))
    } else {
      setFamily(Array(words[start...]), [], &name)
      name.given = joined(Array(words[..<start]))
    }
    return name
  }

  /// Also parts "al-Rashid" and "d'Estaing".
  private static func setFamily(_ family: [Bytes], _ particles: [Bytes], _ name: inout Name) {
    var family = family
    var particle = particles.isEmpty ? nil : joined(particles)
    let length = NameWords.joinedParticleLength(family[0])
    if length > 0 {
      let joinedPart = family[0].cut(0, length).string
      particle = particle.map { $0 + " " + joinedPart } ?? joinedPart
      family[0] = family[0].from(length)
    }
    name.family = joined(family)
    name.particle = particle
  }

  private static func startsWithDigit(_ bytes: Bytes) -> Bool { bytes.first.map(ASCII.isDigit) ?? false }

  /// The words in one text. They lie in one buffer, so that words with single spaces between them are cut, not joined.
  private static func joined(_ words: [Bytes]) -> String {
    guard let first = words.first, let last = words.last, let start = first.baseAddress,
      let end = last.baseAddress
    else { return "" }
    let whole = Bytes(start: start, count: end - start + last.count)
    return whole.string
  }

  static func words(_ bytes: Bytes) -> [Bytes] {
    var words: [Bytes] = []
    words.reserveCapacity(4)
    var i = 0
    while i < bytes.count {
      while i < bytes.count, bytes[i] <= 0x20 { i += 1 }
      let start = i
      while i < bytes.count, bytes[i] > 0x20 { i += 1 }
      if i > start { words.append(bytes.cut(start, i)) }
    }
    return words
  }

  static func split(_ bytes: Bytes, at separator: UInt8) -> [Bytes] {
    var pieces: [Bytes] = []
    var start = 0
    for i in 0...bytes.count where i == bytes.count || bytes[i] == separator {
      let piece = bytes.cut(start, i).trimmed
      if !piece.isEmpty { pieces.append(piece) }
      start = i + 1
    }
    return pieces
  }
}
