import Catalogue

extension FieldItem {
  /// As people read it, in one line where that is possible.
  public var printed: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .date(let date): date.printed
    case .access(let access): access.rawValue
    // "ark:…" and "repec:…" say it themselves.
    case .identifier(let identifier):
      identifier.value.hasPrefix(identifier.scheme.name + ":")
        ? identifier.value : "\(identifier.scheme.name):\(identifier.value)"
    case .link(let link): link.kind == .landingPage ? link.url : "\(link.kind.rawValue) \(link.url)"
    case .series(let series): series.title + (series.number.map { "; \($0)" } ?? "")
    case .contributor(let contributor):
      contributor.name.printed + (contributor.role == .author ? "" : " (\(contributor.role.rawValue))")
    case .section(let section):
      [section.label, section.title, section.pages.map { "p. \($0.printed)" }].compactMap { $0 }
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}

extension FieldValue {
  /// As people read it; empty for the empty value.
  public var printed: String { items.map(\.printed).joined(separator: "; ") }
}
