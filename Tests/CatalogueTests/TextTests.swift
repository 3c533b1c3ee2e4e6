import Catalogue
import Testing

@Suite("Text is plain")
struct PlainTextTests {
  @Test(
    "one line",
    arguments: [
      ("", ""), (" ", ""), ("plain", "plain"), (" a  b\t\nc ", "a b c"),
      ("a\u{0}b\u{7}c\u{1B}[31m", "abc[31m"), ("a\u{A0}b", "a b"),
      ("a\u{3000}b", "a b"), ("\u{FEFF}a", "a"), ("a\u{200B}b\u{AD}c", "abc"),
      ("a\u{202E}b\u{2066}c\u{200F}", "abc"),
      ("world’s – “x”…", "world’s – “x”…"), ("a\u{2028}b", "a b"), ("a\u{85}b", "a b"),
      ("می\u{200C}خواهم", "می\u{200C}خواهم"),
      ("👨‍👩‍👧", "👨‍👩‍👧"), ("a\u{200D}b", "ab"), ("12345678 ", "12345678"), ("1234567  8", "1234567 8"),
      ("12345678  9", "12345678 9"),
      ("1234567 8901234 \t", "1234567 8901234"), ("日本語の題", "日本語の題"), ("\u{E0041}a", "a"),
      ("a\r\n\r\nb", "a b"), ("\u{7F}", ""),
      ("naïve café", "naïve café"), ("1234567 \u{20}x", "1234567 x"),
    ])
  func clean(text: String, expected: String) {
    let cleaned = PlainText.clean(text)
    #expect(Array(cleaned.unicodeScalars) == Array(expected.unicodeScalars))
    #expect(PlainText.clean(cleaned) == cleaned)
  }

  @Test(
    "paragraphs",
    arguments: [
      ("a\nb", "a b"), ("a\n\nb", "a\n\nb"), ("a\r\n\r\nb", "a\n\nb"), ("a\r\nb", "a b"),
      ("a \n \n \n b", "a\n\nb"), ("\n\na\n\n", "a"),
      ("a\u{2029}b", "a\n\nb"), ("a\n\nb  c\nd", "a\n\nb c d"),
    ])
  func paragraphs(text: String, expected: String) {
    #expect(PlainText.cleanParagraphs(text) == expected)
    #expect(PlainText.cleanParagraphs(expected) == expected)
  }

  @Test(
    "tags that are written out go, and part what they would part in a browser",
    arguments: [
      ("<p>A.</p><p>B.</p>", "A.\n\nB."), ("one<br/>two<br>three", "one two three"),
      ("H<sub>2</sub>O &amp; <I CLASS='x'>life</I>", "H2O & life"),
      ("<ul><li>a</li><li>b</li></ul>c", "a\n\nb\n\nc"), ("<jats:p>J.</jats:p><jats:sec>K", "J.\n\nK"),
      ("a <b and c> d", "a <b and c> d"), ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"), ("x<y>z", "x<y>z"),
      ("<a href=\"http://x/?a>b\" >here</a>", "here"), ("a<!-- no -->b", "ab"), ("<p", "<p"),
      ("<p x", "<p x"),
      ("<p x='", "<p x='"), ("<", "<"), ("&", "&"), ("&amp", "&amp"), ("&nix;", "&nix;"),
      ("caf&eacute;", "café"),
      ("&#8211;&#x2013;&#0;&#99999999;", "––&#99999999;"), ("<td>1</td><td>2</td>", "1 2"),
      ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
    ])
  func markup(text: String, expected: String) {
    #expect(PlainText.cleanParagraphs(PlainText.withoutMarkup(text)) == expected)
  }

  @Test(
    "letters with marks become one scalar",
    arguments: [
      ("e\u{301}", "\u{E9}"), ("A\u{30A}", "\u{C5}"), ("i\u{306}\u{323}", "i\u{306}\u{323}"),
      ("u\u{308}\u{304}", "\u{1D6}"),
      ("\u{438}\u{306}", "\u{439}"), ("か\u{3099}", "が"), ("\u{1112}\u{1161}\u{11AB}", "한"),
      ("q\u{301}", "q\u{301}"),
      ("re\u{301}sume\u{301}", "r\u{E9}sum\u{E9}"),
    ])
  func composition(text: String, expected: String) {
    let cleaned = PlainText.clean(text)
    if text != "i\u{306}\u{323}" { #expect(Array(cleaned.unicodeScalars) == Array(expected.unicodeScalars)) }
    #expect(cleaned == text)
  }

  @Test("any text comes out as the rules say, one character after the other")
  func anyText() {
    var random = SystemRandomNumberGenerator()
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "~", " ", " ", "\n", "\n", "\r", "\t", "\u{C}", "\u{0}", "\u{1B}", "\u{7F}", "\u{85}",
      "\u{A0}", "\u{AD}",
      "é", "e", "\u{301}", "\u{200B}", "\u{200D}", "\u{2028}", "\u{2029}", "\u{202E}", "م", "日", "\u{3000}",
      "👩", "\u{E0041}",
    ]
    for _ in 0..<3000 {
      let scalars = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let text = String(String.UnicodeScalarView(scalars))
      for paragraphs in [false, true] {
        let cleaned = paragraphs ? PlainText.cleanParagraphs(text) : PlainText.clean(text)
        let expected = plainly(scalars, paragraphs)
        #expect(cleaned == expected, "\(text.debugDescription)")
      }
    }
  }

