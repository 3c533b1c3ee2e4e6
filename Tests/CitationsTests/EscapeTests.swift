import Catalogue
import Testing

@testable import Citations

@Suite("What has a meaning in a format is escaped, once") struct EscapeTests {
  private func escaped(_ text: String, _ escapes: Escapes) -> String {
    var bytes: [UInt8] = []
    bytes.add(text, escapes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("R&D at 100 % for $5 #1_a", ##"R\&D at 100 \% for \$5 \#1\_a"##),
    (
      "a{b}c\\d~e^f",
      #"a\textbraceleft{}b\textbraceright{}c\textbackslash{}d\textasciitilde{}e\textasciicircum{}f"#
    ),
    ("\\&", #"\textbackslash{}\&"#), ("é水\"'<>|", "é水\"'<>|"),
    // What TeX would make dashes and quotation marks of.
    ("a--b---c-d", "a-{}-b-{}-{}-c-d"), ("``so'' it's `x'", "`{}`so'{}' it's `x'"),
    ("why?`no!`", "why?{}`no!{}`"),
  ]) func tex(_ text: String, _ expected: String) { #expect(escaped(text, .tex) == expected) }

  @Test(arguments: [
    ("a_b%20~c&d#e", "a_b%20~c&d#e"), ("{x}\\ y", "%7Bx%7D%5C%20y"),
  ]) func texVerbatim(_ text: String, _ expected: String) { #expect(escaped(text, .texVerbatim) == expected) }

  @Test(arguments: [
    ("a & b < c > \"d\" 'é'", "a &amp; b &lt; c &gt; &quot;d&quot; 'é'"), ("&amp;", "&amp;amp;"),
  ])
  func xml(_ text: String, _ expected: String) { #expect(escaped(text, .xml) == expected) }

  @Test(arguments: [
    ("a\"b\\c/d", #"a\"b\\c/d"#), ("\n\r\t\u{8}\u{C}\u{0}\u{1F}", #"\n\r\t\b\f\u0000\u001f"#),
    ("é\u{7F}", "é\u{7F}"),
  ]) func json(_ text: String, _ expected: String) { #expect(escaped(text, .json) == expected) }

  @Test(
    "Words with capitals are protected, but for the first letter of all",
    arguments: [
      ("The Shanghai Organisation", "The {Shanghai} {Organisation}"),
      ("NATO and us: NATO?", "{NATO} and us: {NATO}?"),
      ("Of mice", "Of mice"), ("iPad sales", "{iPad} sales"), ("Die Ärzte", "Die {Ärzte}"),
      ("the élan", "the élan"),
      ("On #Hash", ##"On {{\#Hash}}"##), ("R&D", #"{R\&D}"#), ("水 Wasser", "水 {Wasser}"), ("", ""),
    ]) func capitals(_ title: String, _ expected: String)
  {
    var bytes: [UInt8] = []
    BibTeXCapitals.add(title, &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test(
    "Names as BibTeX takes them apart",
    arguments: [
      ("Frans-Paul van der Putten", "van der Putten, Frans-Paul"),
      ("King, Martin Luther, Jr.", "King, Jr., Martin Luther"),
      ("José Ortega y Gasset", "{Ortega y Gasset}, José"), ("[Bread and Roses]", "{Bread and Roses}"),
      ("Sukarno", "{Sukarno}"), ("al-Rashid, Harun", "{al-Rashid}, Harun"),
      ("Abd-al-Hamid, Ann", "{Abd-al-Hamid}, Ann"), ("[R&D, Ltd.]", #"{R\&D, Ltd.}"#),
      ("王小明", "王, 小明"), ("'t Hart, Maarten", "{'t Hart}, Maarten"),
      ("Lee; Kim, Ann", "{Lee; Kim}, Ann"),
    ]) func names(_ printed: String, _ expected: String)
  {
    var bytes: [UInt8] = []
    BibTeXName.add(person(printed), &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test("A control character or a turn of direction goes into no format", arguments: RecordFormat.allCases)
  func controls(_ format: RecordFormat) {
    let dirty = "Pe\u{0}a\u{1B}[31mt\u{202E}\u{FFFE}"
    // JSON lines say what the store has, escaped; what the store has is clean.
    guard format != .jsonl else { return }
    let text = written(
      Report(
        title: dirty, contributors: [person("[\(dirty)]")], publisher: dirty, abstract: dirty,
        subjects: [dirty]),
      format)
    for scalar in text.unicodeScalars {
      #expect(scalar.value >= 0x20 || scalar == "\n" || scalar == "\r" || scalar == "\t", "\(scalar.value)")
      #expect(scalar != "\u{202E}" && scalar != "\u{FFFE}")
    }
    #expect(text.contains("Pea[31mt"))
  }

  @Test("Letters and their marks go out as one (NFC)", arguments: RecordFormat.allCases)
  func composed(_ format: RecordFormat) {
    // JSON lines say what the store has.
    guard format != .jsonl else { return }
    let text = written(Report(title: "Cafe\u{301} A\u{308}rger", publisher: "Cafe\u{301}"), format)
    #expect(text.unicodeScalars.allSatisfy { !(0x300...0x36F).contains($0.value) } && text.contains("Café"))
  }
}
