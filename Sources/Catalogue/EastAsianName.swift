/// Names in Han, kana and Hangul: the family name stands first.
enum EastAsianName {
  /// Nil where the text is in another script; a name without parts where they cannot be told: Chinese and Japanese
  /// names share their characters, and only the most Chinese of family names are taken for one.
  static func parts(_ bytes: Bytes, printed: String) -> Name? {
    let text = bytes.string
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, isEastAsian(first) else { return nil }
    var name = Name(printed: printed)
    // "王 小明", "山田　太郎".
    let pieces = scalars.split { $0 == " " || $0.value == 0x3000 || $0.value == 0xA0 }
    guard scalars.allSatisfy({ isEastAsian($0) || $0 == " " || $0.value == 0x3000 || $0.value == 0xA0 })
    else {
      return name
    }
    if pieces.count == 2 {
      name.family = string(pieces[0])
      name.given = string(pieces[1])
      return name
    }
    guard pieces.count == 1, (2...4).contains(scalars.count) else { return name }
    if scalars.allSatisfy(isHangul) {
      let length =
        scalars.count == 4 || (scalars.count == 3 && compound.contains(string(scalars[0..<2]))) ? 2 : 1
      return cut(scalars, length, name)
    }
    guard scalars.allSatisfy(isHan) else { return name }
    if scalars.count >= 3, compound.contains(string(scalars[0..<2])) { return cut(scalars, 2, name) }
    if scalars.count <= 3, chinese.contains(first) { return cut(scalars, 1, name) }
    return name
  }

  private static func cut(_ scalars: [Unicode.Scalar], _ length: Int, _ name: Name) -> Name {
    var name = name
    name.family = string(scalars[..<length])
    name.given = string(scalars[length...])
    return name
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  private static func isHangul(_ scalar: Unicode.Scalar) -> Bool { (0xAC00...0xD7A3).contains(scalar.value) }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3005: true
    default: false
    }
  }

  private static func isEastAsian(_ scalar: Unicode.Scalar) -> Bool {
    isHangul(scalar) || isHan(scalar) || (0x3040...0x30FF).contains(scalar.value)
  }

  private static let compound: Set<String> = [
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "公孫", "慕容", "남궁", "황보", "제갈",
    "선우",
  ]

  /// Frequent Chinese family names that open no frequent Japanese one.
  private static let chinese = Set(
    """
    王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣\
    蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪任姜范方姚谭譚廖邹鄒熊陆陸郝孔崔康毛邱秦史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文
    """.unicodeScalars)
}
