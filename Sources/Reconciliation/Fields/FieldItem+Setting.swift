import Catalogue

// The parts of elements: contributors[2].role=editor.

extension FieldItem {
  /// The element with one part changed; nil blanks it.
  ///
  /// A changed name is taken apart anew; a changed part of a name changes what is printed.
  func setting(_ part: String, to text: String?, in field: Field) throws(EditProblem) -> FieldItem {
    let clean = text.map(PlainText.clean).flatMap { $0.isEmpty ? nil : $0 }
    let item: FieldItem
    switch self {
    case .contributor(let contributor):
      item = .contributor(try Self.setting(contributor, part, to: clean, in: field))
    case .series(var series):
      switch part {
      case "title": series.title = clean ?? ""
      case "number": series.number = clean
      default: throw .unknownPart(field, part)
      }
      item = .series(series)
    case .section(var section):
      switch part {
      case "label": section.label = clean
      case "title": section.title = clean ?? ""
      case "pages": section.pages = clean.map { PageRange.parse($0) ?? PageRange(spans: [], printed: $0) }
      case "excerpt": section.excerpt = text.map(PlainText.cleanParagraphs)
      case "contributors": section.contributors = clean.map(FieldValue.contributors) ?? []
      default: throw .unknownPart(field, part)
      }
      item = .section(section)
    default: throw .unknownPart(field, part)
    }
    return try item.validated(for: field, leaving: [self])
  }

  private static func setting(
    _ old: Contributor, _ part: String, to text: String?, in field: Field
  ) throws(EditProblem) -> Contributor {
    var contributor = old
    switch part {
    case "name":
      guard let text else { throw .refused(field, value: "", because: "a contributor needs a name") }
      contributor.name = old.kind == .corporate ? Name(printed: text) : Name.parse(text)
    case "role":
      guard let text else {
        throw .refused(
          field, value: "",
          because:
            "a contributor needs a role: one of \(Contributor.Role.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      guard let role = Contributor.Role(rawValue: text.lowercased()) ?? Contributor.Role(printed: text) else {
        throw .refused(field, value: text, because: choices(text, Contributor.Role.allCases.map(\.rawValue)))
      }
      contributor.role = role
    case "kind":
      guard let kind = Contributor.Kind(rawValue: text?.lowercased() ?? "unknown") else {
        throw .refused(
          field, value: text ?? "", because: choices(text ?? "", Contributor.Kind.allCases.map(\.rawValue)))
      }
      contributor.kind = kind
    case "affiliation": contributor.affiliation = text
    case "family":
      guard text != nil || old.name.family == nil else {
        throw .refused(
          field, value: "", because: "a name with parts needs a family name; change \"name\", the whole of it"
        )
      }
      contributor.name.family = text
    case "given": contributor.name.given = text
    case "particle": contributor.name.particle = text
    case "suffix": contributor.name.suffix = text
    default: throw .unknownPart(field, part)
    }
    if ["family", "given", "particle", "suffix"].contains(part) { contributor.name.printAnew() }
    return contributor
  }
}

extension Name {
  /// Prints the name as its parts say it ("Haas, Marcel de, Jr."); without a family name it stays as it is printed.
  mutating func printAnew() {
    guard let family else { return }
    let before = [given, particle].compactMap { $0 }.joined(separator: " ")
    printed = [family, before, suffix ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
