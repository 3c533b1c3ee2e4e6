import Catalogue

/// A name as BibTeX takes it apart: "van der Putten, Frans-Paul", "King, Jr., Martin Luther", "{Clingendael Institute}".
enum BibTeXName {
  static func add(_ contributor: Contributor, _ bytes: inout [UInt8]) {
    let name = contributor.name
    guard !contributor.isLiteral, let family = name.family else {
      braced(name.printed, &bytes)
      return
    }
    if let particle = name.particle, let last = particle.utf8.last {
      part(particle, &bytes)
      if last != UInt8(ascii: "-"), last != UInt8(ascii: "'"), !particle.hasSuffix("’") {
        bytes.append(UInt8(ascii: " "))
      }
    }
    // BibTeX takes all up to the last small word for a particle: "Ortega y Gasset".
    if family.split(separator: " ").contains(where: { $0.first?.isLowercase == true }) {
      braced(family, &bytes)
    } else {
      part(family, &bytes)
    }
    if let suffix = name.suffix {
      bytes.add(", ")
      part(suffix, &bytes)
    }
    if let given = name.given {
      bytes.add(", ")
      part(given, &bytes)
    } else if name.suffix != nil || family.utf8.contains(UInt8(ascii: " ")) {
      bytes.add(",")
    }
  }

  /// A part of a name, in braces where it would not be read as one.
  private static func part(_ text: String, _ bytes: inout [UInt8]) {
    let isParted =
      text.utf8.contains(UInt8(ascii: ","))
      || text.lowercased().split(separator: " ").contains { $0 == "and" || $0 == "others" }
    if isParted { braced(text, &bytes) } else { bytes.add(line: text, .tex) }
  }

  private static func braced(_ text: String, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes.add(line: text, .tex)
    bytes.append(UInt8(ascii: "}"))
  }
}

/// Titles for styles that put all but the first letter in small letters: words with capitals stand in braces.
enum BibTeXCapitals {
  static func add(_ title: String, _ bytes: inout [UInt8]) {
    var isFirst = true
    for word in title.split(separator: " ", omittingEmptySubsequences: false) {
      if !isFirst { bytes.append(UInt8(ascii: " ")) }
      let letters = isFirst ? word.dropFirst() : word
      isFirst = false
      guard hasCapital(letters) else {
        bytes.add(String(word), .tex)
        continue
      }
      // What ends a word is no part of it.
      let end = word.lastIndex { !":;,.?!".contains($0) } ?? word.startIndex
      let (core, mark) = (word[...end], word[word.index(after: end)...])
      // A brace with a command behind it means an accented letter, whose case does change: one more hides the command.
      let isDeep = core.utf8.first.map { Escapes.tex.replaces($0) } ?? false
      bytes.add(isDeep ? "{{" : "{")
      bytes.add(String(core), .tex)
      bytes.add(isDeep ? "}}" : "}")
      bytes.add(String(mark))
    }
  }

  private static func hasCapital(_ word: Substring) -> Bool {
    var isASCII = true
    for byte in word.utf8 {
      if byte &- 0x41 < 26 { return true }
      if byte >= 0x80 { isASCII = false }
    }
    return !isASCII && word.unicodeScalars.contains { $0.properties.isUppercase }
  }
}
