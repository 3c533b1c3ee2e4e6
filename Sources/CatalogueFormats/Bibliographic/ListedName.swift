import Catalogue

/// What the names in lists of references say, whatever the list's format.
enum ListedName {
  /// How a run counts "et al.": that there are more names than are told has no place in a report.
  static let others = "“et al.” behind names left out"

  /// A name without the "et al." or "and others" behind it, empty where it says no more; nil where it says nothing so.
  static func withoutOthers(_ name: String) -> String? {
    func word(_ part: Substring) -> String { String(part.filter { $0 != "." }).lowercased() }
    let words = name.split(separator: " ")
    guard let last = words.last, ["al", "alii", "others"].contains(word(last)) else { return nil }
    guard words.count > 1 else { return word(last) == "others" ? "" : nil }
    guard ["et", "and", "&"].contains(word(words[words.count - 2])) else { return nil }
    var rest = words.dropLast(2).joined(separator: " ")
    while let last = rest.last, ", ".contains(last) { rest.removeLast() }
    return rest
  }

  /// What a name says that may end in "et al.": nobody, where it says nothing else. "And others" may be a body's own words.
  static func told(_ one: Contributor, _ repairs: inout [String: Int]) -> [Contributor] {
    guard let rest = withoutOthers(one.name.printed),
      rest.isEmpty || one.kind != .corporate || !one.name.printed.lowercased().hasSuffix("others")
    else { return [one] }
    repairs[others, default: 0] += 1
    return rest.isEmpty ? [] : single(rest, one.role).map { [$0] } ?? Contributor.parse(rest, role: one.role)
  }

  /// A name of one word in a format that marks bodies: a person's, unless it has the form of a body's. Nil where it is
  /// none of letters.
  static func single(_ name: String, _ role: Contributor.Role) -> Contributor? {
    guard name.utf8.allSatisfy({ $0 >= 0x80 || ASCII.isLetter($0) || "-'.".utf8.contains($0) }) else {
      return nil
    }
    let parsed = Contributor(printed: name, role: role)
    guard parsed.kind == .unknown else { return parsed }
    return Contributor(name: Name(printed: name, family: name), role: role, kind: .person)
  }
}
