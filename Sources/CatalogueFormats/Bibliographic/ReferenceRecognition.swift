/// Tells lists of references from other answers (`format = "auto"`).
enum ReferenceRecognition {
  /// A line that begins a record, before which no entry of BibTeX stands: an abstract there may have such a line.
  static func ris(_ sample: AnswerSample) -> String? {
    sample.start.withUnsafeBufferPointer { start in
      guard Stranger.kind(of: start, wanted: "catalogue") == nil else { return nil }
      var lines = TextLines(start)
      while let (line, _) = lines.next() {
        guard !isBibTeX(line, of: start) else { return nil }
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
        if isBibTeX(line, of: start) { return "a BibTeX list of references" }
      }
      return nil
    }
  }

  private static func isBibTeX(_ line: Range<Int>, of start: Bytes) -> Bool {
    let first = start.skippingSpace(from: line.lowerBound)
    guard first < line.upperBound, start[first] == UInt8(ascii: "@"),
      let opening = BibTeXOpening(start, at: first)
    else { return false }
    return BibTeXType.isKnown(String(decoding: start.part(opening.name), as: UTF8.self).lowercased())
  }

  /// Of CSL-JSON's own media type; else a list of items of CSL's types that have members which are named so nowhere else,
  /// or none but CSL's own.
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
    let isTyped = CSLVocabulary.types.contains { start.contains("\"type\":\"\($0)\"") }
    let hasMember = ["\"date-parts\":", "\"container-title\":", "\"family\":", "\"literal\":"].contains {
      start.contains($0)
    }
    return isTyped && (hasMember || isOnlyCSL(sample.start)) ? "a CSL-JSON list of references" : nil
  }

  /// Whether the first item has an id and a title, and besides no member but CSL's own.
  private static func isOnlyCSL(_ start: [UInt8]) -> Bool {
    var first: [UInt8]?
    let layout = CSLLayout(start)
    var splitter = JSONSplitter(layout.json)
    if layout == .bare { [JSONBytes.openBracket].withUnsafeBufferPointer { splitter.feed($0) { _ in } } }
    start.withUnsafeBufferPointer { splitter.feed($0) { first = first ?? $0.bytes } }
    let document = JSONDocument()
    var repairs: [String: Int] = [:]
    guard let first, first.withUnsafeBufferPointer({ document.read($0, repairs: &repairs) }) == nil,
      let item = document.root, item.kind == .object
    else { return false }
    let names = item.children.map { String(decoding: $0.key, as: UTF8.self) }
    return names.contains("id") && item[Array("title".utf8)]?.kind == .string
      && names.allSatisfy(CSLVocabulary.members.contains)
  }
}
