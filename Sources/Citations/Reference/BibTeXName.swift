import Catalogue

/// A name as BibTeX takes it apart: "van der Putten, Frans-Paul", "King, Jr., Martin Luther", "{Clingendael Institute}".
enum BibTeXName {
  static func add(_ contributor: Contributor, _ bytes: inout [UInt8]) {
    let name = contributor.name
    guard !contributor.isLiteral, let family = name.family else {
      braced(name.printed, &bytes)
      return
    }
    // BibTeX takes all up to the last small word for a particle ("Ortega y Gasset"), and parts words at hyphens, too.
    if let particle = name.particle, particle.hasSuffix("-") {
      braced(particle + family, &bytes)
    } else {
      if let particle = name.particle {
        part(particle, &bytes)
        if !particle.hasSuffix("'"), !particle.hasSuffix("’") { bytes.append(UInt8(ascii: " ")) }
      }
      if Self.hasSmallWord(family) {
        braced(family, &bytes)
      } else {
        part(family, &bytes)
      }
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
      text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
      || text.hasWord { $0.isWord("and") || $0.isWord("others") }
    if isParted { braced(text, &bytes) } else { bytes.add(line: text, .tex) }
  }

  private static func hasSmallWord(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { text in
      text.indices.contains { i in
        guard i == 0 || text[i - 1] == UInt8(ascii: " ") || text[i - 1] == UInt8(ascii: "-") else {
          return false
        }
        // As in "'t Hart".
        let letter = text[i...].firstIndex { $0 != UInt8(ascii: "'") } ?? i
        return isSmall(text, at: letter)
      }
    }
  }

  private static func isSmall(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    if text[place] < 0x80 { return text[place] &- 0x61 < 26 }
    return String(decoding: text[place...].prefix(4), as: UTF8.self).first?.isLowercase == true
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
    var title = title
    title.withUTF8 { title in
      var start = 0
      while let end = title.place(of: UInt8(ascii: " "), from: start) {
        add(word: UnsafeBufferPointer(rebasing: title[start..<end]), isFirst: start == 0, &bytes)
        bytes.append(UInt8(ascii: " "))
        start = end + 1
      }
      add(word: UnsafeBufferPointer(rebasing: title[start...]), isFirst: start == 0, &bytes)
    }
  }

  private static func add(word: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ bytes: inout [UInt8]) {
    guard hasCapital(word, behindFirst: isFirst) else { return bytes.add(word, .tex) }
    // What ends a word is no part of it.
    let last = word.lastIndex { !":;,.?!".utf8.contains($0) } ?? 0
    // A brace with a command behind it means an accented letter, whose case does change: one more hides the command.
    let isDeep = Escapes.tex.replaces(word[0])
    bytes.add(isDeep ? "{{" : "{")
    bytes.add(UnsafeBufferPointer(rebasing: word[...last]), .tex)
    bytes.add(isDeep ? "}}" : "}")
    bytes.append(contentsOf: word[(last + 1)...])
  }

  private static func hasCapital(_ word: UnsafeBufferPointer<UInt8>, behindFirst: Bool) -> Bool {
    guard word.allSatisfy({ $0 < 0x80 }) else {
      return String(decoding: word, as: UTF8.self).unicodeScalars.dropFirst(behindFirst ? 1 : 0)
        .contains { $0.properties.isUppercase }
    }
    return word.dropFirst(behindFirst ? 1 : 0).contains { $0 &- 0x41 < 26 }
  }
}

// Words as BibTeX knows them, parted by spaces.

extension String {
  func hasWord(where isMeant: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    var text = self
    return text.withUTF8 { text in
      var start = 0
      while let end = text.place(of: UInt8(ascii: " "), from: start) {
        if isMeant(UnsafeBufferPointer(rebasing: text[start..<end])) { return true }
        start = end + 1
      }
      return isMeant(UnsafeBufferPointer(rebasing: text[start...]))
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether it is a word, given in small letters, in whatever letters.
  func isWord(_ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount && indices.allSatisfy { self[$0] | 0x20 == word.utf8Start[$0] }
  }
}
