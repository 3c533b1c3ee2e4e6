import Catalogue

/// TeX as it stands in bibliographies, made plain text: accents, letters and signs by their commands, escapes, dashes and
/// quotes by their ligatures, formatting left out. Everything is decoded once. Mathematics stays as it is, dollars and all.
///
/// Nothing is evaluated; each byte is looked at a bounded number of times, and braces nest as deeply as they like.
struct TeXText {
  private let p: Bytes
  private var at = 0
  private var output: [UInt8] = []
  /// Accents that wait for their letter, the outermost first.
  private var accents: [TeXCommands.Accent] = []
  /// What to put where the open braces close: quotation marks.
  private var closers: [StaticString?] = []
  private var beyond = 0
  private var hasNoDollar = false
  /// The signs that open mathematics which nothing closes any more.
  private var isUnclosed: Set<UInt8> = []
  private(set) var unknown = 0

  private static let depthLimit = 256

  /// The plain text of a value, not yet cleaned. Counts what was not known in `repairs`.
  static func plain(_ bytes: Bytes, _ repairs: inout [String: Int]) -> String {
    // Most values are plain.
    guard !bytes.allSatisfy(standsForItself) else { return String(decoding: bytes, as: UTF8.self) }
    let text = Windows1252.text(bytes)
    return text.withBytes { utf8 in
      var tex = TeXText(utf8)
      tex.read()
      if tex.unknown > 0 { repairs["TeX command not known left out", default: 0] += tex.unknown }
      return String(decoding: tex.output, as: UTF8.self)
    }
  }

