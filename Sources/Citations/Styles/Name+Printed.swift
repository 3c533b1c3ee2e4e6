import Catalogue

extension Contributor {
  /// "Frans-Paul van der Putten", "Martin Luther King Jr.".
  var inOrder: String {
    guard let parts = westernParts else { return wholeName }
    return Prose.isolated([parts.given, parts.family, name.suffix].compactMap { $0 }.joined(separator: " "))
  }

  /// "van der Putten, Frans-Paul", or, with the particle behind, "Putten, Frans-Paul van der".
  func inverted(particleBehind: Bool = false) -> String {
    guard let parts = westernParts, let family = name.family else { return wholeName }
    // "al-Rashid" and "d'Estaing" are one word.
    let isApart = particleBehind && name.particle.map { parts.family == "\($0) \(family)" } == true
    let given = [parts.given, isApart ? name.particle : nil].compactMap { $0 }.joined(separator: " ")
    let all = [isApart ? family : parts.family, given, name.suffix ?? ""]
    return Prose.isolated(all.filter { !$0.isEmpty }.joined(separator: ", "))
  }

  /// "van der Putten, F.-P.".
  var invertedInitials: String {
    guard let parts = westernParts else { return wholeName }
    let all = [parts.family, parts.given.map(Self.initials) ?? "", name.suffix ?? ""]
    return Prose.isolated(all.filter { !$0.isEmpty }.joined(separator: ", "))
  }

  /// "F.-P. van der Putten".
  var initialsInOrder: String {
    guard let parts = westernParts else { return wholeName }
    let all = [parts.given.map(Self.initials), parts.family, name.suffix]
    return Prose.isolated(all.compactMap { $0 }.joined(separator: " "))
  }

  /// Nil for names that are printed as they stand: a body's, one whose parts nobody knows, and those of East Asia in
  /// their own script, where the family name stands first anyway.
  private var westernParts: (family: String, given: String?)? {
    guard !isLiteral, let family = name.fullFamily, !Self.isEastAsian(family) else { return nil }
    return (family, name.given)
  }

  /// As it stands; of East Asia, without the comma and the blank that lists put between its parts.
  private var wholeName: String {
    guard !isLiteral, let family = name.fullFamily, Self.isEastAsian(family), let given = name.given,
      Self.isEastAsian(given)
    else { return Prose.isolated(name.printed) }
    return Prose.isolated(family + given)
  }

  private static func isEastAsian(_ text: String) -> Bool {
    text.unicodeScalars.first.map { (0x2E80...0xD7FF).contains($0.value) } ?? false
  }

  /// "F.-P." of "Frans-Paul" and of "F.-P.", "J. R." of "John Robert" and of "J.R.".
  private static func initials(_ given: String) -> String {
    given.replacing(".-", with: "-").split(whereSeparator: { $0 == " " || $0 == "." }).map { word in
      word.split(separator: "-").compactMap(\.first).map { "\($0.uppercased())." }.joined(separator: "-")
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
