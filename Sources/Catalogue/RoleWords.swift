/// The words by which a role is printed with a name.
enum RoleWords {
  struct Found {
    var role: Contributor.Role
    var isPlural: Bool
  }

  /// Takes a role off a name: "(ed.)", "[Hrsg.]", ", editor" behind it, "Edited by" before it.
  static func strip(_ bytes: Bytes) -> (name: Bytes, role: Found?) {
    for (opening, role) in openings where bytes.holds(opening) {
      return (bytes.from(opening.utf8CodeUnitCount).trimmed, Found(role: role, isPlural: false))
    }
    if let found = found(bytes) { return (bytes.cut(0, 0), found) }
    guard let last = bytes.last else { return (bytes, nil) }
    if last == UInt8(ascii: ")") || last == UInt8(ascii: "]") {
      let opening = last == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "[")
      guard let open = bytes.lastIndex(of: opening),
        let found = found(bytes.cut(open + 1, bytes.count - 1).trimmed)
      else { return (bytes, nil) }
      return (withoutComma(bytes.cut(0, open).trimmed), found)
    }
    if let comma = bytes.lastIndex(of: UInt8(ascii: ",")) {
      let name = bytes.cut(0, comma).trimmed
      let word = bytes.from(comma + 1).trimmed
      if let found = found(word), !mayBeGiven(word, behind: name) { return (name, found) }
    }
    return (bytes, nil)
  }

  /// Whether what begins at `place`, behind a space, might tell a role or join names, so that the name has to be
  /// looked at closely: a small word that is no common particle, or a word behind a comma that opens as roles do.
  @inline(__always)
  static func mayBegin(_ bytes: Bytes, at place: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "d"): bytes.holds("dir", at: place)
    case UInt8(ascii: "v"), UInt8(ascii: "l"), UInt8(ascii: "z"): false
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "A"), UInt8(ascii: "C"), UInt8(ascii: "D"), UInt8(ascii: "E"), UInt8(ascii: "H"),
      UInt8(ascii: "I"), UInt8(ascii: "R"), UInt8(ascii: "T"), 0xC3, 0xD0:
      place >= 2 && bytes[place - 2] == UInt8(ascii: ",")
    default: false
    }
  }

  static func mayOpen(_ bytes: Bytes) -> Bool {
    openings.contains { bytes.holds($0.0) }
  }

  private static let openings: [(StaticString, Contributor.Role)] = [
    ("edited by ", .editor), ("ed. by ", .editor), ("herausgegeben von ", .editor), ("hrsg. von ", .editor),
    ("sous la direction de ", .editor), ("sous la dir. de ", .editor), ("translated by ", .translator),
    ("übersetzt von ", .translator), ("traduit par ", .translator), ("illustrated by ", .illustrator),
    ("compiled by ", .compiler), ("written by ", .author), ("by ", .author),
  ]

  /// "Miliband, Ed" is a given name; "John Smith, Ed." and "Smith, John, Ed" are roles.
  private static func mayBeGiven(_ word: Bytes, behind name: Bytes) -> Bool {
    guard ASCII.isUpper(word[0]), word.count <= 4, name.place(ofByte: UInt8(ascii: ",")) == nil else {
      return false
    }
    return word.last != UInt8(ascii: ".") || name.place(ofByte: UInt8(ascii: " ")) == nil
  }

  /// The role of "ed.", "eds. and trans.", "editor-in-chief" …; all of the text has to be of roles.
  static func found(_ bytes: Bytes) -> Found? {
    guard !bytes.isEmpty, bytes.count <= 40 else { return nil }
    var result: Found?
    var i = 0
    while i < bytes.count {
      while i < bytes.count, bytes[i] <= 0x20 || ".,&/-;".utf8.contains(bytes[i]) { i += 1 }
      let start = i
      while i < bytes.count, bytes[i] > 0x20, !".,&/-;".utf8.contains(bytes[i]) { i += 1 }
      guard i > start else { break }
      let word = bytes.cut(start, i)
      if joins.contains(where: { word.equals($0) }) { continue }
      guard word.count <= 20, let (role, isPlural) = roles[Fold.text(word.string)] else { return nil }
      // Of two roles the first is the name's.
      if result == nil { result = Found(role: role, isPlural: isPlural) }
    }
    return result
  }

  private static let joins: [StaticString] = [
    "and", "und", "et", "y", "in", "chief", "por", "par", "von", "scientific",
  ]

  /// Folded as `Fold.text` does.
  private static let roles: [String: (Contributor.Role, isPlural: Bool)] = {
    let singular: [(Contributor.Role, String)] = [
      (
        .editor,
        "ed edit editor editeur editrice edited edt hg hrsg herausgeber herausgeberin hgg dir directeur directrice coord coordinador coordinadora coordinator coordonnateur red redacteur redaktor redaktion redactor curatore curatrice org organizador toim utg ред"
      ),
      (.author, "author auteur autrice autor autorin autora autore auth aut автор verfasser"),
      (
        .translator,
        "translator trans transl tr traducteur traductrice trad traductor traduttore ubers ubersetzer ubersetzerin vert vertaler trl пер"
      ),
      (.illustrator, "illustrator ill illus illustrateur ilustrador illustratore"),
      (.compiler, "compiler comp compilador compilateur samensteller com bearb bearbeiter"),
      (.sponsor, "sponsor sponsoring funder spn fnd"),
      (
        .contributor,
        "contributor contrib ctb mitarb mitarbeiter collab collaborateur colab contributeur mitwirkender"
      ),
    ]
    let plural: [(Contributor.Role, String)] = [
      (
        .editor,
        "eds editors editeurs hrsg herausgeber dirs directeurs coords coordinadores coordinators redacteurs redaktoren curatori cur orgs organizadores"
      ),
      (.author, "authors auteurs autoren autores autori"),
      (.translator, "translators traducteurs traductores"),
      (.illustrator, "illustrators"),
      (.compiler, "compilers comps compiladores"),
      (.sponsor, "sponsors"),
      (.contributor, "contributors"),
    ]
    var roles: [String: (Contributor.Role, isPlural: Bool)] = [:]
    for (role, words) in singular {
      for word in words.split(separator: " ") { roles[String(word)] = (role, false) }
    }
    for (role, words) in plural {
      for word in words.split(separator: " ") { roles[String(word)] = (role, true) }
    }
    return roles
  }()

  private static func withoutComma(_ bytes: Bytes) -> Bytes {
    bytes.last == UInt8(ascii: ",") ? bytes.cut(0, bytes.count - 1).trimmed : bytes
  }
}
