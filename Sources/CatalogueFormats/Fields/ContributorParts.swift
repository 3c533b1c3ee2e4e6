import Catalogue

/// A contributor as formats with structure give it: the parts of the name each in a place of their own.
struct ContributorParts: Hashable, Sendable {
  private var parts: [FieldSource.NamePart: String] = [:]
  private let form: ReportBuilder.TextForm

  init(_ form: ReportBuilder.TextForm = .markup) { self.form = form }

  /// A part as it is printed; white space alone is no part.
  subscript(part: FieldSource.NamePart) -> String? {
    get { parts[part] }
    set {
      let text = newValue.map(form == .plain ? PlainText.clean : FieldText.line) ?? ""
      parts[part] = text.isEmpty ? nil : text
    }
  }

  /// The contributors that the parts name: one, or those of a `name` in which several are joined. None without a name.
  /// A role that the upstream gives wins over `role`.
  func contributors(_ role: Contributor.Role) -> [Contributor] {
    let role = self[.role].flatMap(Contributor.Role.init(printed:)) ?? role
    var found: [Contributor]
    if self[.family] != nil || self[.given] != nil {
      found = [Contributor(name: name, role: role, kind: .person)]
      // A body whose name was put into a person's place.
      if self[.given] == nil, let family = self[.family] {
        let parsed = Contributor.parse(family, role: role)
        if parsed.count == 1, parsed[0].kind == .corporate { found = parsed }
      }
    } else {
      found = self[.name].map { Contributor.parse($0, role: role) } ?? []
    }
    if let affiliation = self[.affiliation] {
      for index in found.indices where found[index].affiliation == nil {
        found[index].affiliation = affiliation
      }
    }
    return found
  }

  private var name: Name {
    let family = self[.family]
    let printed =
      self[.name]
      ?? [
        [self[.particle], family].compactMap { $0 }.joined(separator: " "), self[.given] ?? "",
        self[.suffix] ?? "",
      ].filter { !$0.isEmpty }.joined(separator: ", ")
    var name = Name(
      printed: printed, family: family, given: self[.given], particle: self[.particle], suffix: self[.suffix])
    // Many leave the particle with the family name, or the suffix with the given one.
    if let family, let given = self[.given] {
      let parsed = Name.parse("\(family), \(given)")
      if let parsedFamily = parsed.family {
        name.family = parsedFamily
        name.given = parsed.given
        name.particle = self[.particle] ?? parsed.particle
        name.suffix = self[.suffix] ?? parsed.suffix
      }
    }
    if family == nil {
      // A single name stands where the given names should: it is what there is.
      name.family = name.given
      name.given = nil
    }
    return name
  }
}