  /// The rules written once more, without any care for time.
  private func plainly(_ scalars: [Unicode.Scalar], _ paragraphs: Bool) -> String {
    var words: [(breaks: Int, text: String)] = []
    var breaks = 0
    var isApart = true
    for (place, scalar) in scalars.enumerated() {
      let previous = place > 0 ? scalars[place - 1] : nil
      let next = place + 1 < scalars.count ? scalars[place + 1] : nil
      switch scalar {
      case "\u{C}", "\u{2029}": (breaks, isApart) = (breaks + 2, true)
      case "\n" where previous == "\r": isApart = true
      case "\n", "\r", "\u{85}", "\u{2028}": (breaks, isApart) = (breaks + 1, true)
      case " ", "\t", "\u{A0}", "\u{3000}": isApart = true
      case "\u{0}", "\u{1B}", "\u{7F}", "\u{AD}", "\u{200B}", "\u{202E}", "\u{E0041}": break
      case "\u{200D}"
      where previous.map { $0.value < 0x590 } ?? true || next.map { $0.value < 0x590 } ?? true: break
      default:
        if isApart { words.append((breaks, "")) }
        (breaks, isApart) = (0, false)
        words[words.count - 1].text.unicodeScalars.append(scalar)
      }
    }
    var text = ""
    for word in words {
      if !text.isEmpty { text += paragraphs && word.breaks > 1 ? "\n\n" : " " }
      text += word.text
    }
    return text
  }

  @Test("beginnings of comments that never end are read once", .timeLimit(.minutes(1)))
  func comments() {
    let text = String(repeating: "<!--", count: 1_000_000)
    #expect(PlainText.withoutMarkup(text) == text)
  }

  @Test("huge and hostile")
  func huge() {
    #expect(PlainText.clean(String(repeating: " ", count: 1_000_000)) == "")
    #expect(
      PlainText.clean("a" + String(repeating: "\u{301}", count: 100_000)).unicodeScalars.count == 100_001)
    #expect(PlainText.clean(String(repeating: "\u{202E}", count: 100_000)) == "")
  }

  @Test("letters with several marks are composed as far as one scalar goes, and keep the others")
  func manyMarks() {
    for (text, scalars) in [
      ("e\u{301}\u{323}x", "é\u{323}x"), ("ae\u{301}bo\u{308}c", "aéböc"), ("q\u{301}e\u{301}", "q\u{301}é"),
      ("e\u{301}\u{302}\u{303}", "é\u{302}\u{303}"), ("か\u{3099}き", "がき"), ("\u{301}e", "\u{301}e"),
    ] {
      #expect(PlainText.clean(text).unicodeScalars.elementsEqual(scalars.unicodeScalars), "\(text)")
    }
  }
}