  /// Whether TeX reads a byte as it stands, whatever stands around it.
  private static func standsForItself(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "$"), UInt8(ascii: "~"),
      UInt8(ascii: "-"), UInt8(ascii: "`"), UInt8(ascii: "'"), UInt8(ascii: "?"), UInt8(ascii: "!"):
      false
    default: byte < 0x80
    }
  }

  /// No address is longer.
  private static let addressLimit = 8192

  /// An address or an identifier, in which dashes and tildes are meant as they stand.
  static func verbatim(_ bytes: Bytes) -> String {
    var text = Windows1252.text(bytes)
    guard text.utf8.count <= addressLimit, text.utf8.contains(where: { "\\{}$".utf8.contains($0) }) else {
      return text
    }
    for (tex, plain) in [
      ("$\\sim$", "~"), ("{\\textasciitilde}", "~"), ("\\textasciitilde{}", "~"), ("\\textasciitilde", "~"),
      ("\\~{}", "~"), ("{\\~}", "~"), ("\\url", ""), ("\\textunderscore{}", "_"), ("{\\textunderscore}", "_"),
    ] { text = text.replacing(tex, with: plain) }
    var output: [UInt8] = []
    text.withBytes { p in
      for at in p.indices where !"{}".utf8.contains(p[at]) {
        let isEscape = p[at] == UInt8(ascii: "\\") && at + 1 < p.count && "_%&#~$ {}".utf8.contains(p[at + 1])
        if !isEscape { output.append(p[at]) }
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private init(_ bytes: Bytes) {
    p = bytes
    output.reserveCapacity(bytes.count)
  }

  private mutating func read() {
    while at < p.count {
      let byte = p[at]
      switch byte {
      case _ where Self.standsForItself(byte) && accents.isEmpty:
        let end = p[at...].firstIndex { !Self.standsForItself($0) } ?? p.count
        output.append(contentsOf: p.part(at..<end))
        at = end
      case UInt8(ascii: "\\"): readCommand()
      case UInt8(ascii: "{"):
        at += 1
        open(nil)
      case UInt8(ascii: "}"):
        at += 1
        close()
      case UInt8(ascii: "$"): readMathematics()
      case UInt8(ascii: "~"):
        at += 1
        put(" ")
      case UInt8(ascii: "-"), UInt8(ascii: "`"), UInt8(ascii: "'"), UInt8(ascii: "?"), UInt8(ascii: "!"):
        readLigature(byte)
      default: putCharacter()
      }
    }
    flushAccents()
  }

  // MARK: Characters

  /// Puts the character at `at`, with the accents that wait for it.
  private mutating func putCharacter() {
    let start = at
    at += 1
    while at < p.count, p[at] & 0xC0 == 0x80 { at += 1 }
    guard !accents.isEmpty else {
      output.append(contentsOf: p.part(start..<at))
      return
    }
    if ASCII.isSpace(p[start]) { return }
    output.append(contentsOf: p.part(start..<at))
    putAccents()
  }

  private mutating func putAccents() {
    for accent in accents.reversed() { WideDecoder.append(accent.mark, &output) }
    accents = []
  }

  /// Accents without a letter are the signs that they look like.
  private mutating func flushAccents() {
    for accent in accents { output.append(accent.sign) }
    accents = []
  }

  private mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { output.append(contentsOf: $0) }
    if !accents.isEmpty { putAccents() }
  }

  private mutating func readLigature(_ byte: UInt8) {
    for (ligature, text) in TeXCommands.ligatures where p.has(ligature, at: at) {
      at += ligature.utf8CodeUnitCount
      put(text)
      return
    }
    putCharacter()
  }

  // MARK: Groups

  private mutating func open(_ closer: StaticString?) {
    if closers.count < Self.depthLimit { closers.append(closer) } else { beyond += 1 }
  }

  private mutating func close() {
    flushAccents()
    if beyond > 0 {
      beyond -= 1
    } else if let closer = closers.popLast() ?? nil {
      put(closer)
    }
  }

  /// Passes over a group in braces, if one stands here.
  private mutating func skipGroup() {
    let start = p.skippingSpace(from: at)
    guard start < p.count, p[start] == UInt8(ascii: "{") else { return }
    at = groupEnd(start)
  }

  /// Behind the group that opens at `start`, or behind everything.
  private func groupEnd(_ start: Int) -> Int {
    var depth = 0
    var place = start
    while place < p.count {
      if p[place] == UInt8(ascii: "{") { depth += 1 }
      if p[place] == UInt8(ascii: "}") { depth -= 1 }
      place += 1
      if depth == 0 { break }
    }
    return place
  }

  // MARK: Mathematics

  private mutating func readMathematics() {
    let start = at
    at += 1
    var end = hasNoDollar ? nil : p.place(of: UInt8(ascii: "$"), from: at)
    while let place = end, p[place - 1] == UInt8(ascii: "\\") {
      end = p.place(of: UInt8(ascii: "$"), from: place + 1)
    }
    guard let end else {
      hasNoDollar = true
      output.append(p[start])
      return
    }
    output.append(contentsOf: p.part(start..<end + 1))
    at = end + 1
  }

  /// `\(…\)` and `\[…\]`, whose first sign stands behind the backslash at `start`.
  private mutating func readMathematics(from start: Int, to close: StaticString) {
    guard !isUnclosed.contains(p[start + 1]), let end = p.place(of: close, from: start + 2, before: p.count)
    else {
      isUnclosed.insert(p[start + 1])
      return output.append(contentsOf: p.part(start..<start + 2))
    }
    at = end + 2
    output.append(contentsOf: p.part(start..<at))
  }

  // MARK: Commands

  private mutating func readCommand() {
    let start = at + 1
    guard start < p.count else {
      output.append(p[at])
      at += 1
      return
    }
    var end = start
    while end < p.count, ASCII.isLetter(p[end]) { end += 1 }
    if end == start { return readSign(p[start]) }
    let name = String(decoding: p.part(start..<end), as: UTF8.self)
    at = end
    // White space ends a command, and is none of the text.
    if at < p.count, ASCII.isSpace(p[at]) { at = p.skippingSpace(from: at) }
    if let accent = TeXCommands.letterAccents[name] {
      take(accent)
    } else if let text = TeXCommands.characters[name] {
      // Under an accent the i and the j have no dot, whether they say so or not.
      if !accents.isEmpty, name == "i" || name == "j" { put(name == "i" ? "i" : "j") } else { put(text) }
    } else {
      readNamed(name)
    }
  }

  private mutating func readNamed(_ name: String) {
    switch name {
    case "url", "path", "nolinkurl":
      let start = p.skippingSpace(from: at)
      guard start < p.count, p[start] == UInt8(ascii: "{") else { return }
      at = groupEnd(start)
      let inner = p.part(start + 1..<max(start + 1, at - 1))
      output.append(contentsOf: Self.verbatim(inner).utf8)
    case "enquote", "mkbibquote":
      let start = p.skippingSpace(from: at)
      guard start < p.count, p[start] == UInt8(ascii: "{") else { return }
      at = start + 1
      put("\u{201C}")
      open("\u{201D}")
    case "par": put("\n\n")
    case "newline", "linebreak": put("\n")
    default:
      if TeXCommands.withHiddenArgument.contains(name) {
        skipGroup()
      } else if !TeXCommands.formatting.contains(name) {
        unknown += 1
      }
    }
  }

  /// A backslash before something that is no letter.
  private mutating func readSign(_ sign: UInt8) {
    at += 2
    if let accent = TeXCommands.signAccents[sign] { return take(accent) }
    switch sign {
    case UInt8(ascii: "\\"), 0x0A, 0x0D: put("\n")
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "!"): break
    case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), ASCII.tab: put(" ")
    case UInt8(ascii: "("): readMathematics(from: at - 2, to: "\\)")
    case UInt8(ascii: "["): readMathematics(from: at - 2, to: "\\]")
    case UInt8(ascii: ")"), UInt8(ascii: "]"): output += [UInt8(ascii: "\\"), sign]
    default:
      at -= 1
      putCharacter()
    }
  }

  private mutating func take(_ accent: TeXCommands.Accent) {
    if accents.count < 4 { accents.append(accent) }
  }
}
