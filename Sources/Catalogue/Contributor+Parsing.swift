extension Contributor {
  /// The contributors that one element of a record names, in their order.
  ///
  /// Takes apart what is joined by ";" (and by "and" or "&", where both sides have the whole form of a person's
  /// name). A role that is printed with a name ("(ed.)", ", Hrsg.", "Edited by …") wins over `role`; one in the plural
  /// holds for the names before it, too. After a ";", what has no form of a person's name is the affiliation of the
  /// person before ("Haas, Marcel de; Clingendael Institute"). `kind` is `person` where the name's parts could be
  /// told, `corporate` where a body's words are found, else `unknown`. At most 1,000 names are read from one element;
  /// the rest stays together in the last.
  ///
  /// - Parameter findsAffiliations: Whether what stands behind a ";" may be an affiliation; else each part is a name.
  public static func parse(_ text: String, role: Role, findingAffiliations findsAffiliations: Bool = true)
    -> [Contributor]
  {
    text.withBytes { bytes in
      let bytes = bytes.trimmed
      guard !bytes.isEmpty else { return [] }
      // Nearly all elements are one name without role or affiliation.
      if isPlain(bytes) {
        return [named(bytes, printed: bytes.count == text.utf8.count ? text : bytes.string, role: role)]
      }
      var list = ContributorList(role: role, findsAffiliations: findsAffiliations)
      list.take(bytes)
      return list.contributors
    }
  }

  /// The contributor of a name that is one as it stands: nothing is parted, nor taken off. `kind` is told as by `parse`.
  public init(printed: String, role: Role) {
    self = printed.withBytes { Self.named($0.trimmed, printed: printed, role: role) }
  }

  /// No separator, bracket or third comma, and no word that joins names or tells a role.
  private static func isPlain(_ bytes: Bytes) -> Bool {
    guard bytes.count <= 120 else { return false }
    var commas = 0
    for i in 0..<bytes.count {
      switch bytes[i] {
      case UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "&"), UInt8(ascii: ":"),
        UInt8(ascii: "/"),
        UInt8(ascii: "|"):
        return false
      case UInt8(ascii: ","): commas += 1
      case UInt8(ascii: " "):
        if i + 1 < bytes.count, RoleWords.mayBegin(bytes, at: i + 1) { return false }
      default: break
      }
    }
    return commas <= 1 && !RoleWords.mayOpen(bytes)
  }

  /// One name, of which role and affiliation have been taken off.
  static func named(
    _ bytes: Bytes, printed: String, role: Role, affiliation: String? = nil
  ) -> Contributor {
    if bytes.count > 200 || CorporateBody.names(bytes) {
      let kind: Kind = bytes.count > 200 ? .unknown : .corporate
      return Contributor(name: Name(printed: printed), role: role, kind: kind, affiliation: affiliation)
    }
    let name = Name.parts(of: bytes, printed: printed) ?? Name(printed: printed)
    return Contributor(
      name: name, role: role, kind: name.family != nil ? .person : .unknown, affiliation: affiliation)
  }
}

extension Contributor.Role {
  /// The role that a word or two tell, in any of the languages and forms that are printed with names ("Editor",
  /// "Hrsg.", "trl"); nil where they tell none.
  public init?(printed: String) {
    guard let found = printed.withBytes({ RoleWords.found($0.trimmed) }) else { return nil }
    self = found.role
  }
}
