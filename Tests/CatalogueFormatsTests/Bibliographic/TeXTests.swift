import Catalogue
import Testing

@testable import CatalogueFormats

@Suite("TeX in bibliographies") struct TeXTests {
  static func plain(_ tex: String) -> String {
    var unused: [String: Int] = [:]
    return PlainText.clean(Array(tex.utf8).withUnsafeBufferPointer { TeXText.plain($0, &unused) })
  }

  static let cases: [(tex: String, plain: String)] = [
    // Accents, with and without braces, over letters and over the dotless i.
    (#"caf\'e"#, "café"), (#"caf\'{e}"#, "café"), (#"caf{\'e}"#, "café"), (#"caf{\'{e}}"#, "café"),
    (#"{\"u}ber"#, "über"), (#"\"Uber"#, "Über"), (#"na\"{\i}ve"#, "naïve"), (#"na{\"\i}ve"#, "naïve"),
    (#"na\"ive"#, "naïve"), (#"\v{c}"#, "č"), (#"\v c"#, "č"), (#"\c{c}a va"#, "ça va"),
    (#"fa\c cade"#, "façade"),
    (#"\H{o}"#, "ő"), (#"\k{a}"#, "ą"), (#"\d{s}"#, "ṣ"), (#"\r{u}"#, "ů"), (#"\u{g}"#, "ğ"),
    (#"\={a}"#, "ā"),
    (#"\.{z}"#, "ż"), (#"\~n"#, "ñ"), (#"\^{\j}"#, "ĵ"), (#"\b{k}"#, "ḵ"), (#"\'{\ae}"#, "ǽ"),
    (#"Vi\d{\^e}t"#, "Việt"), (#"\'{}"#, "'"), (#"\^{}"#, "^"), (#"\~{}x"#, "~x"),
    // Letters and signs.
    (#"Stra\ss e"#, "Straße"), (#"Stra{\ss}e"#, "Straße"), (#"Stra\ss{}e"#, "Straße"), (#"\O re"#, "Øre"),
    (#"\L{}\'od\'z"#, "Łódź"), (#"{\AA}s"#, "Ås"), (#"\oe uvre"#, "œuvre"), (#"Kad\i k\"oy"#, "Kadıköy"),
    (#"\S 7"#, "§7"), (#"\textendash"#, "–"), (#"\ldots and"#, "…and"), (#"\pounds5"#, "£5"),
    // Escapes, dashes, quotes and blanks.
    ("R\\&D 5\\% \\#1 a\\_b \\$5 \\{x\\}", "R&D 5% #1 a_b $5 {x}"), ("1990--1999", "1990–1999"),
    ("so---well", "so—well"),
    ("-{}-", "--"), ("``so''", "“so”"), ("don't", "don't"), ("a~b", "a b"), (#"a\ b\,c\\d"#, "a b c d"),
    ("!`no? ?`s\\'i?", "¡no? ¿sí?"), (#"hy\-phen"#, "hyphen"), ("50% of", "50% of"),
    // Commands.
    (#"\emph{so} \textbf{\textit{well}}"#, "so well"), (#"{\em so} {\sc well}"#, "so well"),
    (#"\enquote{so \enquote{well}}"#, "“so “well””"),
    (#"\url{http://x.example/~a_b}"#, "http://x.example/~a_b"),
    (#"\href{http://x.example}{here}"#, "here"), (#"H\textsubscript{2}O"#, "H2O"),
    (#"\TeX nically"#, "TeXnically"),
    (#"\texorpdfstring{$H_2$}{H2}O"#, "H2O"), (#"\unknown{kept}"#, "kept"),
    (#"\noopsort{1973}{2001}"#, "2001"),
    // Mathematics stays as it is.
    (#"$x^{2}_i$ and $\alpha$"#, #"$x^{2}_i$ and $\alpha$"#), ("5$ more", "5$ more"),
    (#"$a\$b$"#, #"$a\$b$"#), (#"\(\beta\) and \[\sum_{i}\]"#, #"\(\beta\) and \[\sum_{i}\]"#),
    (#"\(\'e"#, #"\(é"#), (#"a \) b\]"#, #"a \) b\]"#),
    // Once: what comes out of a command is no TeX any more.
    (#"\textbackslash{}'e"#, #"\'e"#), (#"\textbraceleft{}a\textbraceright{}"#, "{a}"),
    (#"\textasciitilde{}a"#, "~a"),
    (#"\textasciicircum{}a"#, "^a"),
    // Braces, closed or not.
    ("{NATO}'s {EU}", "NATO's EU"), ("a}b{c", "abc"), (#"a\"#, #"a\"#), (#"\"#, #"\"#),
    // Text of any script stays.
    ("مياه النهر", "مياه النهر"), ("水资源", "水资源"), ("Cafe\u{301}", "Café"), ("Straße--Weg", "Straße–Weg"),
  ]

  @Test("becomes plain text, once", arguments: cases.indices)
  func decodes(index: Int) {
    let (tex, plain) = Self.cases[index]
    #expect(
      Array(Self.plain(tex).unicodeScalars) == Array(plain.unicodeScalars), "\(tex): \(Self.plain(tex))")
  }

  @Test("Commands that nobody knows are counted")
  func unknown() {
    var repairs: [String: Int] = [:]
    _ = Array(#"\foo{a} \bar b"#.utf8).withUnsafeBufferPointer { TeXText.plain($0, &repairs) }
    #expect(repairs == ["TeX command not known left out": 2])
  }

  @Test(
    "Addresses are meant as they stand",
    arguments: [
      ("http://x.example/~a--b", "http://x.example/~a--b"),
      (#"http://x.example/a\_b\%20c"#, "http://x.example/a_b%20c"),
      (#"\url{http://x.example/a}"#, "http://x.example/a"),
      (#"http://x.example/{\textasciitilde}a"#, "http://x.example/~a"),
      (#"http://x.example/$\sim$a"#, "http://x.example/~a"), (#"10.5555/a\_b"#, "10.5555/a_b"),
    ])
  func addresses(tex: String, plain: String) {
    #expect(Array(tex.utf8).withUnsafeBufferPointer(TeXText.verbatim) == plain)
  }

  @Test(
    "Hostile TeX takes time that grows with its size",
    arguments: [
      "{", "}", "$", "\\'", "\\\\", "\\cite{", "\\enquote{", "\\u", "`", "$\\$", "\\'{", "\\url{", "\\(",
      "\\[",
    ])
  func hostile(piece: String) {
    let text = String(repeating: piece, count: (1 << 17) / piece.utf8.count)
    let time = ContinuousClock().measure { _ = Self.plain(text) }
    #expect(time < .seconds(20))
  }
}
