extension Name {
  /// A printed name and its parts, in either order: "Haas, Marcel de", "Marcel de Haas".
  ///
  /// Particles, generation suffixes, initials behind the family name ("Smith JA"), family names in capitals
  /// ("DUPONT Jean") and the orders of Chinese, Japanese, Korean and Russian names are known. Where the parts cannot
  /// be told (one word, a corporate body, digits, more than seven words) they stay nil. `printed` is the whole text.
  public static func parse(_ printed: String) -> Name {
    printed.withBytes { bytes in
      let bytes = bytes.trimmed
      let name = bytes.count == printed.utf8.count ? printed : bytes.string
      guard !bytes.isEmpty, bytes.count <= 200, !CorporateBody.names(bytes) else {
        return Name(printed: name)
      }
      return parts(of: bytes, printed: name) ?? Name(printed: name)
    }
  }

  /// The family name with its particle, as it is read aloud: "van der Putten", "al-Rashid", "d'Estaing".
  public var fullFamily: String? {
    guard let family else { return nil }
    guard let particle, let last = particle.utf8.last else { return family }
    // A particle that ends in a hyphen or an apostrophe is written together.
    let isJoined = last == UInt8(ascii: "-") || last == UInt8(ascii: "'") || particle.hasSuffix("’")
    return isJoined ? particle + family : particle + " " + family
  }

  /// The parts, if the text has the form of a person's name.
  static func parts(of bytes: Bytes, printed: String) -> Name? {
    var comma: Int?
    for i in 0..<bytes.count {
      switch bytes[i] {
      case UInt8(ascii: ","): comma = comma ?? i
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // Behind a comma it is a year of birth.
        if comma == nil { return nil }
      case UInt8(ascii: "&"), UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "="),
        UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "+"):
        return nil
      case 0xEF: if comma == nil, bytes.holds("，", at: i) { comma = i }
      case 0xD8: if comma == nil, bytes.holds("،", at: i) { comma = i }
      case 0xF0: if i + 1 < bytes.count, bytes[i + 1] == 0x9F { return nil }  // Emoji.
      default: break
      }
    }
    if let comma {
      let length = bytes[comma] == UInt8(ascii: ",") ? 1 : bytes[comma] == 0xEF ? 3 : 2
      return NameParts.familyFirst(bytes.cut(0, comma), bytes.from(comma + length), printed: printed)
    }
    return NameParts.inOrder(bytes, printed: printed)
  }
}