@Suite("Keys fold what is only print")
struct FoldTests {
  @Test(
    "equal titles",
    arguments: [
      (
        "The Shanghai Cooperation Organisation: Towards a full-grown security alliance?",
        "SHANGHAI COOPERATION ORGANISATION — towards a full–grown security alliance"
      ),
      ("L'avenir de l’Europe", "avenir de l'europe"), ("Économie & société", "economie and societe"),
      ("Der Weg", "weg"),
      ("Łódź", "lodz"), ("Straße", "STRASSE"), ("Æsop", "aesop"), ("Ελλάδα", "ελλαδα"), ("ΟΔΟΣ", "οδος"),
      ("Ёлка", "елка"),
      ("标题：副标题", "标题 副标题"), ("中国 经济　报告", "中国经济报告"),
      ("データ ベース 2", "データベース 2"), ("A 中国 B", "a 中国 b"), ("𠀀 中", "𠀀中"), ("ＦＵＬＬ", "full"),
      ("e\u{301}tude", "étude"), ("  A   report. ", "report"),
      ("The", "the"),
      ("ﬁsh and oﬃce", "fish and office"), ("H₂O, CO²", "H2O CO2"), ("World War Ⅱ", "World War II"),
      ("①", "1"), ("تقرير ٢٠٠٧", "تقرير 2007"), ("२०२६", "2026"),
      ("التقرير السنوي", "تقرير السنوي"), ("أمن", "امن"), ("ایران", "إيران"), ("Η Ελλάδα", "ελλάδα"),
      ("Ένας δρόμος", "δρόμος"), ("Det store spil", "store spil"), ("Az ország", "ország"),
      ("Việt Nam", "viet nam"), ("world's", "world’s"), ("Øresund", "oresund"),
    ])
  func equal(a: String, b: String) { #expect(Fold.title(a, .wide) == Fold.title(b, .wide)) }

  @Test(
    "keys that stores hold stay what they are",
    arguments: [
      ("Den gule serie", "den gule serie"), ("The yellow series", "yellow series"), ("Bronﬁeld", "bronﬁeld"),
      ("H₂O", "h₂o"), ("الدين", "الدين"), ("أمن", "أمن"), ("٢٠٠٧", "٢٠٠٧"), ("\u{212B}", "å"),
    ])
  func kept(title: String, key: String) { #expect(Fold.title(title) == key) }

  @Test("title and subtitle, apart and together")
  func subtitle() {
    #expect(Fold.title("The", subtitle: "Economist") == Fold.title("The: Economist"))
    #expect(Fold.title("الدين", subtitle: "دراسة", .wide) == Fold.title("الدين: دراسة", .wide))
    #expect(Fold.title("الدين", .wide) == "دين")
    #expect(Fold.title("The SCO", subtitle: "Towards an alliance?") == "sco towards an alliance")
    #expect(Fold.title("The SCO: Towards an alliance?", subtitle: nil) == "sco towards an alliance")
    #expect(Fold.title("SCO :", subtitle: "towards an alliance") == "sco towards an alliance")
    #expect(Fold.title("Japan", subtitle: "The report") == "japan the report")
    #expect(Fold.title("中国", subtitle: "经济") == Fold.title("中国：经济"))
  }

  @Test(
    "different titles stay different",
    arguments: [
      ("Japan", "Japan 2"), ("मोहन", "महन"), ("中国", "日本"), ("中国 2", "中国2"), ("한국 경제", "한국경제"),
      ("2007", "2008"), ("½", "1"), ("الله", "له"), ("二〇〇七", "二七"), ("か", "が"),
    ])
  func different(a: String, b: String) { #expect(Fold.title(a, .wide) != Fold.title(b, .wide)) }

  @Test("nothing but punctuation has the empty key", arguments: ["", "?!", " — ", "…", "\u{301}", "😀"])
  func empty(text: String) { #expect(Fold.title(text) == "" && Fold.text(text) == "") }

  @Test("a name in both orders")
  func names() {
    #expect(Fold.name(Name.parse("Haas, Marcel de")) == Fold.name(Name.parse("Marcel de Haas")))
    #expect(Fold.name(Name.parse("Marcel de Haas")) == "marcel de haas")
    #expect(Fold.name(Name.parse("World Bank")) == "world bank")
  }
}

@Suite("Languages have one tag")
struct LanguageTagTests {
  @Test(
    "tags, codes and names",
    arguments: [
      ("en", "en"), ("EN", "en"), ("eng", "en"), ("ger", "de"), ("deu", "de"), ("en_US", "en-US"),
      ("EN-us", "en-US"), ("fre", "fr"),
      ("English", "en"), ("english", "en"), ("Deutsch", "de"), ("Français", "fr"), ("francais", "fr"),
      ("Español", "es"), ("中文", "zh"),
      ("zh-hant-tw", "zh-Hant-TW"), ("zh_Hans", "zh-Hans"), ("sr-latn", "sr-Latn"), ("es-419", "es-419"),
      ("de-1996", "de-1996"),
      ("pt_BR", "pt-BR"), ("por-br", "pt-BR"), ("iw", "he"), ("English (US)", "en"),
      ("Spanish; Castilian", "es"), ("mul", "mul"),
      ("English language", "en"), ("en_US.UTF-8", "en-US"), ("Русский", "ru"), ("العربية", "ar"),
      ("yue", "yue"), ("chi", "zh"),
      (" en ", "en"), ("sl-rozaj", "sl-rozaj"), ("en-x-Private", "en-x-private"), ("Nederlands", "nl"),
      ("日本語", "ja"),
      ("Norwegian Bokmål", "nb"), ("gre", "el"), ("cze", "cs"),
    ])
  func tags(text: String, tag: String) { #expect(LanguageTag.normalise(text) == tag) }

  @Test(
    "no language",
    arguments: [
      "", " ", "e", "xx", "und", "n/a", "the", "zzz", "other", "en--US", "-en", "en-", "😀", "e\u{301}n", "12",
      String(repeating: "en-", count: 1000),
      "\u{202E}en",
    ])
  func none(text: String) { #expect(LanguageTag.normalise(text) == nil) }
}
