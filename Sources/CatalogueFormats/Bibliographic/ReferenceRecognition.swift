/// Tells lists of references from other answers (`format = "auto"`).
enum ReferenceRecognition {
  /// A line that begins a record, before which no other tags stand.
  static func ris(_ sample: AnswerSample) -> String? {
    sample.start.withUnsafeBufferPointer { start in
      guard Stranger.kind(of: start, wanted: "catalogue") == nil else { return nil }
      var lines = TextLines(start)
      while let (line, _) = lines.next() {
        guard let type = RISDialect.begins(start.part(line))?.type, (2...12).contains(type.count) else {
          continue
        }
        if start.part(line).part(type).allSatisfy(ASCII.isLetter) { return "a RIS list of references" }
      }
      return nil
    }
  }

  /// An entry of a type that exists at the beginning of a line.
  static func bibTeX(_ sample: AnswerSample) -> String? {
    sample.start.withUnsafeBufferPointer { start in
      guard Stranger.kind(of: start, wanted: "catalogue") == nil else { return nil }
      var lines = TextLines(start)
      while let (line, _) = lines.next() {
        let first = start.skippingSpace(from: line.lowerBound)
        guard first < line.upperBound, start[first] == UInt8(ascii: "@"),
          let opening = BibTeXOpening(start, at: first)
        else { continue }
        let type = String(decoding: start.part(opening.name), as: UTF8.self).lowercased()
        if BibTeXType.isKnown(type) { return "a BibTeX list of references" }
      }
      return nil
    }
  }

  /// Of CSL-JSON's own media type; else a list of objects with a type of CSL's and members that are named so nowhere else.
  static func cslJSON(_ sample: AnswerSample) -> String? {
    guard sample.root == nil else { return nil }
    let start = String(decoding: sample.start.filter { !ASCII.isSpace($0) }, as: UTF8.self)
    if sample.mediaType == "application/vnd.citationstyles.csl+json",
      start.hasPrefix("[") || start.hasPrefix("{")
    {
      return "a CSL-JSON list of references"
    }
    guard start.hasPrefix("[{\"") || start.hasPrefix("{\"items\":[{\"") || start.hasPrefix("{\"id\":") else {
      return nil
    }
    let isTyped = types.contains { start.contains("\"type\":\"\($0)\"") }
    let hasMember = ["\"date-parts\":", "\"container-title\":", "\"family\":", "\"literal\":"].contains {
      start.contains($0)
    }
    return isTyped && hasMember ? "a CSL-JSON list of references" : nil
  }

  private static let types = [
    "report", "chapter", "book", "article-journal", "article", "thesis", "webpage", "paper-conference",
    "document",
    "dataset", "article-magazine", "article-newspaper", "manuscript", "entry", "entry-encyclopedia",
    "standard",
  ]
}
