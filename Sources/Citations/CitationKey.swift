import Catalogue

/// The key of an entry: "dehaas2007-17", "vanderputten2007-17-10".
///
/// It says who and when, for people, and ends in the library's number: so it is the key of nothing else, however much is
/// exported, and stays the same for as long as name and year do. Only ASCII letters, digits and hyphens: no program that
/// reads BibTeX stumbles over them.
enum CitationKey {
  static func add(_ citation: Citation, to bytes: inout [UInt8]) {
    let who = (citation.authors.first ?? citation.editors.first).map { $0.name.fullFamily ?? $0.name.printed }
    let before = bytes.count
    if let who { add(letters: who, to: &bytes) }
    if bytes.count == before { add(letters: citation.title, to: &bytes) }
    if bytes.count == before { bytes.add("report") }
    if let date = citation.report.published { bytes.add(date.year) }
    bytes.append(UInt8(ascii: "-"))
    bytes.add(citation.id)
  }

  private static let most = 24

  private static func add(letters text: String, to bytes: inout [UInt8]) {
    let end = bytes.count + most
    for byte in Fold.text(text).utf8 where bytes.count < end {
      if byte &- 0x61 < 26 || byte &- 0x30 < 10 { bytes.append(byte) }
    }
  }
}
