import Catalogue

/// Tells the lines of a page that name persons from all others.
enum Byline {
  /// Those that a line names, each in its role; empty where it is not sure that it names nobody else.
  ///
  /// - Parameter isMarked: Whether the page marks the line as one of authors: then one that has no form of a person's
  ///   name may be a body's.
  static func contributors(_ line: String, isMarked: Bool) -> [Contributor] {
    guard line.utf8.count <= 400, !line.utf8.isEmpty else { return [] }
    let text = withoutLabel(line)
    let found = parts(text).flatMap { Contributor.parse($0, role: .author) }
    guard !found.isEmpty, found.count <= 60 else { return [] }
    let isOpened = text != line
    let arePersons = found.allSatisfy { $0.kind == .person && !isOther($0.name.printed) }
    if arePersons { return found }
    let areNamed = found.allSatisfy {
      ($0.kind != .unknown || isOfOtherScript($0.name.printed)) && !isOther($0.name.printed)
    }
    return isMarked || isOpened ? (areNamed ? found : []) : []
  }

  /// Whether a role is printed with the names: "Marcel de Haas (Editor)".
  static func tellsRole(_ line: String) -> Bool {
    guard line.utf8.count <= 200 else { return false }
    return Contributor.parse(line, role: .contributor).contains {
      $0.role != .contributor && $0.kind == .person
    }
  }

  private static func withoutLabel(_ line: String) -> String {
    if let (field, value) = PageLabels.split(line), field == .authors, !value.isEmpty { return value }
    for opening in [
      "by ", "By ", "BY ", "par ", "Par ", "von ", "Von ", "por ", "Por ", "Door ", "door ", "Af ", "Av ",
    ]
    where line.hasPrefix(opening) {
      return String(line.dropFirst(opening.count))
    }
    return line
  }

  /// Names joined by commas, where each has more than one word: "Ann Roe, Cy Doe and Bo Lee".
  private static func parts(_ text: String) -> [String] {
    guard text.utf8.contains(UInt8(ascii: ",")), !text.utf8.contains(UInt8(ascii: ";")) else { return [text] }
    var parts = text.split(separator: ",").map { PlainText.clean(String($0)) }
    for joint in ["and ", "& ", "und ", "et ", "y ", "e ", "en ", "og ", "och "] {
      if let last = parts.last, last.hasPrefix(joint) {
        parts[parts.count - 1] = String(last.dropFirst(joint.count))
      }
    }
    let areWhole = parts.allSatisfy { part in
      part.utf8.contains(0x20) && Contributor.parse(part, role: .author).allSatisfy { $0.kind == .person }
    }
    return areWhole ? parts : [text]
  }

  /// Whether it may be a name in a script that has no capitals to tell one by: Hebrew, Arabic, those of India and East Asia.
  private static func isOfOtherScript(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.value >= 0x590, text.count <= 60 else { return false }
    return text.split(separator: " ").count <= 7
      && !text.contains { $0.isNumber || $0.isPunctuation && !"-'’.·・،".contains($0) }
  }

  /// What has the form of a name and is none: buttons, positions, places.
  private static func isOther(_ text: String) -> Bool {
    text.split(whereSeparator: { " ,.-/&".contains($0) }).contains { words.contains($0.lowercased()) }
  }

  private static let words: Set<String> = Set(
    ("share save download cite citation export print email mail follow subscribe view read more login log sign search home "
      + "menu skip content access library report reports publication publications research paper papers policy brief "
      + "briefing working study studies analysis series project programme program fellow director researcher professor "
      + "analyst editor-in-chief senior junior associate head chair president manager officer advisor adviser consultant "
      + "expert experts team staff about contact news events event blog press media podcast video date pages table contents "
      + "abstract summary overview introduction conclusion conclusions preface foreword acknowledgements references "
      + "bibliography annex appendix chapter part back next previous open close full text pdf html epub xml free buy add "
      + "copy link twitter facebook linkedin issue volume front matter union europe europa security defence")
      .split(separator: " ").map(String.init))
}
