/// Tells the names of corporate bodies from persons'.
enum CorporateBody {
  /// Whether the text names a body: it has a word that only bodies' names have ("Ministry", "Universität"), a small
  /// word that persons' names have not ("of", "für"), or is an acronym.
  static func names(_ bytes: Bytes) -> Bool {
    if bytes.isEmpty { return false }
    if isAcronym(bytes) { return true }
    if bytes[0] >= 0xE3, bytes[0] < 0xF0 { return isEastAsian(bytes) }
    var hasComma = false
    var wordsBefore = 0
    var bodyBefore = false
    var i = 0
    while i < bytes.count {
      while i < bytes.count, !isWordByte(bytes[i]) {
        if bytes[i] == UInt8(ascii: ",") { hasComma = true }
        i += 1
      }
      let start = i
      while i < bytes.count, isWordByte(bytes[i]) { i += 1 }
      guard i > start else { break }
      let word = bytes.cut(start, i)
      let isBody = isBodyWord(word)
      if !hasComma {
        wordsBefore += 1
        bodyBefore = bodyBefore || isBody
        // One word before a comma may be a surname: "Bank, John", "Council, Mary".
        if isBody, wordsBefore > 1 { return true }
      } else if isBody {
        return true
      }
    }
    return bodyBefore && !hasComma
  }

  private static func isWordByte(_ byte: UInt8) -> Bool { ASCII.isAlphanumeric(byte) || byte >= 0x80 }

  /// "FAO", "UNESCO/IOC", "G20", "AT&T": one word of two to twelve capitals and digits, among them two capitals.
  static func isAcronym(_ bytes: Bytes) -> Bool {
    guard bytes.count >= 2, bytes.count <= 12 else { return false }
    var capitals = 0
    for byte in bytes {
      if ASCII.isUpper(byte) {
        capitals += 1
      } else if !(ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
        || byte == UInt8(ascii: "&"))
      {
        return false
      }
    }
    return capitals >= 2
  }

  private static func isBodyWord(_ word: Bytes) -> Bool {
    guard word.count >= 2, word.count <= 30 else { return false }
    var isASCII = true
    for byte in word where byte >= 0x80 {
      isASCII = false
      break
    }
    if isASCII {
      if word.count <= 4, word[0] >= 0x61 { return small.contains { word.equals($0) } }
      guard word.count <= 15 else { return isCompound(word.lowercaseString) }
      let text = word.lowercaseString
      return words.contains(text) || isCompound(text)
    }
    let text = Fold.text(word.string)
    return words.contains(text) || isCompound(text)
  }

  /// German and Nordic words for bodies grow together: "Forschungszentrum", "Umweltbundesamt".
  private static func isCompound(_ word: String) -> Bool {
    guard word.utf8.count >= 9 else { return false }
    return word.withBytes { bytes in
      endings.contains {
        bytes.count > $0.utf8CodeUnitCount && bytes.holds($0, at: bytes.count - $0.utf8CodeUnitCount)
      }
    }
  }

  private static let endings: [StaticString] = [
    "zentrum", "institut", "institutet", "ministerium", "gesellschaft", "stiftung", "verband", "anstalt",
    "universitat",
    "hochschule", "universitet", "universitetet", "behorde", "bundesamt", "kommission", "akademie", "verein",
    "departementet",
    "ministeriet", "direktorat", "direktoratet", "styrelsen", "verket", "bureau", "raad", "genossenschaft",
  ]

  /// Small words that stand in bodies' names and in no person's.
  private static let small: [StaticString] = ["of", "for", "the", "on", "fur", "pour", "para", "per", "voor"]

  private static let words: Set<String> = Set(
    """
    institute institut instituto istituto instituut institutet institution institutions institutes instytut \
    ministry ministere ministerium ministerio ministero ministerie ministeriet ministries \
    university universite universitat universidad universita universidade universiteit universitet uniwersytet universities \
    bank banque banco banca banken organisation organization organisations organizations organisatie organizacion \
    organizzazione organizacao office offices oficina ufficio bureau amt bundesamt united nations nation nationen \
    department departments dept departement departamento dipartimento agency agencies agence agencia agentur agenzia \
    agentschap council councils conseil consejo consiglio conselho commission commissions comision kommission \
    commissione commissie comissao committee committees comite comitato ausschuss centre centres center centers centro \
    centrum zentrum association associations asociacion associazione associacao verband verein vereniging society \
    societe sociedad gesellschaft foundation fondation fundacion fundacao stiftung fondazione stichting federation \
    federacion union unions group groupe gruppe grupo gruppo company inc ltd llc gmbh corp corporation plc limited \
    fund fonds fondo fundo academy academie akademie academia accademia akademia library bibliotheque bibliothek \
    biblioteca laboratory laboratories laboratoire laboratorio labor network netzwerk programme program project \
    government gouvernement regierung gobierno governo parliament parlement parlament secretariat secretaria \
    service services authority authorities autoridad board school schools college faculty facultad hospital museum \
    forum initiative alliance league team taskforce staff unit division directorate international national european \
    internacional nacional nationale research studies policy economic economics development security statistics \
    statistical republic republique republik federal global observatory administration administracion partnership \
    consortium conference coalition confederation cooperation community communities chamber trust campaign publications \
    publishing partners consulting associates survey health rights watch affairs relations foreign \
    institutt institutter rijksuniversiteit hochschule fachhochschule ecole escuela escola politecnico polytechnique \
    polytechnic technische technology sciences humanitarian frontieres collaboration fur \
    институт университет министерство академия банк центр организация агентство комиссия комитет совет фонд служба \
    федерация союз центральныи
    """.split(separator: " ").map(String.init))

  /// Endings of bodies' names in Chinese, Japanese and Korean.
  private static func isEastAsian(_ bytes: Bytes) -> Bool {
    let text = bytes.string
    return eastAsianEndings.contains { text.utf8.count > $0.utf8.count && text.hasSuffix($0) }
  }

  private static let eastAsianEndings = [
    "大学", "大學", "研究所", "研究院", "研究中心", "委員会", "委员会", "委員會", "银行", "銀行", "協会", "协会", "協會", "公司", "会社", "機構",
    "机构",
    "中心", "省", "庁", "局", "財団", "基金会", "연구원", "연구소", "대학교", "은행", "위원회", "협회",
  ]
}
