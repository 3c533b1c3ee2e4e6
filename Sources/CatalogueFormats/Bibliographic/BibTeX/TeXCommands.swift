/// The commands that stand in bibliographies, and what they mean (LaTeX2e's text symbols; Biber's table of recoding).
enum TeXCommands {
  struct Accent: Sendable {
    /// The combining character.
    var mark: UInt32
    /// What it looks like alone.
    var sign: UInt8
  }

  /// `\'`, `\"` and the like.
  static let signAccents: [UInt8: Accent] = [
    UInt8(ascii: "`"): Accent(mark: 0x300, sign: 0x60), UInt8(ascii: "'"): Accent(mark: 0x301, sign: 0x27),
    UInt8(ascii: "^"): Accent(mark: 0x302, sign: 0x5E), UInt8(ascii: "~"): Accent(mark: 0x303, sign: 0x7E),
    UInt8(ascii: "="): Accent(mark: 0x304, sign: 0x2D), UInt8(ascii: "."): Accent(mark: 0x307, sign: 0x2E),
    UInt8(ascii: "\""): Accent(mark: 0x308, sign: 0x22),
  ]

  static let letterAccents: [String: Accent] = [
    "u": Accent(mark: 0x306, sign: 0x75), "v": Accent(mark: 0x30C, sign: 0x76),
    "H": Accent(mark: 0x30B, sign: 0x22), "c": Accent(mark: 0x327, sign: 0x2C),
    "k": Accent(mark: 0x328, sign: 0x2C), "d": Accent(mark: 0x323, sign: 0x2E),
    "b": Accent(mark: 0x331, sign: 0x5F), "r": Accent(mark: 0x30A, sign: 0x6F),
    "h": Accent(mark: 0x309, sign: 0x3F), "t": Accent(mark: 0x361, sign: 0x5F),
    "G": Accent(mark: 0x30F, sign: 0x22), "U": Accent(mark: 0x30E, sign: 0x22),
    "textcommabelow": Accent(mark: 0x326, sign: 0x2C),
  ]

  /// Longer ones first.
  static let ligatures: [(StaticString, StaticString)] = [
    ("---", "\u{2014}"), ("--", "\u{2013}"), ("``", "\u{201C}"), ("''", "\u{201D}"), ("?`", "¿"), ("!`", "¡"),
  ]

  static let characters: [String: StaticString] = [
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø",
    "O": "Ø",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "ldots": "…", "dots": "…",
    "euro": "€", "EUR": "€", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "slash": "/", "lq": "‘",
    "rq": "’",
    "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "textbackslash": "\\",
    "textbar": "|", "textbardbl": "‖", "textless": "<", "textgreater": ">", "textunderscore": "_",
    "textdollar": "$", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textquotedbl": "\"", "textquotesingle": "'", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„", "quotesinglbase": "‚",
    "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»",
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "textbullet": "•", "textperiodcentered": "·",
    "textsection": "§", "textparagraph": "¶", "textdagger": "†", "textdaggerdbl": "‡", "textcopyright": "©",
    "textregistered": "®", "texttrademark": "™", "texteuro": "€", "textsterling": "£", "textyen": "¥",
    "textcent": "¢", "textcurrency": "¤", "textdegree": "°", "textmu": "µ", "textpm": "±",
    "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³", "textonehalf": "½",
    "textonequarter": "¼", "textthreequarters": "¾", "texttimes": "×", "textdiv": "÷", "textordfeminine": "ª",
    "textordmasculine": "º", "textexclamdown": "¡", "textquestiondown": "¿", "textnumero": "№",
    "textvisiblespace": " ", "textnonbreakinghyphen": "-", "space": " ", "quad": " ", "qquad": " ",
    "textasciimacron": "¯", "textasciidieresis": "¨", "textasciiacute": "´",
  ]

  /// Commands whose braces hold text, and switches: what they do cannot be said in plain text.
  static let formatting: Set<String> = [
    "emph", "textit", "textbf", "textsc", "texttt", "textrm", "textsf", "textup", "textsl", "textmd",
    "textnormal",
    "textsuperscript", "textsubscript", "mbox", "hbox", "text", "mkbibemph", "mkbibbold",
    "mkbibitalic", "mkbibparens", "underline", "uline", "ensuremath", "mathrm", "mathit", "uppercase",
    "lowercase",
    "MakeUppercase", "MakeLowercase", "textlatin", "textgreek", "textcyrillic", "acro", "ac", "nobreakdash",
    "em", "it", "bf", "sc", "rm", "tt", "sl", "sf", "itshape", "bfseries", "scshape", "rmfamily", "ttfamily",
    "sffamily", "upshape", "normalfont", "tiny", "scriptsize", "footnotesize", "small", "normalsize", "large",
    "Large", "relax", "protect", "nobreak", "penalty", "hyphenation", "bibstring", "ignorespaces",
    "textquote", "centering", "noindent", "thinspace", "allowbreak", "break", "bgroup", "egroup",
  ]

  /// Commands whose first braces hold something that no reader sees.
  static let withHiddenArgument: Set<String> = [
    "href", "textcolor", "color", "cite", "citep", "citet", "autocite", "footnote", "vspace", "hspace",
    "label",
    "ref", "selectlanguage", "foreignlanguage", "begin", "end", "index", "phantom", "fontsize", "noopsort",
    "sortas",
    // Behind what TeX sets stands what it is in plain text.
    "texorpdfstring",
  ]
}
